#include "harness/race/witness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/race/keep.hpp"

namespace shortlist {
namespace {

constexpr double gaps[] = {0.10, 0.05, 0.03, 0.02, 0.01, 0.005};   // that an any-time statement may name

/// Levels at which the fast race was measured to be wrong in at most 1 % of replays on public tables (README.md).
double fast_level(const RaceStage& stage, std::size_t candidates) {
  return (1 - stage.confidence) * (candidates <= 10 ? 1 : 0.4);
}

std::vector<double> favourites(const RaceStage& stage, const Plan& plan, const std::vector<std::uint32_t>& entrants) {
  std::vector<double> weights(stage.favourites.empty() ? 0 : entrants.size());
  double weight = 1;
  for (const std::string& name : stage.favourites) {
    weight /= 2;
    for (std::size_t i = 0; i < entrants.size(); ++i)
      if (plan.candidates[entrants[i]].name == name) weights[i] += weight;
  }
  return weights;
}

EvidenceSetting setting(const RaceStage& stage, const Field& field, const Units& units, double within, double error_share) {
  const Plan& plan = field.board.plan();
  const std::vector<std::uint32_t> entrants(field.racing.begin(), field.racing.end());
  EvidenceSetting s{entrants.size(), {units.size(), stage.infinite}, within * units.scale()};
  s.certified = stage.mode != RaceStage::Mode::fast;
  s.error = error_share * (s.certified ? 1 - stage.confidence : fast_level(stage, entrants.size()));
  s.favourites = favourites(stage, plan, entrants);
  return s;
}

}  // namespace

double default_within(std::size_t units) {
  const double error = 0.4 / std::sqrt(static_cast<double>(std::max<std::size_t>(units, 1)));
  return std::round(std::clamp(error, 0.01, 0.03) / 0.005) * 0.005;
}

Witness::Witness(const RaceStage& stage, const Field& field, double error_share)
    : stage_(stage), entrants_(field.racing.begin(), field.racing.end()), units_(field.board),
      within_(stage.within.value_or(default_within(units_.size()))), depends_on_time_(units_.depends_on_time()),
      evidence_(setting(stage, field, units_, within_, error_share)) {}

std::uint32_t Witness::number(std::uint32_t candidate) const {
  return static_cast<std::uint32_t>(std::lower_bound(entrants_.begin(), entrants_.end(), candidate) - entrants_.begin());
}

std::size_t Witness::first_units(const Field& field) const {
  std::size_t most = Evidence::first_units;
  for (const std::uint32_t candidate : entrants_) most = std::max(most, units_.whole(field.asked[candidate]));
  return std::min(most, units_.size());
}

void Witness::feed(const Field& field) {
  std::vector<float> least, most;
  for (std::uint32_t i = 0; i < entrants_.size(); ++i) {
    least.clear(), most.clear();
    const std::size_t end = units_.whole(field.asked[entrants_[i]]);
    for (std::size_t u = evidence_.seen(i); u < end; ++u) {
      const Bounds value = units_.value(entrants_[i], u);
      least.push_back(static_cast<float>(value.least)), most.push_back(static_cast<float>(value.most));
    }
    evidence_.take(i, least, most);
  }
}

std::string Witness::standing(const Field& field, std::uint32_t number) const {
  const auto rank = [&](std::uint32_t i) {
    return Rank{entrants_[i], true, true, evidence_.mean(i) / units_.scale()};
  };
  return shortlist::evidence(field, rank(number), rank(evidence_.leader()));
}

std::string Witness::why_none(const Board& board) const {
  if (depends_on_time_) return "latency is part of the utility, and it depends on when it was measured";
  for (const std::uint32_t candidate : entrants_)
    if (units_.weighs_cost() && board.cost_unknown(candidate, board.order().size()) > 0)
      return fmt::format("cost is part of the utility, and that of {} is unknown: it counts as at the cap; set its price",
                         board.plan().candidates[candidate].name);
  return "";
}

Certificate Witness::certificate(const Board& board) const {
  Certificate c;
  c.kind = stage_.mode == RaceStage::Mode::fast ? Certificate::Kind::calibrated : Certificate::Kind::certified;
  c.why_none = why_none(board);
  if (!c.why_none.empty()) c.kind = Certificate::Kind::none;
  c.within = within_, c.confidence = stage_.confidence, c.units = units_.size(), c.infinite = stage_.infinite;
  c.entered = entrants_.size();
  c.leader = entrants_[evidence_.leader()];
  c.reached = evidence_.finished();
  for (std::uint32_t i = 0; i < entrants_.size(); ++i)
    if (evidence_.live(i)) c.possible.push_back(entrants_[i]);
  if (c.possible.size() == 1) {
    c.gap = 0;
    return c;
  }
  for (const double gap : gaps) {   // each with all that are larger
    if (!evidence_.leader_within(gap * units_.scale())) break;
    c.gap = gap;
  }
  if (c.reached) c.gap = std::min(c.gap.value_or(within_), within_);
  return c;
}

}  // namespace shortlist
