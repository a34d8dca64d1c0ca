#pragma once
// What several candidates together would have scored and cost, over the recorded answers. Pure.
//
// Picking the best for each kind of item and scoring it on the same items flatters: with equal candidates it shows a
// gain where there is none. So each mix is cross-fitted: the units of the order are dealt into 5 folds (the order is a
// seeded permutation already), the pick for each fold is made on the other four and scored on it. The gain is over the
// chosen candidate alone on the same items, with the paired 95 % interval; as the chosen one was picked on these very
// items, the gain is understated rather than flattered.
//
// Router: by suite, and by each tag column of at most 50 values; it picks the highest mean utility, the chosen one on a
// tie. A value without an item in the other folds takes the pick for all items.
//
// Cascade: ask `first`, which must be cheaper than the chosen one (to ask the chosen one first is what is done anyway), and
// where its answer failed, is flawed or could not be judged, `second`, which must be dearer than `first`; both are paid for, and their times add up. Its quality never decides: nobody knows it at the time. The pair is the
// cheapest whose mean utility is at most the objective's `within` below the chosen one's, else that of the highest
// utility. A failed call whose cost is unknown adds nothing to the cost.
#include <optional>

#include "harness/board/utility.hpp"
#include "harness/ranking/compared.hpp"
#include "harness/types/decision.hpp"

namespace shortlist {

/// Unset where there is nothing to mix: fewer than 2 candidates or 10 units.
std::optional<Portfolio> portfolio(const Board& board, const Compared& compared, std::uint32_t chosen);

}  // namespace shortlist
