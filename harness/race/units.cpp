#include "harness/race/units.hpp"

#include <algorithm>
#include <cmath>

namespace shortlist {
namespace {

/// c of each suite: what one of its items weighs, 1 on average.
std::vector<double> item_weights(const Board& board) {
  const auto& suites = board.plan().suites;
  double all = 0;
  for (std::size_t s = 0; s < suites.size(); ++s)
    if (board.order().suite_size(s) > 0) all += suites[s].weight;
  std::vector<double> weights(suites.size());
  const auto items = static_cast<double>(board.order().size());
  for (std::size_t s = 0; s < suites.size() && all > 0; ++s)
    if (const auto n = static_cast<double>(board.order().suite_size(s)); n > 0) weights[s] = suites[s].weight / n * items / all;
  return weights;
}

}  // namespace

Units::Units(const Board& board)
    : board_(board), knobs_(knobs_of(board.plan().objective)), ends_(board.order().unit_ends()), weights_(item_weights(board)) {
  const Order& order = board.order();
  double largest = 0;
  for (std::size_t u = 0; u < size(); ++u) {
    const auto items = static_cast<double>(end(u) - first_item(u));
    largest = std::max(largest, items * weights_[order.at(first_item(u)).suite]);   // a cluster lies within one suite
  }
  if (!(largest > 0)) return;
  for (double& weight : weights_) weight /= largest;
  scale_ = static_cast<double>(order.size()) / (largest * static_cast<double>(size()));
}

std::size_t Units::whole(std::size_t items) const {
  return static_cast<std::size_t>(std::upper_bound(ends_.begin(), ends_.end(), items) - ends_.begin());
}

Bounds Units::value(std::uint32_t candidate, std::size_t unit) const {
  Bounds sum;
  for (std::size_t p = first_item(unit); p < end(unit); ++p) {
    const double weight = weights_[board_.order().at(p).suite];
    const Bounds one = of_item(candidate, p);
    sum.least += weight * one.least, sum.most += weight * one.most;
  }
  return {std::min(sum.least, 1.0), std::min(sum.most, 1.0)};   // the last bit of a division may be over
}

bool Units::depends_on_time() const { return knobs_.latency > 0; }

Bounds Units::of_item(std::uint32_t candidate, std::size_t position) const {
  const std::uint32_t repeats = board_.plan().repeats;
  const double judged = board_.quality(candidate, position, repeats), quality = std::isnan(judged) ? 0 : judged;
  const double missing = static_cast<double>(board_.left_out(candidate, position, repeats)) / repeats;
  double usd = Board::none, ms = Board::none;
  if (knobs_.cost > 0) usd = 1000 * board_.mean(Board::Figure::cost_usd, candidate, position, repeats);
  // A retried or cached answer has no time of its own: it takes that of the item before it.
  for (std::size_t p = position + 1; knobs_.latency > 0 && p > 0 && std::isnan(ms); --p)
    ms = board_.mean(Board::Figure::total_ms, candidate, p - 1, repeats);
  const auto with = [&](double value) {
    return utility(knobs_, {static_cast<float>(value), static_cast<float>(usd), static_cast<float>(ms)});
  };
  const double least = quality * (1 - missing);
  return {with(least), with(least + missing)};
}

}  // namespace shortlist
