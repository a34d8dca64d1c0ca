#pragma once
// One number's digits with the marks between them; the rule is in numerals.hpp. Pure.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/score/numerals.hpp"

namespace shortlist {

/// Digits as plain text ("1234.5") and where they end.
struct Digits {
  std::string plain;
  std::size_t begin = 0, end = 0;
};

bool is_digit_at(std::string_view text, std::size_t at);
/// The number, or the list of numbers, whose first digit (or mark before it: ".5") stands at `at`; never
/// empty.
std::vector<Digits> read_digits(std::string_view text, std::size_t at, Decimal decimal);
/// Finite where the text is (infinite beyond the range of double).
double digits_value(std::string_view plain);
/// "007.50" -> "7.5", so that equal numbers are equal texts.
std::string canonical_digits(std::string_view plain);

}  // namespace shortlist
