#include "harness/score/numerals.hpp"

#include <re2/re2.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "harness/score/digits.hpp"
#include "harness/score/scales.hpp"
#include "harness/score/text.hpp"

namespace shortlist {
namespace {

constexpr std::size_t fraction_digits_max = 15;

void append(std::string& out, UChar32 c) { icu::UnicodeString(c).toUTF8String(out); }

/// ⁵ -> 5; -1: no superscript.
int superscript(UChar32 c) {
  if (c == 0xB9) return 1;
  if (c == 0xB2 || c == 0xB3) return c - 0xB0;
  return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? c - 0x2070 : -1;
}
bool vulgar_fraction(UChar32 c) { return (c >= 0xBC && c <= 0xBE) || (c >= 0x2150 && c <= 0x215E) || c == 0x2189; }
bool superscript_minus(UChar32 c) { return c == 0x207B; }

/// What the normalisation would make worse: exponents, fractions, line ends, digits of other scripts.
std::string unfolded(std::string_view text) {
  std::string out;
  bool raised = false;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    const int power = superscript(c);
    const bool now_raised = power >= 0 || superscript_minus(c);
    if (now_raised && !raised) out += '^';
    raised = now_raised;
    if (power >= 0) out += static_cast<char>('0' + power);
    else if (superscript_minus(c)) out += '-';
    else if (c == '\n' || c == '\r') out += " ; ";
    else if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) out += static_cast<char>('0' + u_charDigitValue(c));
    else if (vulgar_fraction(c)) out += ' ', append(out, c);
    else append(out, c);
  }
  return out;
}

void plain_latex(std::string& text) {
  if (text.find('\\') == text.npos) return;
  static const re2::RE2 fraction(R"(\\[dt]?frac\s*\{\s*(-?[\d.,]+)\s*\}\s*\{\s*([\d.,]+)\s*\})");
  static const re2::RE2 worded(R"(\\(?:text|textbf|mathrm|mathbf)\s*\{([^{}]*)\})");
  static const re2::RE2 escaped(R"(\\([%$]))"), spaced(R"(\\[,;: ])"), comma(R"(\{,\})");
  static const re2::RE2 times(R"(\\(?:times|cdot)\b\s*)");
  re2::RE2::GlobalReplace(&text, fraction, R"( \1/\2)");
  re2::RE2::GlobalReplace(&text, worded, R"(\1)");
  re2::RE2::GlobalReplace(&text, escaped, R"(\1)");
  re2::RE2::GlobalReplace(&text, spaced, " ");
  re2::RE2::GlobalReplace(&text, comma, ",");
  re2::RE2::GlobalReplace(&text, times, "×");
}

UChar32 before(std::string_view text, std::size_t at) {
  auto i = static_cast<int32_t>(at);
  if (i == 0) return -1;
  UChar32 c;
  U8_PREV(text.data(), 0, i, c);
  return c;
}

bool in_latin_word(UChar32 c) { return c == '_' || (c >= 0 && u_isalpha(c) && !is_hangul(c)); }
bool currency(UChar32 c) { return c >= 0 && u_charType(c) == U_CURRENCY_SYMBOL; }

std::size_t step_back(std::string_view text, std::size_t at) {
  auto i = static_cast<int32_t>(at);
  UChar32 c;
  U8_PREV(text.data(), 0, i, c);
  return static_cast<std::size_t>(i);
}

/// Where the sign (and currency) before a number begins, and whether it is a minus.
struct Sign { std::size_t begin; bool minus; };

bool after_operand(std::string_view text, std::size_t at) {
  const UChar32 c = before(text, at);
  return c >= 0 && (u_isalnum(c) || c == ')' || c == '%' || c == ']');
}

Sign read_sign(std::string_view text, std::size_t at) {
  auto begin = at;
  bool minus = false, signed_once = false;
  for (int n = 0; n < 3 && begin > 0; ++n) {
    const UChar32 c = before(text, begin);
    if (currency(c)) { begin = step_back(text, begin); continue; }
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

/// Reads what may follow a number and changes it; each returns whether it did.
struct Tail {
  std::string_view text;
  Decimal decimal;
  Numeral& number;

  char at(std::size_t i) const { return i < text.size() ? text[i] : '\0'; }
  std::size_t skip_spaces(std::size_t i) const { return at(i) == ' ' ? i + 1 : i; }

  std::optional<int> integer(std::size_t& i) const {
    const bool minus = at(i) == '-';
    auto from = i + (at(i) == '-' || at(i) == '+');
    int value = 0, digits = 0;
    for (; is_digit_at(text, from) && digits < 5; ++digits) value = value * 10 + (text[from++] - '0');
    if (digits == 0 || digits == 5) return std::nullopt;
    i = from;
    return minus ? -value : value;
  }

  void scale(double factor, std::size_t end) {
    number.value *= factor;
    number.exact.clear();
    number.end = end;
  }

  bool exponent() {
    auto i = number.end + 1;
    if (at(number.end) != 'e' && at(number.end) != 'E') return false;
    const auto power = integer(i);
    if (!power || std::isalnum(static_cast<unsigned char>(at(i)))) return false;
    scale(std::pow(10.0, *power), i);
    return true;
  }

  /// The exponent of "^5", "^{-5}", "**5".
  std::optional<int> raised(std::size_t& i) const {
    auto from = i;
    if (at(from) == '^') ++from;
    else if (text.substr(std::min(from, text.size())).starts_with("**")) from += 2;
    else return std::nullopt;
    const bool braced = at(from) == '{' || at(from) == '(';
    from += braced;
    const auto power = integer(from);
    if (power) i = from + (braced && (at(from) == '}' || at(from) == ')'));
    return power;
  }

  bool times_ten() {
    auto i = skip_spaces(number.end);
    const auto rest = text.substr(std::min(i, text.size()));
    const std::size_t mark = rest.starts_with("×") || rest.starts_with("·") ? 2 : rest.starts_with('x') || rest.starts_with('*');
    if (mark == 0) return false;
    i = skip_spaces(i + mark);
    if (!text.substr(std::min(i, text.size())).starts_with("10")) return false;
    i += 2;
    const auto power = raised(i);
    if (power) scale(std::pow(10.0, *power), i);
    return power.has_value();
  }

  bool power() {
    auto i = number.end;
    const auto exponent = raised(i);
    if (!exponent || is_digit_at(text, i)) return false;
    number.value = std::pow(number.value, *exponent);
    scale(1, i);
    return true;
  }

  /// "3/4", but not a date ("3/4/2024").
  bool fraction() {
    auto i = skip_spaces(number.end);
    if (before(text, number.begin) == '/' || at(i) != '/' || number.exact.empty() || number.exact.find('.') != std::string::npos) return false;
    const auto from = skip_spaces(i + 1);
    auto end = from;
    while (is_digit_at(text, end)) ++end;
    const auto below = text.substr(std::min(from, text.size()), end - from);
    if (below.empty() || below.size() > fraction_digits_max || at(end) == '/' || digits_value(below) == 0) return false;
    scale(1 / digits_value(below), end);
    return true;
  }

  void percent() {
    const auto i = skip_spaces(number.end);
    const auto rest = text.substr(std::min(i, text.size()));
    constexpr std::array<std::string_view, 6> signs{"%", "percent", "per cent", "pour cent", "퍼센트", "프로"};
    for (const auto sign : signs) {
      if (!rest.starts_with(sign)) continue;
      number.percent = true;
      number.end = i + sign.size();
      return;
    }
  }

  void read() {
    if (exponent() || times_ten() || power() || fraction()) {}
    if (const auto scaled = read_scale(text, number.value, number.end, decimal)) {
      number.value = scaled->value;
      scale(1, scaled->end);
    }
    percent();
  }
};

Numeral numeral_of(std::string_view text, const Digits& digits, Decimal decimal) {
  const auto sign = read_sign(text, digits.begin);
  Numeral number{digits_value(digits.plain), false, canonical_digits(digits.plain), digits.begin, digits.end};
  Tail{text, decimal, number}.read();
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

std::string prepare_numerals(std::string_view text) {
  auto prepared = normalise(unfolded(text), Case::keep);
  plain_latex(prepared);
  return prepared;
}

std::vector<Numeral> find_numerals(std::string_view text, Decimal decimal) {
  std::vector<Numeral> found;
  for (std::size_t i = 0; i < text.size();) {
    if (!begins_number(text, i)) { ++i; continue; }
    const auto list = read_digits(text, i, decimal);
    i = list.back().end;
    if (in_latin_word(before(text, list.front().begin))) continue;
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
  if (tolerance == 0 && !a.exact.empty() && !b.exact.empty() && a.percent == b.percent) return a.exact == b.exact;
  if (near(a.value, b.value)) return true;
  if (a.percent == b.percent) return false;
  return a.percent ? near(a.value / 100, b.value) : near(a.value, b.value / 100);
}

}  // namespace shortlist
