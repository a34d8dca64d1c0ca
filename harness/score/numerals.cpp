#include "harness/score/numerals.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "harness/score/characters.hpp"
#include "harness/score/digits.hpp"
#include "harness/score/numeral_tail.hpp"
#include "harness/score/scales.hpp"

namespace shortlist {
namespace {

bool in_latin_word(UChar32 c) { return c == '_' || (c >= 0 && u_isalpha(c) && !is_hangul(c)); }
bool currency(UChar32 c) { return c >= 0 && u_charType(c) == U_CURRENCY_SYMBOL; }

std::size_t step_back(std::string_view text, std::size_t at) {
  auto i = static_cast<int32_t>(at);
  UChar32 c;
  U8_PREV(text.data(), 0, i, c);
  return static_cast<std::size_t>(i);
}

/// Where the sign (and currency) before a number begins, and whether it is a minus.
struct Sign {
  std::size_t begin;
  bool minus;
};

bool after_operand(std::string_view text, std::size_t at) {
  const UChar32 c = character_before(text, at);
  return c >= 0 && (u_isalnum(c) || c == ')' || c == '%' || c == ']');
}

Sign read_sign(std::string_view text, std::size_t at) {
  auto begin = at;
  bool minus = false, signed_once = false;
  for (int n = 0; n < 3 && begin > 0; ++n) {
    const UChar32 c = character_before(text, begin);
    if (currency(c)) {
      begin = step_back(text, begin);
      continue;
    }
    if (signed_once || (c != '-' && c != '+') || after_operand(text, begin - 1)) break;
    signed_once = true;
    minus = c == '-';
    --begin;
  }
  constexpr std::array<std::string_view, 5> words{"minus ", "negative ", "moins ", "마이너스 ", "영하 "};
  const auto head = text.substr(0, begin);
  for (const auto word : words)
    if (head.ends_with(word)) return {begin - word.size(), true};
  return {begin, minus};
}

Numeral numeral_of(std::string_view text, const Digits& digits, Decimal decimal) {
  const auto sign = read_sign(text, digits.begin);
  Numeral number{digits_value(digits.plain), false, canonical_digits(digits.plain), digits.begin, digits.end};
  read_tail(text, decimal, number);
  number.begin = sign.begin;
  if (sign.minus) {
    number.value = -number.value;
    if (!number.exact.empty() && number.exact != "0") number.exact.insert(0, "-");
  }
  return number;
}

/// "2 1/2": a proper fraction just behind a whole number belongs to it.
bool joins_fraction(std::string_view text, const Numeral& whole, const Numeral& part) {
  return !whole.exact.empty() && whole.exact.find('.') == std::string::npos && !whole.percent &&
         text.substr(whole.end, part.begin - whole.end) == " " && part.exact.empty() && part.value > 0 &&
         part.value < 1 && text.substr(part.begin, part.end - part.begin).find('/') != std::string::npos;
}

void add(std::string_view text, std::vector<Numeral>& found, Numeral number) {
  if (!found.empty() && found.back().end <= number.begin && joins_fraction(text, found.back(), number)) {
    auto& whole = found.back();
    whole.value += whole.exact.starts_with('-') ? -number.value : number.value;
    whole.exact.clear();
    whole.percent = number.percent;
    whole.end = number.end;
    return;
  }
  found.push_back(std::move(number));
}

bool begins_number(std::string_view text, std::size_t i) {
  return is_digit_at(text, i) || (text[i] == '.' && is_digit_at(text, i + 1) && !after_operand(text, i));
}

}  // namespace

std::vector<Numeral> find_numerals(std::string_view text, Decimal decimal) {
  std::vector<Numeral> found;
  for (std::size_t i = 0; i < text.size();) {
    if (!begins_number(text, i)) {
      ++i;
      continue;
    }
    const auto list = read_digits(text, i, decimal);
    i = list.back().end;
    if (in_latin_word(character_before(text, list.front().begin))) continue;
    for (const auto& digits : list) add(text, found, numeral_of(text, digits, decimal));
    i = std::max(i, found.back().end);
  }
  return found;
}

bool same_number(const Numeral& a, const Numeral& b, double tolerance) {
  const auto near = [&](double x, double y) {
    const double slack = tolerance + 1e-9 * std::min(std::abs(x), std::abs(y));
    return x == y || (std::isfinite(x) && std::isfinite(y) && std::abs(x - y) <= slack);
  };
  if (tolerance == 0 && !a.exact.empty() && !b.exact.empty() && a.percent == b.percent)
    return a.exact == b.exact;
  if (near(a.value, b.value)) return true;
  if (a.percent == b.percent) return false;
  return a.percent ? near(a.value / 100, b.value) : near(a.value, b.value / 100);
}

}  // namespace shortlist
