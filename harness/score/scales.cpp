#include "harness/score/scales.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "harness/score/digits.hpp"

namespace shortlist {
namespace {

struct KoreanUnit {
  std::string_view word;
  double factor;
  std::array<std::string_view, 8> unless_before;  ///< beginnings of other words
};
constexpr std::array<KoreanUnit, 6> korean_units{{
    {"조", 1e12, {"각", "립", "건", "사", "언", "직", "합", "금"}},
    {"억", 1e8, {"제", "지", "새", "양"}},
    {"만", 1e4, {"큼", "약", "나", "족", "점자", "화", "남"}},
    {"천", 1e3, {"사", "장", "국", "체", "재", "막", "연", "둥"}},
    {"백", 1e2, {"화", "신", "인", "색", "지"}},
    {"십", 10, {"자"}},
}};

struct Word {
  std::string_view word;
  double factor;
};
constexpr std::array<Word, 14> words{{
    {"thousand", 1e3},
    {"millions", 1e6},
    {"million", 1e6},
    {"billions", 1e9},
    {"billion", 1e9},
    {"trillions", 1e12},
    {"trillion", 1e12},
    {"milliards", 1e9},
    {"milliard", 1e9},
    {"mille", 1e3},
    {"Million", 1e6},
    {"Billion", 1e9},
    {"k", 1e3},
    {"K", 1e3},
}};

std::string_view rest_of(std::string_view text, std::size_t at) {
  return text.substr(std::min(at, text.size()));
}

bool letter_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  UChar32 c;
  auto next = static_cast<int32_t>(at);
  U8_NEXT(text.data(), next, static_cast<int32_t>(text.size()), c);
  return c >= 0 && u_isalnum(c) && !is_hangul(c);
}

const KoreanUnit* korean_unit(std::string_view rest) {
  for (const auto& unit : korean_units) {
    if (!rest.starts_with(unit.word)) continue;
    const auto behind = rest.substr(unit.word.size());
    const auto other = [&](auto word) { return !word.empty() && behind.starts_with(word); };
    return std::any_of(unit.unless_before.begin(), unit.unless_before.end(), other) ? nullptr : &unit;
  }
  return nullptr;
}

/// 억 and 만 close a section of up to four digits; 천, 백 and 십 count inside it.
struct KoreanNumber {
  std::string_view text;
  Decimal decimal;
  double total = 0, section = 0, current = 0;
  double below_large = 1e16, below_small = 1e4;  ///< units must fall
  std::size_t end = 0;
  bool any = false;

  bool take_unit(std::size_t at) {
    const auto* unit = korean_unit(rest_of(text, at));
    if (!unit || unit->factor >= (unit->factor >= 1e4 ? below_large : below_small)) return false;
    if (unit->factor >= 1e4) {
      total += (section + current) * unit->factor;
      section = 0;
      below_large = unit->factor;
      below_small = 1e4;
    } else {
      section += current * unit->factor;
      below_small = unit->factor;
    }
    current = 0;
    end = at + unit->word.size();
    return any = true;
  }

  /// A number behind a unit: joined to it, or after one space if it is a unit's or has three digits or four.
  bool take_number() {
    const bool spaced = rest_of(text, end).starts_with(' ');
    const auto at = end + spaced;
    if (!is_digit_at(text, at)) return false;
    const auto list = read_digits(text, at, decimal);
    const auto value = digits_value(list.front().plain);
    if (list.size() != 1 || value >= std::min(below_large, std::max(below_small, 1e4))) return false;
    const auto after = list.front().end;
    const bool has_unit = korean_unit(rest_of(text, after)) != nullptr;
    if (!has_unit && (value >= below_small || (spaced && value < 100))) return false;
    current = value;
    end = after;
    return true;
  }

  std::optional<Scaled> read(double value, std::size_t at) {
    current = value;
    end = at;
    if (!take_unit(at) && !(rest_of(text, at).starts_with(' ') && take_unit(at + 1))) return std::nullopt;
    for (;;) {
      if (take_unit(end)) continue;
      if (!take_number()) break;
      if (!take_unit(end)) break;
    }
    return Scaled{total + section + current, end};
  }
};

}  // namespace

bool is_hangul(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return c >= 0x1100 && uscript_getScript(c, &status) == USCRIPT_HANGUL;
}

std::optional<Scaled> read_scale(std::string_view text, double value, std::size_t end, Decimal decimal) {
  if (auto korean = KoreanNumber{text, decimal}.read(value, end)) return korean;
  const bool spaced = rest_of(text, end).starts_with(' ');
  for (const auto& [word, factor] : words) {
    const auto at = end + spaced;
    if (!rest_of(text, at).starts_with(word) || letter_at(text, at + word.size())) continue;
    if (spaced && word.size() == 1) continue;  // "5 k" is no 5000
    return Scaled{value * factor, at + word.size()};
  }
  return std::nullopt;
}

}  // namespace shortlist
