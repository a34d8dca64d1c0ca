#pragma once
// Numbers in running text, as English, French and Korean write them. Pure; any thread; time linear in the
// text.
//
// Read: 1,234.5  1 234,5  1.234,5  1'234  .5  3/4  2 1/2  ½  5e3  3 × 10^8  25 %  −5  -$5  (minus 5)  5k  2
// million 3만 5천  1억 2,000만  and full-width digits. Not read: digits inside Latin words ("H2O", "x2").
//
// A single mark between digits is read so, unless `Decimal` says otherwise:
//   "1,234"  thousands (one to three digits, then exactly three, no leading 0), as English has it; "3,5" and
//   "0,123"
//            decimal commas; "1.234" a decimal point.
// Several marks: groups of three are thousands ("1.234.567"); what follows the other mark is decimal;
// anything else is a list ("1,2,3" is three numbers). A space or apostrophe groups only exact threes.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shortlist {

enum class Decimal {
  either,
  point,
  comma
};  ///< point: a comma never is decimal; comma: a single comma always is

struct Numeral {
  double value = 0;
  bool percent = false;  ///< written so; `value` is then what stands before the sign
  std::string exact;     ///< canonical decimal digits ("-12.5") where nothing but digits was written, else ""
  std::size_t begin = 0, end = 0;  ///< bytes of the prepared text, units and signs included
};

/// The spelling that find_numerals reads: normalised, line ends and LaTeX made harmless.
std::string prepare_numerals(std::string_view text);
/// In order. REQUIRES: prepared.
std::vector<Numeral> find_numerals(std::string_view prepared, Decimal decimal = Decimal::either);

/// Equal, or apart by no more than `tolerance` >= 0. Exact digits are compared as such when the tolerance is
/// 0. A per cent equals the same number without the sign, or a hundredth of it: "25 %" is 25 and 0.25.
bool same_number(const Numeral& a, const Numeral& b, double tolerance);

}  // namespace shortlist
