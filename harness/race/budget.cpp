// Sequential halving. Of K candidates each of ceil(log2 K) rounds keeps the better half, and spends an equal part of
// what is left of the budget, evenly over those who race, along the common order of items.
#include <algorithm>
#include <bit>
#include <cmath>

#include "harness/race/policies.hpp"

namespace shortlist {
namespace {

class Halving : public Policy {
 public:
  Halving(const RaceStage& stage, const Field& field)
      : items_(field.board.order().size()), rounds_(std::max<std::size_t>(1, std::bit_width(field.racing.size() - 1))) {
    const auto all = static_cast<double>(field.racing.size() * items_);
    left_ = static_cast<std::size_t>(stage.budget * all + 1e-9);
    for (const std::uint32_t c : field.racing) left_ += field.asked[c];   // what is known costs nothing, but counts
    left_ = std::min(left_, field.racing.size() * items_);
  }

  std::vector<Target> open(const Field& field) override {
    std::vector<Target> all;
    if (field.round > rounds_) return all;
    const std::size_t rounds_left = rounds_ - field.round + 1;
    const std::size_t step = std::max<std::size_t>(1, (left_ - std::min(left_, spent(field))) / rounds_left / field.racing.size());
    std::size_t reached = 0;
    for (const std::uint32_t c : field.racing) reached = std::max(reached, field.asked[c]);
    for (const std::uint32_t c : field.racing) all.push_back({c, std::min(items_, reached + step)});
    return all;
  }

  std::vector<Cut> close(const Field& field) override {
    return all_but_the_best(field, (field.racing.size() + 1) / 2);
  }

  std::size_t rounds() const override { return rounds_; }

 private:
  static std::size_t spent(const Field& field) {
    std::size_t calls = 0;
    for (const std::size_t asked : field.asked) calls += asked;
    return calls;
  }

  std::size_t items_, rounds_, left_;
};

}  // namespace

std::unique_ptr<Policy> make_budget(const RaceStage& stage, const Field& field) {
  return std::make_unique<Halving>(stage, field);
}

}  // namespace shortlist
