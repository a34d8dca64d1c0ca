#pragma once
// From the board to figures of one candidate, or of two on common items. All read the first `items` items of the
// order and no further, of each item its first `repeats` answers, in item order: a round's decision must not see what lies
// beyond it.
#include <optional>
#include <span>
#include <vector>

#include "harness/race/board.hpp"
#include "harness/race/statistics.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// Quality over all suites is the mean of the suites' means by their weights; a suite of weight 0 is only reported.
/// Where nothing is judged in a suite, the others' weights are scaled up and `missing` names it.
struct Quality {
  std::optional<Estimate> overall;
  std::vector<std::optional<Estimate>> by_suite;   ///< one a suite of the plan
  std::vector<std::uint32_t> missing;              ///< suites with weight and items, but nothing judged here
};
Quality quality(const Board& board, std::uint32_t candidate, std::size_t items);
/// Quality::overall's value alone, for a fraction of the time.
std::optional<double> mean_quality(const Board& board, std::uint32_t candidate, std::size_t items,
                                   std::uint32_t repeats = Board::all_repeats);

/// Quality of `a` less that of `b` on the items judged for both, by suites as above. Unset: no such item.
std::optional<Estimate> difference(const Board& board, std::uint32_t a, std::uint32_t b, std::size_t items,
                                   std::uint32_t repeats = Board::all_repeats);

/// Latency in ms, of what timed() lets count; USD per 1,000 answers, unset when any answer's is unknown.
struct Expense {
  std::optional<Estimate> ttft_p50, ttft_p95, total_p50, total_p95, usd_per_1k;
};
Expense expense(const Board& board, std::uint32_t candidate, std::size_t items,
                std::uint32_t repeats = Board::all_repeats);
/// Expense::usd_per_1k alone. A cached answer costs what it cost: that is what the candidate would cost.
std::optional<Estimate> usd_per_1k(const Board& board, std::uint32_t candidate, std::size_t items,
                                   std::uint32_t repeats = Board::all_repeats);
/// All times of a candidate, over all items: for people, not for a round's decision.
Latency latency(const Board& board, std::uint32_t candidate, RankTable& ranks);

/// The plan's objective on these figures:
///   (w_q quality + w_c (1 - min(1, usd_per_1k / cap)) + w_l (1 - min(1, total_p95 / cap))) / (w_q + w_c + w_l)
/// so it lies in [0, 1]. Where cost or latency weighs but is unknown, it counts as at its cap, the worst: unknown is
/// not free. Unset without a quality.
std::optional<double> utility(const Objective& objective, std::optional<double> quality, const Expense& expense);
/// The part of a quality difference in the utility: w_q / (w_q + w_c + w_l).
double quality_share(const Objective& objective);

/// The hard limits that these figures break, "p95 3,210 ms > 2,500 ms; ..."; "" for none. An unknown figure with a
/// limit on it breaks it, since nothing shows that it holds.
std::string limits_broken(const Objective& objective, const Expense& expense);

}  // namespace shortlist
