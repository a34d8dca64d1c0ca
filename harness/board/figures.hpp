#pragma once
// From the board to figures of one candidate, or of two on common items. What was left out by the failure policy or could
// not be judged is no part of them; items of a cluster are one draw. All read the first `items` items of the
// order and no further, of each item its first `repeats` answers, in item order: a round's decision must not see what lies
// beyond it.
#include <optional>
#include <span>
#include <vector>

#include "harness/board/board.hpp"
#include "harness/board/statistics.hpp"
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

/// Mean of the items' utilities (utility.hpp) over the items judged, by suites as above: quality alone where nothing else
/// weighs. In [0, 1]; unset: no item is judged.
std::optional<Estimate> utility(const Board& board, std::uint32_t candidate, std::size_t items,
                                std::uint32_t repeats = Board::all_repeats);
/// Likewise the utility of `a` less that of `b`, paired.
std::optional<Estimate> lead(const Board& board, std::uint32_t a, std::uint32_t b, std::size_t items,
                             std::uint32_t repeats = Board::all_repeats);

/// Whether the utility is more than quality.
bool weighs_expense(const Objective& objective);

bool has_limits(const Objective& objective);
/// The hard limits that these figures break, "p95 3,210 ms > 2,500 ms; ..."; "" for none. Of who is to be chosen an unknown
/// figure with a limit on it breaks it, since nothing shows that it holds; in a race it is no evidence.
enum class Unknown { breaks, passes };
std::string limits_broken(const Objective& objective, const Expense& expense, Unknown unknown = Unknown::breaks);

}  // namespace shortlist
