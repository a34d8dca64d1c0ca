#include <algorithm>
#include <array>

#include "harness/store/run_folder.hpp"

namespace shortlist {
namespace {

constexpr std::size_t name_bytes_max = 80;

struct Range { char32_t first, last; };
/// Beyond ASCII: controls, and marks that hide or reorder text on a terminal (Unicode 15, General_Category Cc, Cf, Zl,
/// Zp, Zs; surrogates; private use; noncharacters).
constexpr Range awkward[] = {{0x80, 0xA0},     {0xAD, 0xAD},     {0x061C, 0x061C}, {0x1680, 0x1680}, {0x180E, 0x180E},
                             {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F}, {0x3000, 0x3000}, {0xD800, 0xF8FF},
                             {0xFDD0, 0xFDEF}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFF}, {0xE0000, 0x10FFFF}};

struct Decoded { char32_t character; std::size_t bytes; };

/// The character at the front, or U+FFFF over one byte where the bytes are not UTF-8. REQUIRES: !text.empty().
Decoded decode(std::string_view text) {
  constexpr Decoded broken{0xFFFF, 1};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const std::size_t length = byte(0) < 0xC2 ? 0 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : byte(0) < 0xF5 ? 4 : 0;
  if (length == 0 || text.size() < length) return broken;
  char32_t character = byte(0) & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return broken;
    character = character << 6 | (byte(i) & 0x3Fu);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  return character < least[length] ? broken : Decoded{character, length};
}

bool keeps(char32_t c) {
  if (c < 0x80) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return alphanumeric || c == '_' || c == '.' || c == '-';
  }
  return std::ranges::none_of(awkward, [c](const Range& range) { return range.first <= c && c <= range.last; });
}

std::string trimmed(const std::string& name) {
  constexpr const char* edge = "-.";
  const std::size_t first = name.find_first_not_of(edge);
  if (first == std::string::npos) return "run";
  return name.substr(first, name.find_last_not_of(edge) - first + 1);
}

}  // namespace

std::string safe_name(std::string_view name) {
  std::string safe;
  while (!name.empty()) {
    const Decoded next = decode(name);
    const std::string_view piece = keeps(next.character) ? name.substr(0, next.bytes) : "-";
    if (safe.size() + piece.size() > name_bytes_max) break;
    if (piece != "-" || !safe.ends_with('-')) safe += piece;
    name.remove_prefix(next.bytes);
  }
  return trimmed(safe);
}

}  // namespace shortlist
