#include "harness/cli/files.hpp"

#include <fmt/format.h>
#include <fcntl.h>
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

/// Else a power cut right after the renaming could leave an empty file in the old one's place.
void sync_to_disk(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool kept = file >= 0 && fsync(file) == 0;
  const int error = errno;
  if (file >= 0) close(file);
  if (kept || error == EINVAL) return;   // EINVAL: no such thing on this file system
  unlink(path.c_str());
  complain(path, "write", error);
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
  sync_to_disk(temporary);
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
