#pragma once
// Words that multiply the number before them: 만, 억, 천, million, milliard, k. Pure.
#include <unicode/umachine.h>

#include <cstddef>
#include <optional>
#include <string_view>

#include "harness/score/numerals.hpp"

namespace shortlist {

struct Scaled {
  double value;
  std::size_t end;
};

/// The number `value`, which ends at byte `end`, with the scale words behind it and, in Korean, the numbers
/// that belong to it ("1억 2,000만", "3만5천", "12만 3456"). Unset: none follows. Korean unit letters that
/// begin another word are left alone ("3조각", "5만큼").
std::optional<Scaled> read_scale(std::string_view text, double value, std::size_t end, Decimal decimal);

bool is_hangul(UChar32 c);

}  // namespace shortlist
