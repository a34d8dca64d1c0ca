// The race itself: who is asked how far, so that the conditions of the proof hold (README.md, C1 to C11).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/race/limit_tests.hpp"
#include "harness/race/policies.hpp"
#include "harness/race/witness.hpp"

namespace shortlist {
namespace {

constexpr std::size_t least_step = 2, least_catch_up = 5;
constexpr double growth = 0.03, catch_up_growth = 0.1;   // of what has been asked; larger steps cost calls, smaller ones rounds

std::size_t step(std::size_t seen, std::size_t least, double share) {
  return std::max(least, static_cast<std::size_t>(std::ceil(share * static_cast<double>(seen))));
}

class BettingRace : public Policy {
 public:
  BettingRace(const RaceStage& stage, const Field& field)
      : witness_(stage, field), limits_(field.board.plan().objective, field, 1 - stage.confidence, stage.infinite) {}

  std::vector<Target> open(const Field& field) override {
    if (field.round == 1) return targets(everyone(), [&](auto) { return witness_.first_units(field); });
    Evidence& evidence = witness_.evidence();
    if (field.racing.empty() || evidence.finished()) return {};
    const std::size_t most = evidence.most_seen();
    const auto needed = evidence.needed();
    auto late = needed;
    std::erase_if(late, [&](auto i) { return evidence.seen(i) == most; });
    // Laggards reach the leader before it moves on (C2, C3), in steps: they may be covered on the way.
    if (!late.empty())
      return targets(late, [&](auto i) { return std::min(most, evidence.seen(i) + step(evidence.seen(i), least_catch_up, catch_up_growth)); });
    if (most == witness_.units().size()) return {};
    evidence.fix_opponents(needed);
    return targets(needed, [&](auto) { return std::min(witness_.units().size(), most + step(most, least_step, growth)); });
  }

  std::vector<Cut> close(const Field& field) override {
    Evidence& evidence = witness_.evidence();
    witness_.feed(field);
    evidence.bank();
    std::vector<Cut> cuts = limits_.cut(field);
    for (const Cut& cut : cuts) evidence.remove(witness_.number(cut.candidate));
    if (cuts.size() == field.racing.size()) return cuts;
    evidence.settle();
    for (const std::uint32_t candidate : field.racing) {
      const std::uint32_t i = witness_.number(candidate);
      if (evidence.live(i) || std::any_of(cuts.begin(), cuts.end(), [&](const Cut& c) { return c.candidate == candidate; })) continue;
      const std::string verdict = witness_.certifies() ? fmt::format("cannot be the best of the {}", evidence.candidates())
                                                       : "dropped on this evidence, which certifies nothing";
      cuts.push_back({candidate, {}, 0, fmt::format("{}; {} (e-value {:.3g})", witness_.standing(field, i), verdict,
                                                    std::exp(std::min(evidence.log_wealth(i), Betting::certain)))});
    }
    return cuts;
  }

  std::optional<Certificate> certificate(const Field&) const override {
    if (witness_.evidence().most_seen() == 0) return std::nullopt;
    return witness_.certificate();
  }

  std::size_t rounds() const override { return rounds_of(witness_.units().size()); }

 private:
  std::vector<std::uint32_t> everyone() const {
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < witness_.evidence().candidates(); ++i) all.push_back(i);
    return all;
  }

  /// Whole units, told as items.
  template <class Reach>
  std::vector<Target> targets(const std::vector<std::uint32_t>& who, Reach reach) const {
    std::vector<Target> all;
    for (const std::uint32_t i : who)
      if (const std::size_t units = reach(i); units > 0) all.push_back({witness_.candidate(i), witness_.units().end(units - 1)});
    return all;
  }

  static std::size_t rounds_of(std::size_t units) {
    std::size_t rounds = 1;
    for (std::size_t seen = Evidence::first_units; seen < units; ++rounds) seen += step(seen, least_step, growth);
    return rounds;
  }

  Witness witness_;
  LimitTests limits_;
};

}  // namespace

std::unique_ptr<Policy> make_betting(const RaceStage& stage, const Field& field) {
  return std::make_unique<BettingRace>(stage, field);
}

}  // namespace shortlist
