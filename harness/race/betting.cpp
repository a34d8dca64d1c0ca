// The race itself: who is asked how far, so that the conditions of the proof hold (README.md, C1 to C11).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "harness/board/figures.hpp"
#include "harness/board/words.hpp"
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

/// Of the error, the part of the k-th set of bets. Only hard limits make a second one necessary.
double share_of_bets(bool limited, std::size_t k) {
  if (!limited) return 1;
  return (1 - LimitTests::share_of_error) * 0.75 * std::pow(0.25, static_cast<double>(k));
}

/// Bets against a candidate rest on others being in the race. When one of those leaves for a hard limit, all bets are off:
/// whoever they had dropped comes back, and new ones begin, with an error share of their own, where the answers end.
class BettingRace : public Policy {
 public:
  BettingRace(const RaceStage& stage, const Field& field)
      : stage_(stage), limited_(has_limits(field.board.plan().objective)),
        limits_(field.board.plan().objective, field, 1 - stage.confidence, stage.infinite),
        units_(field.board.order().unit_ends().size()) {}

  std::vector<Target> open(const Field& field) override {
    if (!witness_) {
      witness_.emplace(stage_, field, share_of_bets(limited_, sets_++));
      return targets(everyone(), [&](auto) { return witness_->first_units(field); });
    }
    Evidence& evidence = witness_->evidence();
    if (field.racing.empty() || evidence.finished()) return {};
    const std::size_t most = evidence.most_seen();
    const auto needed = evidence.needed();
    auto late = needed;
    std::erase_if(late, [&](auto i) { return evidence.seen(i) == most; });
    // Laggards reach the leader before it moves on (C2, C3), in steps: they may be covered on the way.
    if (!late.empty())
      return targets(late, [&](auto i) { return std::min(most, evidence.seen(i) + step(evidence.seen(i), least_catch_up, catch_up_growth)); });
    if (most == witness_->units().size()) return {};
    evidence.fix_opponents(needed);
    began_ = true;
    return targets(needed, [&](auto) { return std::min(witness_->units().size(), most + step(most, least_step, growth)); });
  }

  std::vector<Cut> close(const Field& field) override {
    Evidence& evidence = witness_->evidence();
    witness_->feed(field);
    evidence.bank();
    std::vector<Cut> cuts = limits_.cut(field);
    for (const Cut& cut : cuts) evidence.remove(witness_->number(cut.candidate));
    if (cuts.size() < field.racing.size()) evidence.settle();
    const bool limits_bite = !cuts.empty();
    if (!limits_bite && evidence.finished()) cuts = leader_over_limits(field);
    if (!cuts.empty() && (began_ || !limits_bite)) return call_off(std::move(cuts));
    for (Cut& cut : outbid(field, cuts)) cuts.push_back(std::move(cut));
    return cuts;
  }

  std::vector<std::uint32_t> taken_back() override { return std::exchange(returning_, {}); }

  std::optional<Certificate> certificate(const Field& field) const override {
    if (!witness_ || witness_->evidence().most_seen() == 0) return std::nullopt;
    Certificate c = witness_->certificate(field.board);
    c.limited = limited_;
    return c;
  }

  std::vector<std::string> notes(const Field&) const override { return notes_; }

  std::size_t rounds() const override { return rounds_of(units_); }

 private:
  std::vector<std::uint32_t> everyone() const {
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < witness_->evidence().candidates(); ++i) all.push_back(i);
    return all;
  }

  /// Those of the field that the bets have dropped, but for who leaves by `cuts`.
  std::vector<Cut> outbid(const Field& field, const std::vector<Cut>& cuts) {
    const Evidence& evidence = witness_->evidence();
    std::vector<Cut> out;
    for (const std::uint32_t candidate : field.racing) {
      const std::uint32_t i = witness_->number(candidate);
      if (evidence.live(i) || std::ranges::find(cuts, candidate, &Cut::candidate) != cuts.end()) continue;
      const std::string verdict = witness_->certifies(field.board) ? fmt::format("cannot be the best of the {}", evidence.candidates())
                                                        : "dropped on this evidence, which certifies nothing";
      const double e_value = std::exp(std::min(evidence.log_wealth(i), Betting::certain));
      out.push_back({candidate, {}, 0, fmt::format("{}; {} (e-value {:.3g})", witness_->standing(field, i), verdict, e_value),
                     witness_->certifies(field.board) ? Cut::Ground::proof : Cut::Ground::figures});
      outbid_.push_back(candidate);
    }
    return out;
  }

  /// Who is found best must keep the limits by its figures too, which the ranking goes by.
  std::vector<Cut> leader_over_limits(const Field& field) const {
    const std::uint32_t leader = witness_->candidate(witness_->evidence().leader());
    const std::size_t items = field.asked[leader];
    if (!limited_) return {};
    const Board& board = field.board;
    const auto broken_by = [&](std::uint32_t candidate, Unknown unknown) {
      return limits_broken(board.plan().objective, expense(board, candidate, field.asked[candidate], board.plan().repeats), unknown);
    };
    // Where a figure is known of nobody it is no evidence; where others are known to keep the limits, nobody passes unknown.
    const bool kept_by_some = std::ranges::any_of(everyone(), [&](std::uint32_t i) {
      return broken_by(witness_->candidate(i), Unknown::breaks).empty();
    });
    const std::string broken = broken_by(leader, kept_by_some ? Unknown::breaks : Unknown::passes);
    if (broken.empty()) return {};
    return {{leader, {}, 0, fmt::format("ahead on {}, but breaks a limit: {}", count(items, "item"), broken),
             Cut::Ground::limit}};
  }

  std::vector<Cut> call_off(std::vector<Cut> cuts) {
    returning_ = std::exchange(outbid_, {});
    if (!returning_.empty())
      notes_.push_back(fmt::format("{} came back when one of those who had outbid them left for a limit",
                                   count(returning_.size(), "candidate")));
    witness_.reset();
    began_ = false;
    return cuts;
  }

  /// Whole units, told as items.
  template <class Reach>
  std::vector<Target> targets(const std::vector<std::uint32_t>& who, Reach reach) const {
    std::vector<Target> all;
    for (const std::uint32_t i : who)
      if (const std::size_t units = reach(i); units > 0) all.push_back({witness_->candidate(i), witness_->units().end(units - 1)});
    return all;
  }

  static std::size_t rounds_of(std::size_t units) {
    std::size_t rounds = 1;
    for (std::size_t seen = Evidence::first_units; seen < units; ++rounds) seen += step(seen, least_step, growth);
    return rounds;
  }

  const RaceStage stage_;
  const bool limited_;
  LimitTests limits_;
  const std::size_t units_;
  std::optional<Witness> witness_;         // none: new bets begin with the next round
  std::size_t sets_ = 0;                   // of bets, begun
  bool began_ = false;                     // this set's bets
  std::vector<std::uint32_t> outbid_;      // dropped by this set
  std::vector<std::uint32_t> returning_;
  std::vector<std::string> notes_;
};

}  // namespace

std::unique_ptr<Policy> make_betting(const RaceStage& stage, const Field& field) {
  return std::make_unique<BettingRace>(stage, field);
}

}  // namespace shortlist
