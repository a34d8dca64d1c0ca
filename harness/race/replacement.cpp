// Whether something cheaper can stand in for the incumbent that the plan's decide stage names.
#include <algorithm>

#include "harness/race/decision_parts.hpp"
#include "harness/race/figures.hpp"

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

/// Whether it was still racing when this stage began.
bool raced(std::uint32_t candidate, std::size_t stage, const RaceStatus& status) {
  const auto cut = std::ranges::find(status.cuts, candidate, &Cut::candidate);
  if (cut == status.cuts.end()) return true;
  const auto left = std::ranges::find(status.stages, cut->stage, &StageReport::name);
  return static_cast<std::size_t>(left - status.stages.begin()) >= stage;
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

}  // namespace

std::optional<Replacement> replacement(const Board& board, std::span<const Standing> standings, const RaceStatus& status) {
  const DecideStage* stage = decide_stage(board.plan());
  const auto incumbent = stage ? named(board.plan(), stage->incumbent) : std::nullopt;
  if (!incumbent) return std::nullopt;
  Replacement r;
  r.incumbent = r.candidate = *incumbent;
  r.margin_set = stage->not_worse_than.has_value(), r.margin = stage->not_worse_than.value_or(board.plan().objective.within);
  const auto cost = usd_per_1k(board, *incumbent, board.order().size());
  if (!cost) return r;   // nothing can be called cheaper than what is unknown
  r.usd_per_1k = r.incumbent_usd_per_1k = cost->value;
  std::vector<const Standing*> cheaper;
  for (const Standing& s : standings)
    if (s.candidate != *incumbent && !unfit(s) && s.usd_per_1k && s.usd_per_1k->value < cost->value) cheaper.push_back(&s);
  std::ranges::stable_sort(cheaper, {}, [](const Standing* s) { return s->usd_per_1k->value; });
  for (const Standing* s : cheaper) {
    const auto d = difference(board, s->candidate, *incumbent, board.order().size());
    const bool certified = proven(board, s->candidate, r, status);
    if (certified || (d && d->low > -r.margin)) {
      r.candidate = s->candidate, r.certified = certified, r.difference = d, r.usd_per_1k = s->usd_per_1k->value;
      break;
    }
    r.unshown.push_back(s->candidate);
  }
  return r;
}

}  // namespace shortlist
