#include "harness/ranking/decision.hpp"

#include <algorithm>

#include "harness/ranking/decision_parts.hpp"
#include "harness/ranking/portfolio.hpp"

namespace shortlist {
namespace {

constexpr std::size_t compared_at_most = 32;

/// Whether declared facts alone keep it out: it was cut by them, or it is a variant of one that was (facts are declared
/// for all variants at once) and so never entered.
bool kept_out(const Board& board, std::span<const Cut> cuts, std::uint32_t candidate) {
  const auto& all = board.plan().candidates;
  return std::ranges::any_of(cuts, [&](const Cut& cut) {
    const bool variant = !all[candidate].base.empty() && all[cut.candidate].base == all[candidate].base;
    return cut.stage.starts_with("constraints") && (cut.candidate == candidate || (variant && board.tally(candidate).calls == 0));
  });
}

Savings savings(const Board& board, std::span<const Cut> cuts) {
  Savings s;
  const std::size_t all = board.order().size(), each = all * board.plan().repeats;
  for (std::uint32_t c = 0; c < board.candidates(); ++c) {
    const auto costs = board.known(Board::Figure::cost_usd, c, all);
    double usd = 0;
    for (const double cost : costs) usd += cost;
    const std::size_t calls = board.tally(c).calls;
    s.calls += calls, s.usd += usd, s.cost_unknown += calls - costs.size();
    if (kept_out(board, cuts, c)) {
      s.kept_out.push_back(c);
      continue;
    }
    s.full_calls += each;
    if (costs.empty()) s.unpriced.push_back(c);
    else s.full_usd += usd / static_cast<double>(costs.size()) * static_cast<double>(each);
  }
  return s;
}

Compared compared(const Board& board, std::span<const Standing> standings) {
  Compared all{board.order().size(), {}, board.repeats()};
  const auto stayed = [](const Standing& s) { return s.quality && s.left_at.empty() && s.within_limits; };
  for (const Standing& s : standings)
    if (stayed(s)) all.items = std::min(all.items, asked_items(board, s.candidate));
  for (const Standing& s : standings) {
    if (all.candidates.size() == compared_at_most) break;
    const bool as_many = s.quality && s.within_limits && asked_items(board, s.candidate) >= all.items;
    if (!stayed(s) && !as_many) continue;
    all.candidates.push_back(s.candidate);
    all.repeats = std::min(all.repeats, board.common_repeats(s.candidate, s.candidate));
  }
  return all;
}

/// The last race's, that claims something.
std::optional<std::vector<std::uint32_t>> still_possible(std::span<const StageReport> stages) {
  std::optional<std::vector<std::uint32_t>> possible;
  for (const StageReport& stage : stages)
    if (stage.certificate && stage.certificate->kind != Certificate::Kind::none) possible = stage.certificate->possible;
  return possible;
}

}  // namespace

Decision decide(const Board& board, std::span<const Standing> standings, const RaceStatus& status) {
  Decision d;
  d.chosen = standings[0].candidate;
  for (const Standing& s : standings.subspan(1)) {
    if (s.versus_first && !s.distinguishable) d.level.push_back(s.candidate);
    if (!d.runner_up && s.quality && s.within_limits) d.runner_up = s.candidate;
  }
  d.possible = still_possible(status.stages);
  d.savings = savings(board, status.cuts);
  const Compared field = compared(board, standings);
  d.weights = weight_axes(board, field);
  d.weighed_items = field.items, d.weighed = field.candidates;
  d.flips = flips(board, standings, field);
  d.replacement = replacement(board, standings, status);
  d.portfolio = portfolio(board, field, d.chosen);
  return d;
}

}  // namespace shortlist
