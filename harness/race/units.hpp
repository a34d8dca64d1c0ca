#pragma once
// What a race compares: per unit of the order, a candidate's share of the utility, scaled into [0, 1].
//
// Suites weigh in by their weights: a candidate's utility is the weighted mean of its suites' means of utility.hpp,
//   U = sum over items of c(item) u(item) / N,   c = (W_s / n_s) N / sum W   for an item of suite s with n_s items.
// A unit is a cluster of items, or an item that is alone. Its value is sum of c u over its items / M, with M the largest
// sum of c over a unit, so that it lies in [0, 1] and the mean over all units is U N / (M units): one factor, `scale`,
// between the two.
//
// A call that the failure policy leaves out of the mean is no evidence either way: the item's value lies between what it
// would be with that answer wrong and with it right. An answer that no metric could judge counts as quality 0.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "harness/board/board.hpp"
#include "harness/board/utility.hpp"

namespace shortlist {

/// In [0, 1], equal where nothing is missing.
struct Bounds { double least = 0, most = 0; };

class Units {
 public:
  /// REQUIRES: the board outlives it.
  explicit Units(const Board& board);

  std::size_t size() const { return ends_.size(); }                 ///< units
  std::size_t first_item(std::size_t unit) const { return unit == 0 ? 0 : ends_[unit - 1]; }
  std::size_t end(std::size_t unit) const { return ends_[unit]; }   ///< one past its last position
  std::size_t whole(std::size_t items) const;                       ///< units that lie within so many first items
  Bounds value(std::uint32_t candidate, std::size_t unit) const;
  /// A difference of utilities as a difference of mean values: utility x scale().
  double scale() const { return scale_; }
  /// Whether the time of asking can change a value.
  bool depends_on_time() const;
  bool weighs_cost() const { return knobs_.cost > 0; }

 private:
  Bounds of_item(std::uint32_t candidate, std::size_t position) const;
  const Board& board_;
  const Knobs knobs_;
  std::span<const std::uint32_t> ends_;
  std::vector<double> weights_;   // c / M of each suite
  double scale_ = 1;
};

}  // namespace shortlist
