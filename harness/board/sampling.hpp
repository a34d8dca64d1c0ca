#pragma once
// From one value an item to samples of independent draws: items, or clusters of items that belong together.
#include <optional>
#include <span>
#include <vector>

#include "harness/board/board.hpp"
#include "harness/board/statistics.hpp"

namespace shortlist {

/// `items` values in one sample.
struct Draws {
  Sample sample;
  std::size_t items = 0;
};
/// One a suite, of the values of the first values.size() items of the order. NaN is left out. Where items form
/// clusters, a draw is a cluster's sum in units of the mean cluster's size, so that the mean is the items' mean still.
std::vector<Draws> draws(const Board& board, std::span<const double> values);

/// Each suite's mean with its interval; unset where the suite has no value.
std::vector<std::optional<Estimate>> means_by_suite(const Board& board, std::span<const double> values, bool difference);
/// The suites' means by the plan's weights. Unset: no value in a suite that weighs.
std::optional<Estimate> over_suites(const Board& board, std::span<const std::optional<Estimate>> by_suite, bool difference);
/// Both. `difference`: values lie in [-1, 1] and are paired differences, else in [0, 1].
std::optional<Estimate> mean_over_suites(const Board& board, std::span<const double> values, bool difference);

}  // namespace shortlist
