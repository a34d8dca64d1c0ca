// Order, choice and places among the entries; the rules are in ranking.hpp.
#include <algorithm>
#include <tuple>

#include "harness/ranking/contenders.hpp"

namespace shortlist {
namespace {

constexpr double unknown_last = 1e300;   // beyond any price or time

/// The figure that `prefer` orders by, lower first.
double preference(const Objective& objective, const Contender& e) {
  const Standing& s = e.standing;
  const double quality = s.quality ? s.quality->value : -1;
  const auto least = [&](const std::optional<Estimate>& figure) {
    if (!e.near_best) return -quality;
    return figure ? figure->value : unknown_last;
  };
  switch (objective.prefer) {
    case Objective::Prefer::cheapest: return least(s.usd_per_1k);
    case Objective::Prefer::fastest: return least(s.total_p95);
    case Objective::Prefer::utility: break;
  }
  return s.utility ? -*s.utility : -quality;
}

/// Lower stands higher; equal keys are a tie.
auto key(const Objective& objective, const Contender& e) {
  const bool choosy = objective.prefer != Objective::Prefer::utility;
  const double quality = choosy && e.judged() ? -e.standing.quality->value : 0;
  return std::tuple(~e.left, !e.judged(), !e.whole, !e.standing.within_limits, !choosy && !e.leads,
                    choosy && !e.near_best, preference(objective, e), quality);
}

/// Of those with equal keys the cheaper stands higher, then the plan's order.
double cost_of(const Contender& e) { return e.standing.usd_per_1k ? e.standing.usd_per_1k->value : unknown_last; }

/// Whether the records cannot tell the entry's utility from the chosen one's.
bool level(const Objective& objective, const Contender& e) {
  if (objective.prefer != Objective::Prefer::utility || !e.eligible() || !e.lead) return false;
  return e.lead->low <= 0 && e.lead->high >= 0;
}

void compare_with(const Board& board, const Contender& first, std::vector<Contender>& entries) {
  for (Contender& e : entries) {
    if (&e == &first) continue;
    Standing& s = e.standing;
    const std::uint32_t chosen = first.standing.candidate;
    const std::size_t items = board.order().size();
    const std::uint32_t repeats = board.common_repeats(s.candidate, chosen);
    s.versus_first = difference(board, s.candidate, chosen, items, repeats);
    e.lead = weighs_expense(board.plan().objective) ? lead(board, s.candidate, chosen, items, repeats) : s.versus_first;
    const bool proven = e.cut != nullptr && e.cut->ground == Cut::Ground::proof;
    if (s.versus_first) s.distinguishable = proven || s.versus_first->low > 0 || s.versus_first->high < 0;
  }
}

void number(const Objective& objective, std::vector<Contender>& entries, bool chosen) {
  bool all_level = chosen;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool tie = i > 0 && key(objective, entries[i]) == key(objective, entries[i - 1]);
    all_level = all_level && (i == 0 || tie || level(objective, entries[i]));
    entries[i].standing.place = all_level ? 1 : tie ? entries[i - 1].standing.place : static_cast<std::uint32_t>(i + 1);
  }
}

}  // namespace

std::optional<std::uint32_t> settle_places(const Board& board, std::vector<Contender>& entries) {
  const Objective& objective = board.plan().objective;
  std::stable_sort(entries.begin(), entries.end(),
                   [&](const Contender& a, const Contender& b) {
    const auto x = key(objective, a), y = key(objective, b);
    return x < y || (x == y && cost_of(a) < cost_of(b));
  });
  const bool chosen = !entries.empty() && entries[0].eligible() && entries[0].standing.quality->value > 0;
  if (chosen) compare_with(board, entries[0], entries);
  for (std::size_t i = 1; chosen && i < entries.size(); ++i)
    entries[i].tied = key(objective, entries[i]) == key(objective, entries[0]);
  number(objective, entries, chosen);
  for (Contender& e : entries) e.standing.why = reason(board, entries, e, chosen ? &entries[0] : nullptr);
  if (!chosen) return std::nullopt;
  return entries[0].standing.candidate;
}

}  // namespace shortlist
