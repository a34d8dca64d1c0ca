#pragma once
// The plan of a sequential halving: how many race in each round and how far they are asked.
//
// Of K candidates each round keeps ceil(K keep), never fewer than two, so the last round is a comparison on all items.
// Every round spends the same number of calls: its step along the items is in proportion to 1 / (number racing). With
// `first_items` the first round is that long and the rest share what is left. Two candidates or fewer, or a first round
// that covers everything: one round.
#include <cstddef>
#include <vector>

#include "harness/race/policies.hpp"

namespace shortlist {

struct HalvingRound {
  std::size_t racing = 0;   ///< candidates asked
  std::size_t items = 0;    ///< each up to so many first items; grows strictly; the last is all items
  std::size_t keep = 0;     ///< candidates left after it
};
std::vector<HalvingRound> halving_rounds(const Stage& stage, const StageStart& start);

}  // namespace shortlist
