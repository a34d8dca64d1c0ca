#include "tests/fuzz/support/fuzz.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

namespace shortlist::fuzz {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    const fs::path parent = fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
    path_ = (parent / "shortlist-fuzz-XXXXXX").string();
    require(mkdtemp(path_.data()) != nullptr, "a folder for files can be made");
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Bytes of the UTF-8 character in front, 0 if there is none.
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first < 0xf0)
    return follows(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) && follows(2) ? 3 : 0;
  if (first >= 0xf0 && first < 0xf5)
    return follows(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf) && follows(2) && follows(3) ? 4 : 0;
  return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = character(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

const std::string& memory_folder() {
  static const Folder folder;
  return folder.path();
}

MemoryFile::MemoryFile(const std::string& name) : path_(memory_folder() + "/" + name) {}

MemoryFile::~MemoryFile() { unlink(path_.c_str()); }

void MemoryFile::write(std::string_view bytes) const {
  const int file = open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  require(file >= 0, "a file in memory can be written");
  const auto written = ::write(file, bytes.data(), bytes.size());
  close(file);
  require(written == static_cast<ssize_t>(bytes.size()), "a file in memory takes all bytes");
}

}  // namespace shortlist::fuzz
