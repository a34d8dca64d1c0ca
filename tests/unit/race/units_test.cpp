// What a race makes of answers that are missing: they speak for nobody.
#include "harness/race/units.hpp"

#include <gtest/gtest.h>

#include "harness/race/race.hpp"
#include "tests/unit/ranking/asked.hpp"

namespace shortlist {
namespace {

using testing::answer, testing::Asked, testing::failed, testing::make_plan, testing::race_stage;

TEST(Units, AMissingAnswerLiesBetweenWrongAndRight) {
  Plan plan = make_plan(1, {1});
  plan.objective.cost_weight = 1, plan.objective.cost_cap_usd_per_1k = 1;
  const auto bounds = [&](const Record& record) {
    const Asked asked(plan, [&](const CallKey&) { return record; });
    return Units(asked.board).value(0, 0);
  };
  const Bounds known = bounds(answer({}, 1, 100, 0.0005));
  EXPECT_NEAR(known.least, 0.75, 1e-6);
  EXPECT_NEAR(known.most, 0.75, 1e-6);
  const Bounds missing = bounds(failed({}));
  EXPECT_NEAR(missing.least, 0, 1e-6);
  EXPECT_NEAR(missing.most, 0.5, 1e-6) << "its cost is unknown, so it is as at the cap";
  Record unjudged = answer({}, 0, 100, 0.0005);
  unjudged.quality.reset();
  EXPECT_NEAR(bounds(unjudged).least, 0.25, 1e-6);
  EXPECT_NEAR(bounds(unjudged).most, 0.25, 1e-6) << "no metric can judge it: the same for all";
}

TEST(Units, OfRepeatsOnlyTheMissingOnesAreOpen) {
  Plan plan = make_plan(1, {1});
  plan.repeats = 4;
  const Order order(testing::shapes_of(plan), plan.seed);
  Board board(plan, order);
  for (std::uint32_t r = 0; r < 4; ++r) board.insert(r == 3 ? failed({0, 0, 0, r}) : answer({0, 0, 0, r}, r == 0));
  const Bounds b = Units(board).value(0, 0);
  EXPECT_NEAR(b.least, 0.25, 1e-9);
  EXPECT_NEAR(b.most, 0.5, 1e-9);
}

/// Right on all items that it answers; every third call fails.
Ranking race_of_one_that_fails(Treatment transport) {
  Plan plan = make_plan(3, {200}, race_stage(RaceStage::Mode::certified, 0.02));
  plan.failures.transport = transport;
  Race race(plan);
  while (!race.finished())
    for (const CallKey& key : race.next(1000)) {
      const double skill[] = {0.9, 0.9, 0.3};
      if (key.candidate != 1 || testing::chance(1, key, 1) > 0.33) {
        race.observe(answer(key, testing::chance(2, key, 2) < skill[key.candidate]));
        continue;
      }
      Record record = failed(key);
      if (transport == Treatment::wrong) record.quality = 0;   // as the grader does
      race.observe(record);
    }
  return race.ranking();
}

TEST(Units, WhatThePolicyLeavesOutDropsNobody) {
  const Ranking skipped = race_of_one_that_fails(Treatment::skipped), wrong = race_of_one_that_fails(Treatment::wrong);
  const auto left = [](const Ranking& r, std::uint32_t c) { return std::ranges::find(r.cuts, c, &Cut::candidate) != r.cuts.end(); };
  EXPECT_FALSE(left(skipped, 1)) << "it may be as good as the leader";
  EXPECT_TRUE(left(wrong, 1));
  EXPECT_TRUE(left(skipped, 2)) << "the others' failures do not shield it";
  EXPECT_FALSE(skipped.stages[0].certificate->reached) << "too much is missing to say";
}

}  // namespace
}  // namespace shortlist
