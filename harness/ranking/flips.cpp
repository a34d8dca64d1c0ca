// What would have to change for a rival to overtake the chosen one.
#include <algorithm>
#include <cmath>

#include "harness/ranking/decision_parts.hpp"

namespace shortlist {
namespace {

constexpr std::size_t rivals_at_most = 8;
constexpr double factor_max = 32;   // beyond it a factor is no answer

/// The rival and the chosen one, item by item, and their difference with some knobs turned.
class Pair {
 public:
  Pair(const Board& board, std::uint32_t rival, std::uint32_t chosen, std::size_t items)
      : board_(board), rival_(amounts(board, rival, items, board.common_repeats(rival, chosen))),
        chosen_(amounts(board, chosen, items, board.common_repeats(rival, chosen))) {}

  std::optional<Estimate> lead(const Knobs& rival, const Knobs& chosen) const {
    std::vector<double> values(rival_.size());
    for (std::size_t p = 0; p < values.size(); ++p) values[p] = utility(rival, rival_[p]) - utility(chosen, chosen_[p]);
    return mean_over_suites(board_, values, true);
  }

 private:
  const Board& board_;
  std::vector<Amount> rival_, chosen_;
};

enum class End { value, low, high };
double at_end(const std::optional<Estimate>& e, End end) {
  if (!e) return -1;
  return end == End::value ? e->value : end == End::low ? e->low : e->high;
}

/// Where `lead` rises to 0 between `from`, where it is below, and `to`; unset: not there either. By halving: the lead
/// rises all the way, its interval nearly so.
template <class Lead>
std::optional<double> crossing(const Lead& lead, End end, double from, double to, int steps) {
  if (at_end(lead(from), end) >= 0) return from;
  if (at_end(lead(to), end) < 0) return std::nullopt;
  while (steps-- > 0) {
    const double middle = (from + to) / 2;
    (at_end(lead(middle), end) < 0 ? from : to) = middle;
  }
  return to;
}

constexpr int fine = 40, coarse = 14;   // the ends of an interval are said with few digits

/// A factor below 1 on the rival's price or time.
std::optional<Turn> own_factor(const Pair& pair, const Knobs& knobs, double Knobs::*factor) {
  const auto lead = [&](double x) {
    Knobs turned = knobs;
    turned.*factor = x;
    return pair.lead(turned, knobs);
  };
  const auto at = crossing(lead, End::value, 1, 0, fine);
  if (!at) return std::nullopt;
  return Turn{*at, crossing(lead, End::high, 1, 0, coarse), crossing(lead, End::low, 1, 0, coarse)};
}

/// g with g w_q dq + rest = 0, where dq is the difference in quality and rest that of all else.
std::optional<Turn> quality_factor(const Pair& pair, const Knobs& knobs) {
  if (!(knobs.quality > 0)) return std::nullopt;
  Knobs quality, rest = knobs;
  rest.quality = 0;
  const auto dq = pair.lead(quality, quality), other = pair.lead(rest, rest);
  if (!dq || !other) return std::nullopt;
  const double at = -other->value * (rest.cost + rest.latency) / (knobs.quality * dq->value);
  if (!std::isfinite(at) || at <= 0 || at > factor_max || at < 1 / factor_max) return std::nullopt;
  const auto lead = [&](double log2) {
    Knobs turned = knobs;
    turned.quality *= std::exp2(log2);
    return pair.lead(turned, turned);
  };
  const double far = (at > 1 ? 1 : -1) * std::log2(factor_max);
  const auto factor = [&](End end) -> std::optional<double> {
    const auto found = crossing(lead, end, 0, far, coarse);
    return found ? std::optional(std::exp2(*found)) : std::nullopt;
  };
  return Turn{at, factor(End::high), factor(End::low)};
}

Flip by_utility(const Board& board, std::uint32_t rival, std::uint32_t chosen, std::size_t items) {
  Flip flip{rival, items, {}, false, {}, {}, {}};
  const Knobs knobs = knobs_of(board.plan().objective);
  if (items == 0 || only_quality(knobs)) return flip;
  const Pair pair(board, rival, chosen, items);
  flip.lead = pair.lead(knobs, knobs);
  if (!flip.lead) return flip;
  flip.level = flip.lead->low <= 0 && flip.lead->high >= 0;
  if (flip.lead->value >= 0) return flip;   // level with it, or ahead by these items: nothing needs to change
  if (knobs.cost > 0 && knobs.usd_cap > 0) flip.price = own_factor(pair, knobs, &Knobs::price);
  if (knobs.latency > 0 && knobs.ms_cap > 0) flip.latency = own_factor(pair, knobs, &Knobs::time);
  flip.quality_weight = quality_factor(pair, knobs);
  return flip;
}

/// The factor on the rival's figure that brings it down to the chosen one's.
std::optional<Turn> ratio(const std::optional<Estimate>& chosen, const std::optional<Estimate>& rival) {
  if (!chosen || !rival || !(rival->value > chosen->value)) return std::nullopt;
  const auto within = [](double numerator, double denominator) -> std::optional<double> {
    if (!(denominator > 0)) return std::nullopt;
    return std::min(1.0, numerator / denominator);
  };
  return Turn{chosen->value / rival->value, within(chosen->high, rival->low), within(chosen->low, rival->high)};
}

Flip by_figure(const Objective& o, const Standing& rival, const Standing& chosen, double highest, std::size_t items) {
  Flip flip{rival.candidate, items, {}, false, {}, {}, {}};
  if (!rival.quality || rival.quality->value < highest - o.within - 1e-9) return flip;
  auto& turn = o.prefer == Objective::Prefer::cheapest ? flip.price : flip.latency;
  turn = o.prefer == Objective::Prefer::cheapest ? ratio(chosen.usd_per_1k, rival.usd_per_1k)
                                                 : ratio(chosen.total_p95, rival.total_p95);
  flip.level = turn && turn->level_from == 1;
  return flip;
}

double highest_quality(std::span<const Standing> standings) {
  double highest = 0;
  for (const Standing& s : standings)
    if (s.left_at.empty() && s.within_limits && s.quality) highest = std::max(highest, s.quality->value);
  return highest;
}

}  // namespace

std::vector<Flip> flips(const Board& board, std::span<const Standing> standings, const Compared& compared) {
  std::vector<Flip> all;
  const Objective& o = board.plan().objective;
  const Standing& chosen = standings[0];
  const std::size_t asked = asked_items(board, chosen.candidate);
  std::size_t seen = 0;
  for (const Standing& s : standings.subspan(1)) {
    if (std::ranges::find(compared.candidates, s.candidate) == compared.candidates.end()) continue;
    if (++seen > rivals_at_most) break;
    const std::size_t items = std::min(asked, asked_items(board, s.candidate));
    const Flip flip = o.prefer == Objective::Prefer::utility
                          ? by_utility(board, s.candidate, chosen.candidate, items)
                          : by_figure(o, s, chosen, highest_quality(standings), items);
    if (flip.price || flip.latency || flip.quality_weight) all.push_back(flip);
  }
  return all;
}

}  // namespace shortlist
