#include "reports/text.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace shortlist {
namespace {

/// Calls `take(c, piece)` for each code point; broken bytes come as U+FFFD.
template <class Take>
void each_character(std::string_view text, Take take) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t next = 0, from = 0; next < size; from = next) {
    UChar32 c;
    U8_NEXT(text.data(), next, size, c);
    take(c, c < 0 ? std::string_view("\uFFFD")
                  : text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(next - from)));
  }
}

std::string picture(UChar32 c) {
  std::string out;
  icu::UnicodeString(c == 0x7F ? UChar32{0x2421} : 0x2400 + c).toUTF8String(out);
  return out;
}

bool hides(UChar32 c) {
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_PRIVATE_USE_CHAR:
    case U_UNASSIGNED:
      return true;
    default:
      return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
  }
}

std::size_t columns(UChar32 c) {
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  if (c >= 0x1160 && c <= 0x11FF) return 0;  // vowels and finals of decomposed Hangul
  const auto width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

template <class Replace>
std::string replaced(std::string_view text, Replace replace) {
  std::string out;
  for (const char c : text) out += replace(c);
  return out;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  each_character(text, [&](UChar32 c, std::string_view piece) {
    if (c >= 0 && (c < 0x20 || c == 0x7F))
      out += picture(c);
    else if (c >= 0 && hides(c))
      out += fmt::format("[U+{:04X}]", static_cast<unsigned>(c));
    else
      out += piece;
  });
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  each_character(text, [&](UChar32 c, std::string_view) { width += c < 0 ? 1 : columns(c); });
  return width;
}

std::string pad_right(std::string_view text, std::size_t width) {
  const auto have = display_width(text);
  return std::string(text) + std::string(width > have ? width - have : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
  const auto have = display_width(text);
  return std::string(width > have ? width - have : 0, ' ') + std::string(text);
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string out;
  std::size_t used = 1;  // the ellipsis
  bool full = false;
  each_character(text, [&](UChar32 c, std::string_view piece) {
    const auto more = c < 0 ? 1 : columns(c);
    full = full || used + more > width;
    if (full) return;
    used += more;
    out += piece;
  });
  return out + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  if (width == 0 || display_width(text) <= width) return {std::string(text)};
  const std::size_t lead = std::min(text.find_first_not_of(' '), text.size());
  std::vector<std::string> lines{std::string(text.substr(0, lead))};
  bool empty = true;   // the last line holds no word yet
  for (std::size_t from = lead; from < text.size();) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    const auto word = text.substr(from, to - from);
    const std::string joint = empty ? "" : " ";
    if (!empty && display_width(lines.back()) + 1 + display_width(word) > width)
      lines.push_back(std::string(indent, ' ')), empty = true;
    const std::size_t used = display_width(lines.back());
    lines.back() += empty ? shortened(word, std::max<std::size_t>(width - std::min(width, used), 8))
                          : joint + std::string(word);
    empty = false;
    from = std::min(text.find_first_not_of(' ', to), text.size());
  }
  return lines;
}

std::string escape_html(std::string_view text) {
  return replaced(text, [](char c) -> std::string {
    switch (c) {
      case '&':
        return "&amp;";
      case '<':
        return "&lt;";
      case '>':
        return "&gt;";
      case '"':
        return "&quot;";
      case '\'':
        return "&#39;";
      default:
        return std::string(1, c);
    }
  });
}

std::string escape_markdown(std::string_view text) {
  return replaced(text, [](char c) -> std::string {
    if (c == '<') return "&lt;";
    if (c == '&') return "&amp;";
    if (std::string_view("\\`*_[]|#!~>$").find(c) != std::string_view::npos) return {'\\', c};
    return std::string(1, c);
  });
}

}  // namespace shortlist
