#include "harness/config/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "harness/types/json.hpp"

namespace shortlist {
namespace {

/// Length of the well-formed sequence at the start of `text`, or 0 (RFC 3629, section 4).
std::size_t sequence_length(std::string_view text) {
  struct Row { unsigned char first, last; std::size_t length; unsigned char low, high; };
  static constexpr Row rows[] = {
      {0x01, 0x7F, 1, 0x80, 0xBF}, {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF},
      {0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
      {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F}};
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (const auto& row : rows) {
    if (byte(0) < row.first || byte(0) > row.last) continue;
    if (text.size() < row.length) return 0;
    if (row.length > 1 && (byte(1) < row.low || byte(1) > row.high)) return 0;
    for (std::size_t i = 2; i < row.length; ++i)
      if ((byte(i) & 0xC0) != 0x80) return 0;
    return row.length;
  }
  return 0;
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The code unit of an escape "\uXXXX" at `at`, or 0.
unsigned escaped_unit(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\\u" || at + 6 > text.size()) return 0;
  unsigned unit = 0;
  std::from_chars(text.data() + at + 2, text.data() + at + 6, unit, 16);
  return unit;
}

}  // namespace

std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    auto length = sequence_length(text.substr(i));
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

std::pair<std::uint32_t, std::uint32_t> position(std::string_view text, std::size_t byte) {
  auto before = text.substr(0, byte);
  auto line = 1 + std::count(before.begin(), before.end(), '\n');
  auto in_line = before.substr(before.rfind('\n') + 1);
  auto characters = in_line.size() - static_cast<std::size_t>(std::count_if(in_line.begin(), in_line.end(), continues));
  return {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(characters + 1)};
}

std::string with_joined_surrogates(std::string_view text) {
  std::string out(text);
  if (text.find("\\uD") == text.npos && text.find("\\ud") == text.npos) return out;
  if (!Json::accept(text)) return out;
  out.clear();
  for (std::size_t i = 0; i < text.size();) {
    auto high = escaped_unit(text, i), low = high ? escaped_unit(text, i + 6) : 0;
    if (high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
      out += fmt::format("\\U{:08X}", 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
      i += 12;
    } else {
      auto length = text[i] == '\\' ? 2u : 1u;   // an escaped backslash starts no escape of its own
      out += text.substr(i, length);
      i += length;
    }
  }
  return out;
}

}  // namespace shortlist
