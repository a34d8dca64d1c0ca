#include "harness/race/worth.hpp"

#include <algorithm>
#include <cmath>

namespace shortlist {
namespace {

double thrift(double amount, double cap) { return cap > 0 && !std::isnan(amount) ? 1 - std::min(1.0, amount / cap) : 0; }

}  // namespace

Knobs knobs_of(const Objective& o) {
  if (o.prefer != Objective::Prefer::utility || (o.cost_weight == 0 && o.latency_weight == 0)) return {};
  return {o.quality_weight, o.cost_weight, o.latency_weight, o.cost_cap_usd_per_1k, o.latency_cap_ms, 1, 1};
}

bool only_quality(const Knobs& k) { return k.cost == 0 && k.latency == 0; }

std::vector<double> worths(const Knobs& knobs, std::span<const Amount> amounts) {
  std::vector<double> all;
  all.reserve(amounts.size());
  for (const Amount& a : amounts) all.push_back(worth(knobs, a));
  return all;
}

double worth(const Knobs& k, const Amount& a) {
  const double all = k.quality + k.cost + k.latency;
  if (!(all > 0)) return 0;
  return (k.quality * a.quality + k.cost * thrift(k.price * a.usd_per_1k, k.usd_cap) +
          k.latency * thrift(k.time * a.ms, k.ms_cap)) / all;
}

std::size_t asked_items(const Board& board, std::uint32_t candidate) {
  std::size_t p = 0;
  const auto asked = [&](std::size_t position) {
    for (std::uint32_t r = 0; r < board.plan().repeats; ++r)
      if (!board.has(candidate, position, r)) return false;
    return true;
  };
  while (p < board.order().size() && asked(p)) ++p;
  const auto ends = board.order().unit_ends();
  const auto after = std::upper_bound(ends.begin(), ends.end(), p);
  return after == ends.begin() ? 0 : *(after - 1);
}

std::vector<Amount> amounts(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) {
  std::vector<Amount> all(items);
  double ms = Board::none;
  for (std::size_t p = 0; p < items; ++p) {
    const double quality = board.quality(candidate, p, repeats);
    const double time = board.mean(Board::Figure::total_ms, candidate, p, repeats);
    if (!std::isnan(time)) ms = time;
    const double usd = 1000 * board.mean(Board::Figure::cost_usd, candidate, p, repeats);
    all[p] = {static_cast<float>(quality), static_cast<float>(usd), static_cast<float>(ms)};
  }
  return all;
}

std::vector<double> item_shares(const Board& board, std::size_t items) {
  const Order& order = board.order();
  std::vector<std::size_t> counts(order.suites());
  for (std::size_t p = 0; p < items; ++p) ++counts[order.at(p).suite];
  double total = 0;
  for (std::size_t s = 0; s < counts.size(); ++s)
    if (counts[s] > 0) total += board.plan().suites[s].weight;
  std::vector<double> shares(items);
  for (std::size_t p = 0; p < items && total > 0; ++p) {
    const std::size_t s = order.at(p).suite;
    shares[p] = board.plan().suites[s].weight / total / static_cast<double>(counts[s]);
  }
  return shares;
}

}  // namespace shortlist
