#pragma once
// What a race compares: per unit of the order, a candidate's share of the utility, scaled into [0, 1].
//
// The utility of one item is the plan's weighted mean of its quality, its thrift (1 - min(1, cost / cap)) and its speed
// (1 - min(1, time / cap)); unknown cost or time count as at the cap, what could not be judged as quality 0. Suites weigh
// in by their weights: the candidate's utility is the weighted mean of its suites' means,
//   U = sum over items of c(item) u(item) / N,   c = (W_s / n_s) N / sum W   for an item of suite s with n_s items.
// A unit is a cluster of items, or an item that is alone. Its value is sum of c u over its items / M, with M the largest
// sum of c over a unit, so that it lies in [0, 1] and the mean over all units is U N / (M units): one factor, `scale`,
// between the two.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "harness/race/board.hpp"

namespace shortlist {

class Units {
 public:
  /// REQUIRES: the board outlives it.
  explicit Units(const Board& board);

  std::size_t size() const { return ends_.size(); }                 ///< units
  std::size_t first_item(std::size_t unit) const { return unit == 0 ? 0 : ends_[unit - 1]; }
  std::size_t end(std::size_t unit) const { return ends_[unit]; }   ///< one past its last position
  std::size_t whole(std::size_t items) const;                       ///< units that lie within so many first items
  /// [0, 1].
  double value(std::uint32_t candidate, std::size_t unit) const;
  /// A difference of utilities as a difference of mean values: utility x scale().
  double scale() const { return scale_; }
  /// Whether the time of asking can change a value.
  bool depends_on_time() const;

 private:
  double utility(std::uint32_t candidate, std::size_t position) const;
  const Board& board_;
  std::span<const std::uint32_t> ends_;
  std::vector<double> weights_;   // c / M of each suite
  double scale_ = 1;
};

}  // namespace shortlist
