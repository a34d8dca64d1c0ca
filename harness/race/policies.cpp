#include "harness/race/policies.hpp"

#include <array>

namespace shortlist {
namespace {

/// Nobody is asked, nobody leaves.
class Nothing : public Policy {
 public:
  std::vector<Target> open(const Field&) override { return {}; }
  std::vector<Cut> close(const Field&) override { return {}; }
  std::size_t rounds() const override { return 0; }
};

/// One round: everyone is asked everything, nobody leaves.
class Everything : public Policy {
 public:
  explicit Everything(std::uint32_t repeats) : repeats_(repeats) {}
  std::vector<Target> open(const Field& field) override {
    std::vector<Target> all;
    if (field.round > 1) return all;
    for (std::uint32_t candidate : field.racing) all.push_back({candidate, field.board.order().size(), repeats_});
    return all;
  }
  std::vector<Cut> close(const Field&) override { return {}; }
  std::size_t rounds() const override { return 1; }

 private:
  std::uint32_t repeats_;
};

struct Maker {
  const Field& field;
  std::unique_ptr<Policy> operator()(const RaceStage& s) const { return make_race(s, field); }
  std::unique_ptr<Policy> operator()(const ConstraintsStage& s) const { return make_constraints(s, field); }
  std::unique_ptr<Policy> operator()(const SmokeStage& s) const { return make_smoke(s, field); }
  std::unique_ptr<Policy> operator()(const OptimiseStage& s) const { return make_optimise(s, field); }
  std::unique_ptr<Policy> operator()(const ConfirmStage& s) const { return make_confirm(s, field); }
  std::unique_ptr<Policy> operator()(const DecideStage& s) const { return make_decide(s, field); }
  std::unique_ptr<Policy> operator()(const AuditStage& s) const { return make_audit(s, field); }
};

}  // namespace

std::unique_ptr<Policy> make_policy(const Stage& stage, const Field& field) { return std::visit(Maker{field}, stage); }

std::unique_ptr<Policy> make_race(const RaceStage& stage, const Field& field) {
  using Make = std::unique_ptr<Policy> (*)(const RaceStage&, const Field&);
  constexpr std::array<Make, 5> by_mode{make_betting, make_betting, make_budget, make_pareto, make_full};
  return by_mode.at(static_cast<std::size_t>(stage.mode))(stage, field);
}

std::unique_ptr<Policy> make_optimise(const OptimiseStage& stage, const Field& field) { return make_race(stage.race, field); }

std::unique_ptr<Policy> make_confirm(const ConfirmStage& stage, const Field&) {
  return std::make_unique<Everything>(stage.repeats);
}

std::unique_ptr<Policy> make_decide(const DecideStage&, const Field&) { return std::make_unique<Nothing>(); }

std::unique_ptr<Policy> make_full(const RaceStage&, const Field&) { return std::make_unique<Everything>(0); }

}  // namespace shortlist
