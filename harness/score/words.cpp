#include "harness/score/words.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <array>
#include <memory>
#include <utility>

#include "harness/score/characters.hpp"

namespace shortlist {
namespace {

using icu::BreakIterator;
using Breaks = std::unique_ptr<BreakIterator>;

Breaks breaks(TextUnit unit) {
  UErrorCode status = U_ZERO_ERROR;
  const auto& root = icu::Locale::getRoot();
  switch (unit) {
    case TextUnit::words:
      return Breaks(BreakIterator::createWordInstance(root, status));
    case TextUnit::sentences:
      return Breaks(BreakIterator::createSentenceInstance(root, status));
    default:
      return Breaks(BreakIterator::createCharacterInstance(root, status));
  }
}

bool has_word(std::string_view piece) {
  int32_t i = 0;
  const auto size = static_cast<int32_t>(piece.size());
  while (i < size) {
    UChar32 c;
    U8_NEXT(piece.data(), i, size, c);
    if (c >= 0 && u_isalnum(c)) return true;
  }
  return false;
}

bool counts(std::string_view piece, TextUnit unit) {
  return unit == TextUnit::characters ? piece.find_first_of("\r\n") == piece.npos : has_word(piece);
}

std::size_t count_segments(std::string_view text, TextUnit unit) {
  UErrorCode status = U_ZERO_ERROR;
  UText* opened = utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status);
  const auto iterator = breaks(unit);
  iterator->setText(opened, status);
  std::size_t n = 0;
  for (int32_t from = iterator->first(), to; (to = iterator->next()) != BreakIterator::DONE; from = to)
    n += counts(text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)), unit);
  utext_close(opened);
  return n;
}

std::size_t count_lines(std::string_view text, bool paragraphs) {
  std::size_t n = 0;
  bool after_blank = true;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const bool blank = line.find_first_not_of(" \t\r\v\f") == line.npos;
    n += !blank && (!paragraphs || after_blank);
    after_blank = blank;
  }
  return n;
}

bool in_word(UChar32 c) { return c >= 0 && (u_isalnum(c) || c == '_' || (U_GET_GC_MASK(c) & U_GC_M_MASK)); }

// Longest first, so that the whole particle is taken.
constexpr std::array<std::string_view, 36> particles{
    "이었습니다", "이라고", "입니다", "에서는", "에서", "에게", "으로", "까지", "부터",
    "이며",       "이고",   "이다",   "이에요", "예요", "인데", "처럼", "보다", "라고",
    "하고",       "이나",   "은",     "는",     "이",   "가",   "을",   "를",   "의",
    "에",         "로",     "와",     "과",     "도",   "만",   "나",   "야",   "다"};

bool particle_ends(std::string_view text, std::size_t at) {
  const auto rest = text.substr(at);
  for (const auto particle : particles)
    if (rest.starts_with(particle) && !in_word(character_at(rest, particle.size()))) return true;
  return false;
}

bool digit(UChar32 c) { return c >= '0' && c <= '9'; }
bool mark(UChar32 c) { return c == '.' || c == ','; }

}  // namespace

std::optional<TextUnit> text_unit(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, TextUnit>, 5> names{
      {{"words", TextUnit::words},
       {"characters", TextUnit::characters},
       {"sentences", TextUnit::sentences},
       {"lines", TextUnit::lines},
       {"paragraphs", TextUnit::paragraphs}}};
  for (const auto& [key, unit] : names)
    if (key == name) return unit;
  return std::nullopt;
}

std::size_t count(std::string_view text, TextUnit unit) {
  if (unit == TextUnit::lines || unit == TextUnit::paragraphs)
    return count_lines(text, unit == TextUnit::paragraphs);
  return count_segments(text, unit);
}

bool begins_word(std::string_view text, std::size_t at) {
  const UChar32 left = character_before(text, at);
  if (mark(left) && digit(character_at(text, at))) return !digit(character_before(text, at - 1));
  return !in_word(left) || !in_word(character_at(text, at));
}

bool ends_word(std::string_view text, std::size_t at) {
  const UChar32 right = character_at(text, at);
  if (mark(right) && digit(character_before(text, at))) return !digit(character_at(text, at + 1));
  return !in_word(right) || !in_word(character_before(text, at)) || particle_ends(text, at);
}

std::size_t find_words(std::string_view text, std::string_view needle, std::size_t from) {
  for (auto at = text.find(needle, from); at != text.npos; at = text.find(needle, at + 1))
    if (begins_word(text, at) && ends_word(text, at + needle.size())) return at;
  return text.npos;
}

}  // namespace shortlist
