#include "harness/board/utility.hpp"

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

std::vector<double> utilities(const Knobs& knobs, std::span<const Amount> amounts) {
  std::vector<double> all;
  all.reserve(amounts.size());
  for (const Amount& a : amounts) all.push_back(utility(knobs, a));
  return all;
}

double utility(const Knobs& k, const Amount& a) {
  const double all = k.quality + k.cost + k.latency;
  if (!(all > 0)) return 0;
  return (k.quality * a.quality + k.cost * thrift(k.price * a.usd_per_1k, k.usd_cap) +
          k.latency * thrift(k.time * a.ms, k.ms_cap)) / all;
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

}  // namespace shortlist
