#include "harness/score/labels.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "harness/score/characters.hpp"

namespace shortlist {
namespace {

/// Letters that would make a longer word of a label. Hangul does not: "B입니다", "B번".
bool joins(UChar32 c) {
  if (c < 0) return false;
  UErrorCode status = U_ZERO_ERROR;
  return c == '\'' || u_isdigit(c) || (u_isalpha(c) && uscript_getScript(c, &status) != USCRIPT_HANGUL);
}

bool one_of(UChar32 c, std::string_view marks) {
  return c > 0 && c < 128 && marks.find(static_cast<char>(c)) != marks.npos;
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return u_foldCase(x, 0) == u_foldCase(y, 0); });
}

bool before_word(std::string_view text, std::size_t end) {
  const auto next = text.find_first_not_of(' ', end);
  return next != text.npos && next > end && joins(character_at(text, next));
}

/// "A or B", "A is right": the capital is a label although a word follows.
bool before_joining_word(std::string_view text, std::size_t end) {
  constexpr std::array<std::string_view, 7> words{"or ", "and ", "et ", "ou ", "is ", "est ", "nor "};
  const auto rest = text.substr(std::min(text.size(), end + 1));
  return std::any_of(words.begin(), words.end(), [&](auto word) { return rest.starts_with(word); });
}

/// One place of a text where a label stands in some case.
struct Place {
  std::string_view text;
  std::size_t begin, end;
  bool capital;  ///< as the label is written

  UChar32 left() const { return character_before(text, begin); }
  UChar32 right() const { return character_at(text, end); }
  bool opens_text() const { return text.substr(0, begin).find_first_not_of(" \"'(*[_`{#>-") == text.npos; }
  bool alone() const { return !joins(left()) && !joins(right()); }
  bool initial() const {  ///< "e.g.", "U.S."
    const bool after_initial = left() == '.' && begin >= 2 && u_isalpha(character_before(text, begin - 1));
    const UChar32 next = character_at(text, end + 1);
    const bool before_initial = right() == '.' && u_isalpha(next) && (u_islower(next) || !opens_text());
    return after_initial || before_initial;
  }
  bool marked() const {
    if (opens_text() && (one_of(right(), ").:]") || end == text.size())) return true;
    return one_of(left(), "([{*\"'`_") && one_of(right(), ")]}*\"'`_");
  }
  bool article() const {
    const auto letter = text.substr(begin, end - begin);
    return (letter == "A" || letter == "I") && before_word(text, end) && !before_joining_word(text, end);
  }
  bool named() const { return alone() && !initial() && (marked() || (capital && !article())); }
};

}  // namespace

bool announced_label(std::string_view text, std::size_t begin, std::string_view label) {
  const auto end = begin + label.size();
  const auto found = text.substr(begin, label.size());
  if (!same_letters(found, label) || !Place{text, begin, end, true}.alone()) return false;
  return (found != "a" && found != "i") || !before_word(text, end);
}

std::vector<std::pair<std::size_t, std::size_t>> marked_labels(std::string_view text,
                                                               const std::vector<std::string>& labels) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (U8_IS_TRAIL(static_cast<uint8_t>(text[i])) || (i > 0 && joins(character_before(text, i)))) continue;
    for (std::size_t n = 0; n < labels.size(); ++n) {
      const auto piece = text.substr(i, labels[n].size());
      if (!same_letters(piece, labels[n]) || labels[n].empty()) continue;
      if (Place{text, i, i + piece.size(), piece == labels[n]}.named()) found.emplace_back(i, n);
    }
  }
  return found;
}

}  // namespace shortlist
