#include "harness/race/units.hpp"

#include <algorithm>
#include <cmath>

namespace shortlist {
namespace {

double thrift(double amount, double cap) { return cap > 0 && !std::isnan(amount) ? 1 - std::min(1.0, amount / cap) : 0; }

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
    : board_(board), ends_(board.order().unit_ends()), weights_(item_weights(board)) {
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

double Units::value(std::uint32_t candidate, std::size_t unit) const {
  double sum = 0;
  for (std::size_t p = first_item(unit); p < end(unit); ++p)
    sum += weights_[board_.order().at(p).suite] * utility(candidate, p);
  return std::min(sum, 1.0);   // the last bit of a division may be over
}

bool Units::depends_on_time() const { return board_.plan().objective.latency_weight > 0; }

double Units::utility(std::uint32_t candidate, std::size_t position) const {
  const Objective& o = board_.plan().objective;
  const std::uint32_t repeats = board_.plan().repeats;
  const double judged = board_.quality(candidate, position, repeats);
  const double quality = std::isnan(judged) ? 0 : judged;
  const bool only_quality = o.prefer != Objective::Prefer::utility || (o.cost_weight == 0 && o.latency_weight == 0);
  if (only_quality) return quality;
  double sum = o.quality_weight * quality;
  if (o.cost_weight > 0)
    sum += o.cost_weight * thrift(1000 * board_.mean(Board::Figure::cost_usd, candidate, position, repeats), o.cost_cap_usd_per_1k);
  if (o.latency_weight > 0) {
    double time = Board::none;
    // A retried or cached answer has no time of its own: it takes that of the item before it.
    for (std::size_t p = position + 1; p > 0 && std::isnan(time); --p)
      time = board_.mean(Board::Figure::total_ms, candidate, p - 1, repeats);
    sum += o.latency_weight * thrift(time, o.latency_cap_ms);
  }
  return sum / (o.quality_weight + o.cost_weight + o.latency_weight);
}

}  // namespace shortlist
