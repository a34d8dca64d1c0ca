#include "harness/score/numeral_tail.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "harness/score/digits.hpp"
#include "harness/score/scales.hpp"

namespace shortlist {
namespace {

constexpr std::size_t fraction_digits_max = 15;

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
    if (at(from) == '^')
      ++from;
    else if (text.substr(std::min(from, text.size())).starts_with("**"))
      from += 2;
    else
      return std::nullopt;
    const bool braced = at(from) == '{' || at(from) == '(';
    from += braced;
    const auto power = integer(from);
    if (power) i = from + (braced && (at(from) == '}' || at(from) == ')'));
    return power;
  }

  bool times_ten() {
    auto i = skip_spaces(number.end);
    const auto rest = text.substr(std::min(i, text.size()));
    const std::size_t mark =
        rest.starts_with("×") || rest.starts_with("·") ? 2 : rest.starts_with('x') || rest.starts_with('*');
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
    if ((number.begin > 0 && text[number.begin - 1] == '/') || at(i) != '/' || number.exact.empty() ||
        number.exact.find('.') != std::string::npos)
      return false;
    const auto from = skip_spaces(i + 1);
    auto end = from;
    while (is_digit_at(text, end)) ++end;
    const auto below = text.substr(std::min(from, text.size()), end - from);
    if (below.empty() || below.size() > fraction_digits_max || at(end) == '/' || digits_value(below) == 0)
      return false;
    scale(1 / digits_value(below), end);
    return true;
  }

  void percent() {
    const auto i = skip_spaces(number.end);
    const auto rest = text.substr(std::min(i, text.size()));
    constexpr std::array<std::string_view, 6> signs{"%",         "percent", "per cent",
                                                    "pour cent", "퍼센트",  "프로"};
    for (const auto sign : signs) {
      if (!rest.starts_with(sign)) continue;
      number.percent = true;
      number.end = i + sign.size();
      return;
    }
  }

  void read() {
    if (exponent() || times_ten() || power() || fraction()) {
    }
    if (const auto scaled = read_scale(text, number.value, number.end, decimal)) {
      number.value = scaled->value;
      scale(1, scaled->end);
    }
    percent();
  }
};

}  // namespace

void read_tail(std::string_view text, Decimal decimal, Numeral& number) {
  Tail{text, decimal, number}.read();
}

}  // namespace shortlist
