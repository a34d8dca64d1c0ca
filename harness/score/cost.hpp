#pragma once
// What a call costs. Pure.
#include <optional>

#include "harness/types/candidate.hpp"
#include "harness/types/money.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

/// Nano-dollars = tokens x USD per million tokens x 1000, rounded half away from zero. Cached input has its
/// own price where that is known, else the input's. Unset when the usage or the price of what was used is
/// unknown: unknown is not free. Money is in integers, so that sums do not depend on their order.
std::optional<Money> cost_of(const Usage& usage, const Price& price);

}  // namespace shortlist
