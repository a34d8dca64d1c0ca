#pragma once
// Which numbers of an answer may be the one it gives. Pure.
#include <string>
#include <string_view>
#include <vector>

#include "harness/score/numerals.hpp"

namespace shortlist {

/// Numbers with the text that their places count in.
struct Found {
  std::vector<Numeral> numbers;
  std::string text;
  std::string shown(const Numeral& n) const { return text.substr(n.begin, n.end - n.begin); }
};

Found find_in(std::string_view raw, Decimal decimal);

/// Those that the answer marks, in this order; or else all:
///   the content of the last \boxed{};
///   the last line "#### 42" (the form of GSM8K, Cobbe et al. 2021), but no heading ("#### 3. Summary");
///   the number just behind the last "answer is", "réponse est", "정답은" or "answer:", unless it begins a
///   sum.
Found answer_numbers(std::string_view raw, Decimal decimal);

}  // namespace shortlist
