#include "harness/race/policies.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "harness/race/halving.hpp"
#include "harness/types/error.hpp"
#include "tests/unit/race/support.hpp"

namespace shortlist {
namespace {

using testing::answer, testing::failed, testing::make_plan;

struct HalvingCase {
  const char* name;
  double keep;
  std::size_t first_items, racing, asked, items;
  std::vector<HalvingRound> expected;
};

TEST(Halving, PlansItsRounds) {
  const std::vector<HalvingCase> cases{
      {"equal calls a round: 8 x 20, 4 x 40, 2 x 80", .5, 0, 8, 0, 140, {{8, 20, 4}, {4, 60, 2}, {2, 140, 2}}},
      {"a first round of ten", .5, 10, 8, 0, 130, {{8, 10, 4}, {4, 50, 2}, {2, 130, 2}}},
      {"two need no cut", .5, 10, 2, 0, 50, {{2, 50, 2}}},
      {"one neither", .5, 0, 1, 0, 50, {{1, 50, 1}}},
      {"never fewer than two stay", .1, 0, 10, 0, 60, {{10, 10, 2}, {2, 60, 2}}},
      {"always one leaves", .99, 0, 4, 0, 26, {{4, 6, 3}, {3, 14, 2}, {2, 26, 2}}},
      {"0.7 of ten is seven", .7, 0, 10, 0, 1000,
       {{10, 66, 7}, {7, 159, 5}, {5, 290, 4}, {4, 454, 3}, {3, 672, 2}, {2, 1000, 2}}},
      {"a first round of everything", .5, 90, 8, 0, 50, {{8, 50, 8}}},
      {"too few items to cut on", .5, 0, 8, 0, 2, {{8, 2, 8}}},
      {"each round a step, however small", .5, 0, 8, 0, 3, {{8, 1, 4}, {4, 2, 2}, {2, 3, 2}}},
      {"goes on from what was asked", .5, 0, 3, 10, 35, {{3, 20, 2}, {2, 35, 2}}},
  };
  for (const auto& c : cases) {
    const auto rounds = halving_rounds(testing::halving(c.keep, c.first_items), {c.racing, c.asked, c.items});
    ASSERT_EQ(rounds.size(), c.expected.size()) << c.name;
    for (std::size_t r = 0; r < rounds.size(); ++r) {
      EXPECT_EQ(rounds[r].racing, c.expected[r].racing) << c.name << ", round " << r + 1;
      EXPECT_EQ(rounds[r].items, c.expected[r].items) << c.name << ", round " << r + 1;
      EXPECT_EQ(rounds[r].keep, c.expected[r].keep) << c.name << ", round " << r + 1;
    }
  }
}

RC_GTEST_PROP(Halving, AlwaysEndsOnAllItemsInGrowingRounds, ()) {
  const auto any = [](std::size_t low, std::size_t high) { return *rc::gen::resize(100, rc::gen::inRange(low, high)); };
  const std::size_t items = any(0, 500), asked = any(0, items + 1), racing = any(1, 60);
  const double keep = static_cast<double>(any(1, 100)) / 100;
  const auto rounds = halving_rounds(testing::halving(keep, any(0, 600)), {racing, asked, items});
  std::size_t before = asked, field = racing;
  for (const HalvingRound& round : rounds) {
    RC_ASSERT(round.racing == field);
    RC_ASSERT(round.items > before || items == asked);
    RC_ASSERT(round.keep <= round.racing && round.keep >= std::min<std::size_t>(2, racing));
    before = round.items, field = round.keep;
  }
  RC_ASSERT(before == items);
}

TEST(Policies, AnUnknownModeNamesTheTable) {
  try {
    make_policy({"race", "certian", 0.5, 0}, {2, 0, 10});
    FAIL();
  } catch (const UserError& e) {
    EXPECT_STREQ(e.what(), "stage race: unknown mode \"certian\"; there are full, halving");
  }
  EXPECT_THROW(Race(make_plan(2, {3}, {"race", "certian", 0.5, 0})), UserError);
}

/// Four candidates of which the third leaves first: one round of ten items, two stay.
Ranking after_first_cut(Plan plan, const std::function<Record(CallKey)>& says) {
  Race race(plan);
  while (race.ranking().cuts.empty() && !race.finished())
    for (const CallKey& key : race.next(1000)) race.observe(says(key));
  return race.ranking();
}

std::string why(const Ranking& ranking, std::uint32_t candidate) {
  for (const Cut& cut : ranking.cuts)
    if (cut.candidate == candidate) return cut.why;
  return "stayed";
}

const Plan four = make_plan(4, {100}, testing::halving(0.5, 40));

TEST(Halving, SaysOnWhatEvidence) {
  // Of the first 40 items of the order c0 has all right, c1 all but every tenth item, c2 and c3 the even ones.
  const Ranking ranking = after_first_cut(four, [](CallKey k) {
    return answer(k, k.candidate == 0 || (k.candidate == 1 ? k.item % 10 != 0 : k.item % 2 == 0));
  });
  ASSERT_EQ(ranking.cuts.size(), 2u);
  EXPECT_EQ(ranking.cuts[0].stage, "race");
  EXPECT_EQ(ranking.cuts[0].round, 1u);
  EXPECT_EQ(why(ranking, 2), "50.0 % on 40 items, 50.0 points behind c0 (paired, -64.8 .. -35.2)");
  EXPECT_EQ(why(ranking, 0), "stayed");
}

TEST(Halving, KeepsTheEarlierOfATieAndSaysSo) {
  const Ranking ranking = after_first_cut(four, [](CallKey k) { return answer(k, k.item % 2); });
  ASSERT_EQ(ranking.cuts.size(), 2u);
  EXPECT_EQ(ranking.cuts[0].candidate, 2u);
  EXPECT_EQ(ranking.cuts[1].candidate, 3u);
  EXPECT_NE(why(ranking, 3).find("level with c0"), std::string::npos) << why(ranking, 3);
  EXPECT_NE(why(ranking, 3).find("a tie, which the plan's order decides"), std::string::npos) << why(ranking, 3);
}

TEST(Halving, DropsThoseWithoutAnAnswerFirst) {
  const Ranking ranking =
      after_first_cut(four, [](CallKey k) { return k.candidate == 1 ? failed(k) : answer(k, k.candidate == 0); });
  EXPECT_EQ(why(ranking, 1), "no judged answer on 40 items (40 of 40 calls failed)");
  EXPECT_EQ(why(ranking, 2), "stayed");
}

TEST(Halving, DropsThoseBeyondAHardLimitBeforeThoseWithin) {
  Plan plan = four;
  plan.objective.limit_p95_ms = 200;
  const Ranking ranking = after_first_cut(
      plan, [](CallKey k) { return answer(k, k.candidate <= k.item % 4, k.candidate == 0 ? 300 : 100); });
  EXPECT_NE(why(ranking, 0).find("breaks a limit: p95 300 ms > 200 ms"), std::string::npos) << why(ranking, 0);
  EXPECT_EQ(why(ranking, 2), "stayed");
}

TEST(Halving, WeighsCostWhereThePlanDoes) {
  Plan plan = four;
  plan.objective.cost_weight = 1, plan.objective.cost_cap_usd_per_1k = 2;
  const Ranking ranking = after_first_cut(plan, [](CallKey k) {
    return answer(k, k.candidate == 0 || k.item % 10 != 0, 100, k.candidate == 0 ? 0.002 : 0.0002);
  });
  EXPECT_NE(why(ranking, 0).find("utility 0.500 against "), std::string::npos) << why(ranking, 0);
}

TEST(Race, SecondStageGoesOnWithTheSurvivors) {
  Plan plan = make_plan(6, {30}, testing::halving());
  plan.stages.push_back({"race", "full", 0.5, 0});
  Race race(plan);
  std::size_t calls = 0;
  while (!race.finished())
    for (const CallKey& key : race.next(1000)) race.observe(answer(key, key.candidate <= key.item % 6)), ++calls;
  EXPECT_EQ(race.ranking().chosen, 0u);
  EXPECT_LT(calls, 6u * 30u);
  EXPECT_EQ(race.ranking().cuts.size(), 4u);
}

TEST(Race, CandidatesTakeTurnsItemByItem) {
  Race race(make_plan(3, {4}));
  const auto calls = race.next(100);
  ASSERT_EQ(calls.size(), 12u);
  for (std::size_t i = 0; i < calls.size(); ++i) EXPECT_EQ(calls[i].item, calls[i / 3 * 3].item);
  EXPECT_NE(calls[0].candidate, calls[3].candidate);   // who begins moves on
}

}  // namespace
}  // namespace shortlist
