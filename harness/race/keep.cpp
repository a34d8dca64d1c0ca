#include "harness/race/keep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "harness/board/figures.hpp"
#include "harness/board/words.hpp"
#include "harness/race/policies.hpp"

namespace shortlist {
namespace {

Rank rank_of(const Field& field, std::uint32_t candidate) {
  const Objective& objective = field.board.plan().objective;
  const std::size_t items = field.asked[candidate];
  const std::uint32_t repeats = field.board.plan().repeats;
  const auto mean = utility(field.board, candidate, items, repeats);
  Rank r{candidate, mean.has_value(), true, mean ? mean->value : 0};
  if (has_limits(objective)) r.within_limits = limits_broken(objective, expense(field.board, candidate, items, repeats)).empty();
  return r;
}

}  // namespace

bool Rank::operator<(const Rank& other) const {
  const auto key = [](const Rank& r) { return std::tuple(!r.judged, !r.within_limits, -r.utility, r.candidate); };
  return key(*this) < key(other);
}

std::vector<Rank> ranked(const Field& field) {
  std::vector<Rank> ranks;
  for (const std::uint32_t candidate : field.racing) ranks.push_back(rank_of(field, candidate));
  std::sort(ranks.begin(), ranks.end());
  return ranks;
}

std::string evidence(const Field& field, const Rank& out, const Rank& best) {
  const Board& board = field.board;
  const std::size_t items = std::min(field.asked[out.candidate], field.asked[best.candidate]);
  const std::uint32_t repeats = board.plan().repeats;
  const auto quality = mean_quality(board, out.candidate, items, repeats);
  if (!quality) return fmt::format("no judged answer on {}", unjudged(board, out.candidate, items, repeats));
  std::string line = fmt::format("{} on {}", percent(*quality), count(items, "item"));
  if (const auto gap = difference(board, out.candidate, best.candidate, items, repeats))
    line += fmt::format(", {} (paired, {})", compared(*gap, board.plan().candidates[best.candidate].name), range(*gap));
  const std::string broken = limits_broken(board.plan().objective, expense(board, out.candidate, items, repeats));
  if (!out.within_limits) return line + fmt::format(", breaks a limit: {}", broken);
  if (!weighs_expense(board.plan().objective)) return line;
  line += fmt::format(", utility {:.3f} against {:.3f}", out.utility, best.utility) +
           (board.cost_unknown(out.candidate, items, repeats) > 0 && board.plan().objective.cost_weight > 0 ? " (its cost is unknown: as at the cap)" : "");
  return line;
}

std::vector<Cut> all_but_the_best(const Field& field, std::size_t keep) {
  std::vector<Cut> cuts;
  const std::vector<Rank> ranks = ranked(field);
  for (std::size_t i = keep; i < ranks.size(); ++i) {
    const bool tie = ranks[i].judged == ranks[keep - 1].judged && ranks[i].utility == ranks[keep - 1].utility && ranks[i].within_limits == ranks[keep - 1].within_limits;
    cuts.push_back({ranks[i].candidate, {}, 0,
                    evidence(field, ranks[i], ranks[0]) + (tie ? "; a tie, which the plan's order decides" : "")});
  }
  return cuts;
}

}  // namespace shortlist
