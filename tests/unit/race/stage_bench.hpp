#pragma once
// One stage's policy on a bench: a plan, a board, and a field that answers as the test says.
#include <functional>

#include "harness/race/policies.hpp"
#include "tests/unit/race/support.hpp"

namespace shortlist::testing {

struct StageBench {
  using World = std::function<Record(CallKey)>;

  StageBench(Plan made, Stage stage) : plan(std::move(made)), order(shapes(plan), plan.seed), board(plan, order),
                                       asked(plan.candidates.size()) {
    plan.stages = {stage};
    for (std::uint32_t c = 0; c < plan.candidates.size(); ++c) racing.push_back(c);
    policy = make_policy(plan.stages[0], field());
    entered = policy->enter(field());
  }

  Field field() const { return {board, racing, cuts, asked, round}; }

  /// All rounds, each call answered by `world`; gives the cuts.
  std::vector<Cut> run(const World& world) {
    std::vector<Cut> all;
    for (round = 1;; ++round) {
      const auto targets = policy->open(field());
      if (targets.empty()) return all;
      for (const Target& target : targets) {
        for (std::size_t p = 0; p < target.items; ++p)
          for (std::uint32_t r = 0; r < plan.repeats; ++r)
            calls += board.insert(world({target.candidate, order.at(p).suite, order.at(p).item, r}));
        asked[target.candidate] = target.items;
      }
      for (Cut& cut : policy->close(field())) all.push_back(std::move(cut));
    }
  }
  std::vector<std::string> notes() const { return policy->notes(field()); }

  static std::vector<SuiteShape> shapes(const Plan& of) {
    std::vector<SuiteShape> all;
    for (const Suite& suite : of.suites) all.push_back({suite.items->size()});
    return all;
  }

  Plan plan;
  Order order;
  Board board;
  std::vector<std::uint32_t> racing;
  std::vector<Cut> cuts, entered;
  std::vector<std::size_t> asked;
  std::uint32_t round = 0;
  std::size_t calls = 0;
  std::unique_ptr<Policy> policy;
};

}  // namespace shortlist::testing
