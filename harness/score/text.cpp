#include "harness/score/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <utility>

namespace shortlist {
namespace {

using icu::Normalizer2;
using icu::UnicodeString;

UnicodeString from_utf8(std::string_view text) {
  return UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string to_utf8(const UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

struct Spelling {
  UChar32 first, last;
  const char* ascii;
};
constexpr std::array<Spelling, 19> spellings{{
    {0x00B4, 0x00B4, "'"},  {0x2018, 0x201B, "'"},  {0x02BC, 0x02BC, "'"},  {0x2032, 0x2032, "'"},
    {0x2039, 0x203A, "'"},  {0x00AB, 0x00AB, "\""}, {0x00BB, 0x00BB, "\""}, {0x201C, 0x201F, "\""},
    {0x2033, 0x2033, "\""}, {0x301D, 0x301F, "\""}, {0x2010, 0x2015, "-"},  {0x2212, 0x2212, "-"},
    {0x2043, 0x2043, "-"},  {0x0152, 0x0152, "Oe"}, {0x0153, 0x0153, "oe"}, {0x00C6, 0x00C6, "Ae"},
    {0x00E6, 0x00E6, "ae"}, {0x2044, 0x2044, "/"},  {0x2215, 0x2215, "/"},
}};

const char* ascii_of(UChar32 c) {
  for (const auto& row : spellings)
    if (c >= row.first && c <= row.last) return row.ascii;
  return nullptr;
}

bool is_space(UChar32 c) { return u_isUWhiteSpace(c) || u_charType(c) == U_CONTROL_CHAR; }
bool is_invisible(UChar32 c) {
  return u_charType(c) == U_FORMAT_CHAR || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

UnicodeString respelled(const UnicodeString& text) {
  UnicodeString out;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (const char* ascii = ascii_of(c))
      out.append(UnicodeString(ascii, -1, US_INV));
    else
      out.append(c);
  }
  return out;
}

UnicodeString collapsed(const UnicodeString& text) {
  UnicodeString out;
  bool gap = false;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (is_space(c)) {
      gap = true;
      continue;
    }
    if (is_invisible(c)) continue;
    if (gap && !out.isEmpty()) out.append(UChar32{' '});
    gap = false;
    out.append(c);
  }
  return out;
}

bool surrounds(UChar32 c) {
  switch (u_charType(c)) {
    case U_INITIAL_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
    case U_START_PUNCTUATION:
    case U_END_PUNCTUATION:
      return true;
    default:
      return std::u32string_view(U" \"'`*_~.,;:!?\u3002\u3001\u00A1\u00BF").find(static_cast<char32_t>(c)) !=
             std::u32string_view::npos;
  }
}

std::size_t head_end(std::string_view text, std::size_t bytes) {
  while (bytes > 0 && bytes < text.size() && U8_IS_TRAIL(static_cast<uint8_t>(text[bytes]))) --bytes;
  return bytes;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string valid(std::string_view text) { return is_ascii(text) ? std::string(text) : to_utf8(from_utf8(text)); }

/// `normalise` for ASCII, which no Unicode form changes: most answers, at a tenth of the cost.
std::string normalise_ascii(std::string_view text, Case letters) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (const char c : text) {
    if (c <= ' ' || c == 0x7f) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out += letters == Case::fold && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace

std::string judged_text(std::string_view answer) {
  if (answer.size() <= judged_bytes_max) return valid(answer);
  const auto half = judged_bytes_max / 2;
  return valid(answer.substr(0, head_end(answer, half))) + "\n" +
         valid(answer.substr(head_end(answer, answer.size() - half)));
}

std::string normalise(std::string_view text, Case letters) {
  if (is_ascii(text)) return normalise_ascii(text, letters);
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = letters == Case::fold ? Normalizer2::getNFKCCasefoldInstance(status)
                                           : Normalizer2::getNFKCInstance(status);
  // Spelled out on both sides of the normalisation: it takes the acute accent apart, and makes some of the
  // others.
  const auto spelled = respelled(form->normalize(respelled(from_utf8(text)), status));
  return to_utf8(form->normalize(collapsed(spelled), status));
}

std::string_view bare(std::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  int32_t begin = 0, end = size;
  for (int32_t next = 0; next < end; begin = next) {
    UChar32 c;
    U8_NEXT(text.data(), next, end, c);
    if (c != '#' && !surrounds(c)) break;  // '#' opens a Markdown heading, but ends "C#"
  }
  for (int32_t back = end; back > begin; end = back) {
    UChar32 c;
    U8_PREV(text.data(), begin, back, c);
    if (!surrounds(c)) break;
  }
  return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

bool same_text(std::string_view a, std::string_view b, Case letters) {
  const auto left = normalise(a, letters), right = normalise(b, letters);
  return left == right || (!bare(left).empty() && bare(left) == bare(right));
}

std::string excerpt(std::string_view text, std::size_t limit) {
  const auto line = normalise(text.substr(0, head_end(text, std::min(text.size(), 8 * limit))), Case::keep);
  int32_t end = 0;
  const auto size = static_cast<int32_t>(line.size());
  for (std::size_t n = 0; n < limit && end < size; ++n) U8_FWD_1(line.data(), end, size);
  const bool whole = end == size && text.size() <= 8 * limit;
  return "\"" + line.substr(0, static_cast<std::size_t>(end)) + (whole ? "\"" : "...\"");
}

}  // namespace shortlist
