#pragma once
// The bytes of one file of rows, kept once and read by everybody in place.
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace shortlist {

struct TextFile {
  static constexpr std::size_t max_bytes = std::size_t{16} << 30;
  static constexpr std::size_t padding = 64;   ///< simdjson may read so far beyond what it parses

  std::string path = {};            ///< as complaints show it
  std::unique_ptr<char[]> bytes = {};   ///< size + padding of them
  std::size_t size = 0;
  std::size_t start = 0;            ///< after the byte order mark, if there is one

  std::string_view text() const { return {bytes.get(), size}; }
  std::size_t line_of(std::size_t offset) const;   ///< from 1
};

/// Reads a whole regular file. Throws UserError: "WHERE: cannot read ..." for one that cannot be read, "FILE:LINE: ..."
/// for bytes that are not UTF-8 or are NUL, and "FILE: ..." for an empty one.
TextFile read_text_file(const std::string& path, const std::string& where);
/// The same checks on bytes that come from elsewhere (tests, inline rows).
TextFile text_file(std::string_view text, const std::string& path);

}  // namespace shortlist
