#pragma once
// What may follow the digits of a number and belongs to it: exponents, powers, fractions, scale words, per
// cent. Pure.
#include <string_view>

#include "harness/score/numerals.hpp"

namespace shortlist {

/// Reads on behind `number` (digits only, no sign yet) and changes its value, `exact`, `percent` and `end`.
void read_tail(std::string_view text, Decimal decimal, Numeral& number);

}  // namespace shortlist
