#pragma once
// Compares an output with its approved file, tests/golden/NAME. What came instead is left at
// BINARY_DIR/received/NAME; tests/dev/approve takes it over once the difference has been read.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace shortlist::test {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::string first_difference(const std::string& approved, const std::string& received) {
  std::istringstream a(approved), b(received);
  std::string left, right;
  for (int line = 1;; ++line) {
    const bool more_left = static_cast<bool>(std::getline(a, left)),
               more_right = static_cast<bool>(std::getline(b, right));
    if (!more_left && !more_right) return "only the line ends differ";
    if (!more_left) left = "(end)";
    if (!more_right) right = "(end)";
    if (left != right)
      return "line " + std::to_string(line) + "\n  approved: " + left + "\n  received: " + right;
  }
}

inline void expect_approved(const std::string& name, const std::string& received) {
  namespace fs = std::filesystem;
  const auto kept = fs::path(BINARY_DIR) / "received" / name;
  const auto approved = file_text(fs::path(SOURCE_DIR) / "tests/golden" / name);
  if (approved == received) {
    fs::remove(kept);
    return;
  }
  fs::create_directories(kept.parent_path());
  std::ofstream(kept, std::ios::binary) << received;
  ADD_FAILURE() << name << " differs from its approved file at " << first_difference(approved, received)
                << "\nif that is right: tests/dev/approve " << name;
}

}  // namespace shortlist::test
