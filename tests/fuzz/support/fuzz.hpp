#pragma once
// What the fuzzers share. A fuzzer is one file with LLVMFuzzerTestOneInput; it feeds a reader what it is given and
// requires what must hold for any bytes. Inputs are text wherever they can be, so that seeds are written by hand:
// control lines first, then the bytes for the reader.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "harness/types/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace shortlist::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// What must hold; else the fuzzer stops here and keeps the input.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

/// Runs it. False: the user's mistake was complained of. Anything else that is thrown stops the fuzzer.
template <class What>
bool accepts(What what) {
  try {
    what();
    return true;
  } catch (const UserError& error) {
    require(*error.what() != '\0', "a complaint says something");
    return false;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "thrown: %s\n", error.what());
    std::abort();
  }
}

/// Takes the text up to the next `end` off its front; all of it when there is none.
inline std::string_view take_until(std::string_view& rest, std::string_view end) {
  const std::size_t at = rest.find(end);
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at == rest.npos ? rest.size() : at + end.size());
  return taken;
}
inline std::string_view take_line(std::string_view& rest) { return take_until(rest, "\n"); }

/// Cuts bytes into pieces of 1 to 64 bytes as the seed says; seed 0 is one piece, 1 is byte by byte.
inline std::vector<std::string_view> pieces(std::string_view bytes, std::uint32_t seed) {
  std::vector<std::string_view> cut;
  for (std::uint32_t state = seed; !bytes.empty();) {
    state = state * 1664525u + 1013904223u;   // Numerical Recipes' generator
    const std::size_t size = seed == 0 ? bytes.size() : seed == 1 ? 1 : 1 + (state >> 26);
    cut.push_back(bytes.substr(0, size));
    bytes.remove_prefix(cut.back().size());
  }
  return cut;
}

/// Well-formed UTF-8 (RFC 3629) through and through.
bool is_utf8(std::string_view text);

/// A file in memory, for readers that take a path. Its name has the ending that the reader goes by.
class MemoryFile {
 public:
  explicit MemoryFile(const std::string& name);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  void write(std::string_view bytes) const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A folder in memory of this process alone; gone when it ends.
const std::string& memory_folder();

}  // namespace shortlist::fuzz
