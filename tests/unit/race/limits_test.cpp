// Hard limits in a race that proves: who breaks one leaves, and nobody has to leave because of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "harness/race/race.hpp"
#include "tests/unit/race/support.hpp"

namespace shortlist {
namespace {

using testing::answer, testing::make_plan, testing::race_stage;
using Says = std::function<Record(CallKey)>;

Ranking play(const Plan& plan, const Says& says) {
  Race race(plan);
  while (!race.finished())
    for (const CallKey& key : race.next(1000)) race.observe(says(key));
  return race.ranking();
}

Plan limited(std::size_t candidates, std::size_t items) {
  Plan plan = make_plan(candidates, {items}, race_stage(RaceStage::Mode::certified, 0.02));
  plan.objective.limit_p95_ms = 1000;
  return plan;
}

bool right(const CallKey& key, double skill) { return testing::chance(3, key, 1) < skill; }

TEST(Limits, TheOnlyOneWithinIsChosenThoughOthersOutbidIt) {
  // c0 is the best and far too slow, c1 nearly as good and slow on every sixth item, c2 much worse and fast.
  const Ranking r = play(limited(3, 400), [](CallKey k) {
    const double skill[] = {0.95, 0.9, 0.5};
    const double ms[] = {5000, k.item % 6 == 0 ? 3000.0 : 100.0, 100};
    return answer(k, right(k, skill[k.candidate]), ms[k.candidate]);
  });
  EXPECT_EQ(r.chosen, 2u);
  ASSERT_EQ(r.cuts.size(), 2u);
  for (const Cut& cut : r.cuts) EXPECT_NE(cut.why.find("limit"), std::string::npos) << cut.why;
  ASSERT_TRUE(r.stages[0].certificate);
  EXPECT_TRUE(r.stages[0].certificate->limited);
  EXPECT_EQ(r.stages[0].certificate->leader, 2u);
}

TEST(Limits, WhoComesBackIsSaidAndRacesOn) {
  // The slow one is slow too seldom to be found out before it has outbid the others.
  const Ranking r = play(limited(4, 600), [](CallKey k) {
    const double skill[] = {0.95, 0.6, 0.55, 0.2};
    return answer(k, right(k, skill[k.candidate]), k.candidate == 0 && k.item % 12 == 0 ? 4000 : 100);
  });
  EXPECT_EQ(r.chosen, 1u);
  const auto& notes = r.stages[0].notes;
  EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), [](const auto& n) { return n.find("came back") != std::string::npos; }));
  std::vector<std::uint32_t> left;
  for (const Cut& cut : r.cuts) left.push_back(cut.candidate);
  std::sort(left.begin(), left.end());
  EXPECT_EQ(std::adjacent_find(left.begin(), left.end()), left.end()) << "nobody leaves twice";
}

TEST(Limits, NobodyWithinLeavesNobodyAndNothingIsClaimed) {
  const Ranking r = play(limited(3, 100), [](CallKey k) { return answer(k, k.item % 2, 5000); });
  EXPECT_EQ(r.chosen, std::nullopt);
  EXPECT_EQ(r.cuts.size(), 3u);
  EXPECT_FALSE(r.stages[0].certificate);
  EXPECT_EQ(r.notes.front(), "nobody is chosen: no candidate keeps the limits");
}

TEST(Limits, WhoBreaksOneDrivesNobodyOffTheFront) {
  // Better on quality and over the limit on cost: the only other one keeps it.
  Plan plan = make_plan(2, {200}, race_stage(RaceStage::Mode::pareto));
  plan.objective.limit_usd_per_1k = 0.5;
  const Ranking r = play(plan, [](CallKey k) { return answer(k, right(k, k.candidate ? 0.6 : 0.95), 100, k.candidate ? 0.0001 : 0.001); });
  EXPECT_EQ(r.chosen, 1u);
  ASSERT_EQ(r.cuts.size(), 1u);
  EXPECT_EQ(r.cuts[0].ground, Cut::Ground::limit);
}

TEST(Limits, NobodyPassesUnknownWhereOthersAreKnownToKeepThem) {
  Plan plan = make_plan(2, {200}, race_stage(RaceStage::Mode::certified, 0.02));
  plan.objective.limit_usd_per_1k = 5;
  const Ranking r = play(plan, [](CallKey k) {
    return answer(k, right(k, k.candidate ? 0.9 : 0.7), 100, k.candidate ? std::nullopt : std::optional(0.001));
  });
  EXPECT_EQ(r.chosen, 0u);
}

TEST(Limits, WhatIsUnknownIsNoEvidenceInARace) {
  const Ranking r = play(limited(2, 100), [](CallKey k) {
    Record record = answer(k, right(k, k.candidate ? 0.2 : 0.9));
    record.outcome.cached = true;   // and so without times
    return record;
  });
  ASSERT_TRUE(r.stages[0].certificate);
  EXPECT_EQ(r.stages[0].stayed, 1u);
  EXPECT_EQ(r.chosen, std::nullopt) << "but nobody is chosen of whom nothing shows that it keeps the limit";
}

/// One within, one over by chance only: the best that keeps the limits stays or is at most `within` better than the winner.
TEST(Limits, TheErrorRateHolds) {
  constexpr int worlds = 300;
  int wrong = 0;
  for (int seed = 0; seed < worlds; ++seed) {
    Plan plan = limited(6, 200);
    plan.seed = static_cast<std::uint64_t>(seed);
    const auto is_right = [&](CallKey k) { return testing::chance(plan.seed, k, 2) < 0.85 - 0.03 * k.candidate; };
    const auto slow = [&](CallKey k) { return testing::chance(plan.seed, k, 3) < (k.candidate % 2 ? 0.02 : 0.12); };
    std::vector<double> truth(6);
    double best = 0;
    for (std::uint32_t c = 0; c < 6; ++c) {
      double over = 0;
      for (std::uint32_t i = 0; i < 200; ++i) truth[c] += is_right({c, 0, i, 0}) / 200.0, over += slow({c, 0, i, 0}) / 200.0;
      if (over <= 0.05) best = std::max(best, truth[c]);
    }
    const Ranking r = play(plan, [&](CallKey k) { return answer(k, is_right(k), slow(k) ? 4000 : 100); });
    wrong += !r.chosen || truth[*r.chosen] < best - 0.02 - 1e-9;
  }
  EXPECT_LE(wrong, worlds * 0.05);
}

}  // namespace
}  // namespace shortlist
