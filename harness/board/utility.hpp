#pragma once
// The utility of one item, the one formula of it: as the plan's objective weighs it for the race and the ranking, and
// with its knobs turned for a decision's "if". Pure.
//   (w_q quality + w_c (1 - min(1, cost / cap)) + w_l (1 - min(1, time / cap))) / (w_q + w_c + w_l)
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "harness/board/board.hpp"
#include "harness/board/sampling.hpp"
#include "harness/types/decision.hpp"

namespace shortlist {

/// What one item took of one candidate, repeats averaged; NaN is unknown.
struct Amount {
  float quality = 0, usd_per_1k = Board::none, ms = Board::none;   // as exact as the board's; a run has millions of them
};

/// The objective, and factors on a candidate's own price and time.
struct Knobs {
  double quality = 1, cost = 0, latency = 0;   ///< weights, >= 0
  double usd_cap = 0, ms_cap = 0;              ///< 0: nothing known counts there, as if at the cap
  double price = 1, time = 1;
};
Knobs knobs_of(const Objective& objective);    ///< prefer other than utility: quality alone
bool only_quality(const Knobs& knobs);
/// [0, 1]; 0 without any weight. Unknown cost or time count as at the cap: unknown is not free. NaN without a quality.
double utility(const Knobs& knobs, const Amount& amount);

/// Amounts of a candidate over the first `items` items, of each item its first `repeats` answers. A retried or cached
/// answer has no time of its own: it takes that of the item before it.
std::vector<Amount> amounts(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats);

/// Of each item; NaN where it has no quality.
std::vector<double> utilities(const Knobs& knobs, std::span<const Amount> amounts);
}  // namespace shortlist
