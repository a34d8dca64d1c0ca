// Sequential halving. Of K candidates each of ceil(log2 K) rounds keeps the better half, and spends an equal part of
// what is left of the budget, evenly over those who race, along the common order of items. Its rounds are lockstep
// batches, and whoever leaves never comes back, so the same answers also earn whatever certificate they can (C1 to C3
// hold with halving as the rule of who pauses).
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "harness/board/figures.hpp"
#include "harness/race/keep.hpp"
#include "harness/race/policies.hpp"
#include "harness/race/witness.hpp"

namespace shortlist {
namespace {

class Halving : public Policy {
 public:
  Halving(const RaceStage& stage, const Field& field)
      : witness_(stage, field), limited_(has_limits(field.board.plan().objective)), items_(field.board.order().size()),
        rounds_(std::max<std::size_t>(1, std::bit_width(field.racing.size() - 1))), all_(field.racing.size() * items_), share_(stage.budget) {
    budget_ = static_cast<std::size_t>(share_ * static_cast<double>(all_) + 1e-9);
    for (std::uint32_t c = 0; c < field.asked.size(); ++c)
      if (std::find(field.racing.begin(), field.racing.end(), c) == field.racing.end()) outside_ += field.asked[c];
  }

  std::vector<Target> open(const Field& field) override {
    std::vector<Target> all;
    if (field.round > rounds_ || field.racing.empty()) return all;
    const std::size_t spent = asked_by_all(field) - outside_;   // what was known before counts
    const std::size_t share = (budget_ - std::min(budget_, spent)) / (rounds_ - field.round + 1) / field.racing.size();
    std::size_t reached = 0;
    for (const std::uint32_t c : field.racing) reached = std::max(reached, field.asked[c]);
    if (field.round > 1) witness_.evidence().fix_opponents(racing(field));
    for (const std::uint32_t c : field.racing) all.push_back({c, std::min(items_, reached + std::max<std::size_t>(1, share))});
    return all;
  }

  std::vector<Cut> close(const Field& field) override {
    witness_.feed(field);
    witness_.evidence().bank();
    witness_.evidence().settle();
    return all_but_the_best(field, (field.racing.size() + 1) / 2);
  }

  std::optional<Certificate> certificate(const Field& field) const override {
    if (witness_.evidence().most_seen() == 0) return std::nullopt;
    auto certificate = witness_.certificate(field.board);
    if (limited_) {
      certificate.kind = Certificate::Kind::none;
      certificate.why_none = "the plan has hard limits, and halving does not prove who keeps them";
    }
    return certificate;
  }

  std::vector<std::string> notes(const Field& field) const override {
    const std::size_t spent = asked_by_all(field) - outside_;
    if (spent <= budget_ || all_ == 0) return {};
    return {fmt::format("took {:.3g} % of the calls, not {:.3g} %: each round asks at least one item of each candidate",
                        100 * static_cast<double>(spent) / static_cast<double>(all_), 100 * share_)};
  }

  std::size_t rounds() const override { return rounds_; }

 private:
  static std::size_t asked_by_all(const Field& field) {
    std::size_t calls = 0;
    for (const std::size_t asked : field.asked) calls += asked;
    return calls;
  }
  std::vector<std::uint32_t> racing(const Field& field) const {
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t c : field.racing) numbers.push_back(witness_.number(c));
    return numbers;
  }

  Witness witness_;
  bool limited_;
  std::size_t items_, rounds_;
  std::size_t all_;           // calls of asking all still racing everything
  double share_;              // of them that the plan allows
  std::size_t budget_ = 0;
  std::size_t outside_ = 0;   // asked of those who had left before
};

}  // namespace

std::unique_ptr<Policy> make_budget(const RaceStage& stage, const Field& field) {
  return std::make_unique<Halving>(stage, field);
}

}  // namespace shortlist
