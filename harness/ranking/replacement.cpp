// Whether something cheaper can stand in for the incumbent that the plan's decide stage names.
#include <algorithm>
#include <cmath>

#include "harness/board/figures.hpp"
#include "harness/ranking/decision_parts.hpp"

namespace shortlist {
namespace {

constexpr double last_bits = 1e-9;

const DecideStage* decide_stage(const Plan& plan) {
  for (const Stage& stage : plan.stages)
    if (const auto* decide = std::get_if<DecideStage>(&stage)) return decide;
  return nullptr;
}

std::optional<std::uint32_t> named(const Plan& plan, const std::string& name) {
  for (std::uint32_t c = 0; c < plan.candidates.size(); ++c)
    if (!name.empty() && plan.candidates[c].name == name) return c;
  return std::nullopt;
}

/// Whether it is among those of whom this stage's race proves something: it entered, and no limit took it out on the way.
bool raced(std::uint32_t candidate, std::size_t stage, const RaceStatus& status) {
  const auto cut = std::ranges::find(status.cuts, candidate, &Cut::candidate);
  if (cut == status.cuts.end()) return true;
  const auto left = static_cast<std::size_t>(std::ranges::find(status.stages, cut->stage, &StageReport::name) - status.stages.begin());
  if (left == stage) return cut->round > 0 && cut->ground != Cut::Ground::limit;   // round 0: it left as the stage began
  return left > stage;
}

/// Whether a race proved the candidate to be at most `margin` below the best, the incumbent being in it. A proof is of
/// the utility, so it says this of quality only where nothing else counts.
bool proven(const Board& board, std::uint32_t candidate, const Replacement& r, const RaceStatus& status) {
  if (!only_quality(knobs_of(board.plan().objective))) return false;
  for (std::size_t s = 0; s < status.stages.size(); ++s) {
    const auto& c = status.stages[s].certificate;
    if (!c || c->kind != Certificate::Kind::certified || c->leader != candidate || !raced(r.incumbent, s, status)) continue;
    if ((c->reached && c->within <= r.margin + last_bits) || (c->gap && *c->gap <= r.margin + last_bits)) return true;
  }
  return false;
}

/// Dropped for what is declared of it or for not answering: no replacement whatever its score.
bool unfit(const Standing& s) {
  return !s.quality || !s.within_limits || s.left_at.starts_with("constraints") || s.left_at.starts_with("smoke");
}

bool about_the_task(const Plan& plan) {
  return std::ranges::any_of(plan.stages, [](const Stage& stage) {
    const auto* race = std::get_if<RaceStage>(&stage);
    const auto* optimise = std::get_if<OptimiseStage>(&stage);
    return (race && race->infinite) || (optimise && optimise->race.infinite);
  });
}

/// Whether each item of a suite that weighs is judged for both, so that their difference on these items is known.
bool all_judged(const Board& board, std::uint32_t a, std::uint32_t b) {
  const std::uint32_t repeats = board.plan().repeats;
  for (std::size_t p = 0; p < board.order().size(); ++p)
    if (board.plan().suites[board.order().at(p).suite].weight > 0 &&
        (std::isnan(board.quality(a, p, repeats)) || std::isnan(board.quality(b, p, repeats))))
      return false;
  return true;
}

/// One that costs less than the incumbent on the items that both were asked.
struct Cheaper {
  std::uint32_t candidate = 0;
  double usd_per_1k = 0, incumbent_usd_per_1k = 0;
};

std::vector<Cheaper> cheaper_ones(const Board& board, std::span<const Standing> standings, std::uint32_t incumbent) {
  const std::uint32_t repeats = board.plan().repeats;
  const std::size_t asked = asked_items(board, incumbent);
  std::vector<Cheaper> all;
  for (const Standing& s : standings) {
    if (s.candidate == incumbent || unfit(s)) continue;
    const std::size_t items = std::min(asked, asked_items(board, s.candidate));
    const auto its = usd_per_1k(board, s.candidate, items, repeats), incumbents = usd_per_1k(board, incumbent, items, repeats);
    if (its && incumbents && its->value < incumbents->value) all.push_back({s.candidate, its->value, incumbents->value});
  }
  std::ranges::stable_sort(all, {}, [](const Cheaper& c) { return c.usd_per_1k / c.incumbent_usd_per_1k; });
  return all;
}

}  // namespace

std::optional<Replacement> replacement(const Board& board, std::span<const Standing> standings, const RaceStatus& status) {
  const Plan& plan = board.plan();
  const DecideStage* stage = decide_stage(plan);
  const auto incumbent = stage ? named(plan, stage->incumbent) : std::nullopt;
  if (!incumbent) return std::nullopt;
  Replacement r;
  r.incumbent = r.candidate = *incumbent;
  r.margin_set = stage->not_worse_than.has_value(), r.margin = stage->not_worse_than.value_or(plan.objective.within);
  const auto cost = usd_per_1k(board, *incumbent, board.order().size(), plan.repeats);
  if (!cost) return r;   // nothing can be called cheaper than what is unknown
  r.usd_per_1k = r.incumbent_usd_per_1k = cost->value;
  const bool these_items = !about_the_task(plan);
  for (const Cheaper& c : cheaper_ones(board, standings, *incumbent)) {
    const auto d = difference(board, c.candidate, *incumbent, board.order().size(), plan.repeats);
    const bool certified = proven(board, c.candidate, r, status);
    const bool exact = !certified && these_items && d && all_judged(board, c.candidate, *incumbent);
    if (certified || (d && (exact ? d->value + last_bits >= -r.margin : d->low > -r.margin))) {
      r.candidate = c.candidate, r.certified = certified, r.exact = exact, r.difference = d;
      r.usd_per_1k = c.usd_per_1k, r.incumbent_usd_per_1k = c.incumbent_usd_per_1k;
      break;
    }
    r.unshown.push_back({c.candidate, d, exact});
  }
  return r;
}

}  // namespace shortlist
