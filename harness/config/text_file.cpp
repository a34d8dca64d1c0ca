#include "harness/config/text_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "harness/config/tree.hpp"
#include "harness/config/utf8.hpp"
#include "harness/types/error.hpp"

namespace shortlist {

std::string file_text(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw UserError(fmt::format("{}: cannot be opened: {}", file, std::generic_category().message(errno)));
  std::string text, chunk(64 << 10, '\0');
  while (in && text.size() <= TreeLimits::bytes) {
    in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    text.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) throw UserError(fmt::format("{}: cannot be read", file));
  return text;
}

std::string_view checked_text(std::string_view text, const std::shared_ptr<const std::string>& file) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.size() > TreeLimits::bytes)
    throw UserError(fmt::format("{}: larger than {} MiB", *file, TreeLimits::bytes >> 20));
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  auto bad = first_bad_byte(text);
  if (bad == std::string_view::npos) return text;
  auto [line, column] = position(text, bad);
  auto what = text[bad] == '\0' ? "a NUL byte: this is not a text file" : "not UTF-8: save the file as UTF-8";
  complain({file, line, column}, "", what);
}

}  // namespace shortlist
