#include "harness/cli/files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/types/error.hpp"

namespace shortlist {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void complain(const std::string& path, const char* what, int error) {
  throw UserError(fmt::format("{}: cannot {}: {}", path, what, std::strerror(error)));
}

}  // namespace

void write_atomically(const std::string& path, std::string_view bytes) {
  write_atomically(path, [&](std::ostream& file) { file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())); });
}

void write_atomically(const std::string& path, const std::function<void(std::ostream&)>& write) {
  std::error_code failed;
  if (const auto folder = fs::path(path).parent_path(); !folder.empty()) fs::create_directories(folder, failed);
  if (failed) complain(path, "make its folder", failed.value());
  const std::string temporary = fmt::format("{}.{}.tmp", path, getpid());
  {
    std::ofstream file(temporary, std::ios::binary);
    try {
      write(file);
    } catch (...) {
      fs::remove(temporary, failed);
      throw;
    }
    file.flush();
    if (!file) {
      const int error = errno;
      fs::remove(temporary, failed);
      complain(path, "write", error);
    }
  }
  fs::rename(temporary, path, failed);
  if (!failed) return;
  const int error = failed.value();
  fs::remove(temporary, failed);
  complain(path, "replace", error);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path)) complain(path, "read", fs::is_directory(path) ? EISDIR : errno);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

}  // namespace shortlist
