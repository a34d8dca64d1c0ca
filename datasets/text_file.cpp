#include "datasets/text_file.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

TextFile room_for(const std::string& path, std::size_t size) {
  TextFile file{.path = path, .bytes = std::make_unique_for_overwrite<char[]>(size + TextFile::padding), .size = size};
  std::memset(file.bytes.get() + size, 0, TextFile::padding);
  return file;
}

bool is_text(std::string_view bytes) {
  return simdjson::validate_utf8(bytes.data(), bytes.size()) && bytes.find('\0') == std::string_view::npos;
}

// Only to name the line of bytes that are known to be bad somewhere.
[[noreturn]] void complain_of_bytes(const TextFile& file) {
  if (file.text().starts_with("\xFF\xFE") || file.text().starts_with("\xFE\xFF"))
    throw UserError(fmt::format("{}:1: this is UTF-16; save the file as UTF-8", file.path));
  std::size_t line = 1;
  for (std::string_view rest = file.text(); !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const std::string_view bytes = rest.substr(0, end);
    if (bytes.find('\0') != std::string_view::npos)
      throw UserError(fmt::format("{}:{}: a NUL character", file.path, line));
    if (!is_text(bytes)) break;
    rest.remove_prefix(end);
  }
  throw UserError(fmt::format("{}:{}: not valid UTF-8", file.path, line));
}

TextFile checked(TextFile file) {
  if (!is_text(file.text())) complain_of_bytes(file);
  if (file.text().starts_with("\xEF\xBB\xBF")) file.start = 3;
  const std::string_view blank = " \t\r\n";
  if (file.text().find_first_not_of(blank, file.start) == std::string_view::npos)
    throw UserError(fmt::format("{}: the file is empty", file.path));
  return file;
}

[[noreturn]] void cannot_read(const std::string& where, const std::string& path, std::string_view why) {
  throw UserError(fmt::format("{}: cannot read \"{}\": {}", where, path, why));
}

std::size_t size_of(const std::string& path, const std::string& where) {
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (!std::filesystem::exists(status)) cannot_read(where, path, "no such file");
  if (!std::filesystem::is_regular_file(status)) cannot_read(where, path, "not a file");
  const auto size = std::filesystem::file_size(path, problem);
  if (problem) cannot_read(where, path, problem.message());
  if (size > TextFile::max_bytes) cannot_read(where, path, "larger than 16 GiB");
  return size;
}

}  // namespace

std::size_t TextFile::line_of(std::size_t offset) const {
  return 1 + static_cast<std::size_t>(std::count(bytes.get(), bytes.get() + std::min(offset, size), '\n'));
}

TextFile read_text_file(const std::string& path, const std::string& where) {
  TextFile file = room_for(path, size_of(path, where));
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!in) cannot_read(where, path, std::strerror(errno));
  std::setvbuf(in.get(), nullptr, _IONBF, 0);
  if (std::fread(file.bytes.get(), 1, file.size, in.get()) != file.size)
    cannot_read(where, path, "the file changed while it was read");
  return checked(std::move(file));
}

TextFile text_file(std::string_view text, const std::string& path) {
  TextFile file = room_for(path, text.size());
  std::copy(text.begin(), text.end(), file.bytes.get());
  return checked(std::move(file));
}

}  // namespace shortlist
