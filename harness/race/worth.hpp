#pragma once
// Items' utilities with the knobs of the objective turned: what a decision's "if" is worked out from. The formula is that
// of units.hpp; this one takes prices, times and weights other than the plan's. Pure; only the decision uses it.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "harness/race/board.hpp"
#include "harness/types/decision.hpp"

namespace shortlist {

/// What one item took of one candidate, repeats averaged; NaN is unknown. Quality that could not be judged is 0.
struct Amount {
  double quality = 0, usd_per_1k = Board::none, ms = Board::none;
};

/// The objective, and factors on a candidate's own price and time.
struct Knobs {
  double quality = 1, cost = 0, latency = 0;   ///< weights, >= 0
  double usd_cap = 0, ms_cap = 0;              ///< 0: nothing known counts there, as if at the cap
  double price = 1, time = 1;
};
Knobs knobs_of(const Objective& objective);    ///< prefer other than utility: quality alone
bool only_quality(const Knobs& knobs);
/// [0, 1]; 0 without any weight. Unknown cost or time count as at the cap.
double worth(const Knobs& knobs, const Amount& amount);

/// The first items that some candidates were all asked, and these candidates.
struct Compared {
  std::size_t items = 0;                       ///< ends with a unit of the order
  std::vector<std::uint32_t> candidates;       ///< by standing, the first first
};
/// First items of which the candidate has every answer that the plan asks, cut back to whole units.
std::size_t asked_items(const Board& board, std::uint32_t candidate);

/// Amounts of a candidate over the first `items` items. A retried or cached answer takes the time of the item before.
std::vector<Amount> amounts(const Board& board, std::uint32_t candidate, std::size_t items);

/// Mean over the suites, by their weights, of one value an item. Items of a cluster are one unit.
/// `difference`: values lie in [-1, 1] and are paired differences, else in [0, 1]. Unset: no item in a suite that weighs.
std::optional<Estimate> mean_over_suites(const Board& board, std::span<const double> values, bool difference);
/// The same without an interval: sum of weight x value, where the weights of all items sum to 1.
std::vector<double> item_shares(const Board& board, std::size_t items);

}  // namespace shortlist
