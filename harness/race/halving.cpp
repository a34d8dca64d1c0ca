#include "harness/race/halving.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/race/figures.hpp"
#include "harness/race/words.hpp"

namespace shortlist {
namespace {

std::size_t kept_of(std::size_t racing, double keep) {
  // The margin keeps 0.7 x 10 at 7, whatever the last bit of the product says.
  const auto share = static_cast<std::size_t>(std::ceil(static_cast<double>(racing) * keep - 1e-9));
  return std::clamp<std::size_t>(share, 2, std::max<std::size_t>(2, racing - 1));
}

std::vector<HalvingRound> field_sizes(const Stage& stage, std::size_t racing) {
  std::vector<HalvingRound> rounds;
  for (; racing > 2; racing = rounds.back().keep) rounds.push_back({racing, 0, kept_of(racing, stage.keep)});
  rounds.push_back({racing, 0, racing});
  return rounds;
}

/// Where one candidate stands at the end of a round.
struct Rank {
  std::uint32_t candidate = 0;
  std::optional<double> quality, score;   // score: what the objective makes of it
  std::string broken;                     // hard limits
  bool operator<(const Rank& other) const {   // better first
    if (score.has_value() != other.score.has_value()) return score.has_value();
    if (broken.empty() != other.broken.empty()) return broken.empty();
    if (score != other.score) return *score > *other.score;
    return candidate < other.candidate;
  }
};

bool weighs_expense(const Objective& o) {
  return o.prefer == Objective::Prefer::utility && (o.cost_weight > 0 || o.latency_weight > 0);
}
bool has_limits(const Objective& o) { return o.limit_p95_ms || o.limit_ttft_p95_ms || o.limit_usd_per_1k; }

Rank rank(const Board& board, std::uint32_t candidate, std::size_t items) {
  const Objective& objective = board.plan().objective;
  Rank r{candidate, mean_quality(board, candidate, items), {}, {}};
  r.score = r.quality;
  if (!weighs_expense(objective) && !has_limits(objective)) return r;
  const Expense spent = expense(board, candidate, items);
  r.broken = limits_broken(objective, spent);
  if (weighs_expense(objective)) r.score = utility(objective, r.quality, spent);
  return r;
}

std::string evidence(const Board& board, const Rank& out, const Rank& best, const Rank& last_kept, std::size_t items) {
  if (!out.quality) return fmt::format("no judged answer on {}", unjudged(board, out.candidate, items));
  std::string line = fmt::format("{} on {}", percent(*out.quality), count(items, "item"));
  if (const auto gap = difference(board, out.candidate, best.candidate, items))
    line += fmt::format(", {} (paired, {})", compared(*gap, board.plan().candidates[best.candidate].name), range(*gap));
  if (!out.broken.empty()) line += fmt::format(", breaks a limit: {}", out.broken);
  else if (weighs_expense(board.plan().objective))
    line += fmt::format(", utility {:.3f} against {:.3f}", *out.score, *best.score);
  if (out.broken == last_kept.broken && out.score == last_kept.score) line += "; a tie, which the plan's order decides";
  return line;
}

class Halving : public Policy {
 public:
  Halving(const Stage& stage, const StageStart& start) : rounds_(halving_rounds(stage, start)) {}

  std::vector<Target> open(const Field& field) override {
    std::vector<Target> all;
    if (field.round > rounds_.size()) return all;
    for (std::uint32_t candidate : field.racing) all.push_back({candidate, rounds_[field.round - 1].items});
    return all;
  }

  std::vector<Cut> close(const Field& field) override {
    const HalvingRound& round = rounds_[field.round - 1];
    if (field.racing.size() <= round.keep) return {};
    std::vector<Rank> ranks;
    for (std::uint32_t candidate : field.racing) ranks.push_back(rank(field.board, candidate, round.items));
    std::sort(ranks.begin(), ranks.end());
    std::vector<Cut> cuts;
    for (std::size_t i = round.keep; i < ranks.size(); ++i)
      cuts.push_back({ranks[i].candidate, {}, 0,
                      evidence(field.board, ranks[i], ranks[0], ranks[round.keep - 1], round.items)});
    return cuts;
  }

  std::size_t rounds() const override { return rounds_.size(); }

 private:
  std::vector<HalvingRound> rounds_;
};

}  // namespace

std::vector<HalvingRound> halving_rounds(const Stage& stage, const StageStart& start) {
  const std::size_t left = start.items - std::min(start.asked, start.items);
  const std::size_t first = std::min(stage.first_items > start.asked ? stage.first_items - start.asked : 0, left);
  auto rounds = field_sizes(stage, start.racing);
  const bool one_covers_all = first == left && first > 0, too_few_to_cut_on = rounds.size() > left;
  if (one_covers_all || too_few_to_cut_on) return {{start.racing, start.items, start.racing}};
  const std::size_t given = rounds.size() > 1 ? first : 0;   // the first round's, where the plan says it
  const std::size_t shared = left - given;                   // of all rounds, or of those after it
  double shares = 0, so_far = 0;
  for (std::size_t r = given > 0; r < rounds.size(); ++r) shares += 1.0 / static_cast<double>(rounds[r].racing);
  std::size_t reached = start.asked;
  for (std::size_t r = 0; r < rounds.size(); ++r) {
    if (r > 0 || given == 0) so_far += 1.0 / static_cast<double>(rounds[r].racing);
    const auto steps = static_cast<std::size_t>(std::llround(static_cast<double>(shared) * so_far / shares));
    const std::size_t rounds_after = rounds.size() - 1 - r;
    rounds[r].items = std::clamp(start.asked + given + steps, reached + 1, start.items - rounds_after);
    reached = rounds[r].items;
  }
  rounds.back().items = start.items;
  return rounds;
}

std::unique_ptr<Policy> make_halving(const Stage& stage, const StageStart& start) {
  return std::make_unique<Halving>(stage, start);
}

}  // namespace shortlist
