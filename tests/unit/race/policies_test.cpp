#include "harness/race/policies.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "harness/board/order.hpp"
#include "tests/unit/race/support.hpp"

namespace shortlist {
namespace {

using testing::answer, testing::failed, testing::make_plan;

/// Plays a plan to its end, each call answered right by `skill` of the items for everyone alike.
struct Played {
  Ranking ranking;
  std::vector<std::size_t> calls;   ///< one a candidate
};
Played play(const Plan& plan, const std::function<Record(CallKey)>& says) {
  Race race(plan);
  Played played{{}, std::vector<std::size_t>(plan.candidates.size())};
  while (!race.finished())
    for (const CallKey& key : race.next(1000)) race.observe(says(key)), ++played.calls[key.candidate];
  played.ranking = race.ranking();
  return played;
}

TEST(Halving, SpendsItsShareEvenlyOverItsRounds) {
  // Eight candidates, 100 items, 30 % of 800 calls: three rounds of 80 calls, over 8, 4 and 2 candidates.
  const auto played = play(make_plan(8, {100}, testing::halving(0.3)), [](CallKey k) { return answer(k, k.candidate <= k.item % 8); });
  auto calls = played.calls;
  std::sort(calls.begin(), calls.end());
  EXPECT_EQ(calls, (std::vector<std::size_t>{10, 10, 10, 10, 30, 30, 70, 70}));
  EXPECT_EQ(played.ranking.chosen, 0u);
}

TEST(Halving, NeverAsksBeyondTheSuiteAndWithOneCandidateAsksIt) {
  EXPECT_EQ(play(make_plan(1, {10}, testing::halving(1)), [](CallKey k) { return answer(k, 1); }).calls[0], 10u);
  for (const std::size_t calls : play(make_plan(4, {10}, testing::halving(1)), [](CallKey k) { return answer(k, 1); }).calls)
    EXPECT_LE(calls, 10u);
}

TEST(Halving, SaysWhenATinyTableTakesMoreThanItsShare) {
  const auto notes = [](double budget) {
    return play(make_plan(8, {20}, testing::halving(budget)), [](CallKey k) { return answer(k, 1); }).ranking.stages[0].notes;
  };
  EXPECT_EQ(notes(0.05), std::vector<std::string>{"took 8.75 % of the calls, not 5 %: each round asks at least one item of each candidate"});
  EXPECT_TRUE(notes(0.5).empty());
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

// Two rounds; the first takes half of 320 calls, 40 of each candidate.
const Plan four = make_plan(4, {100}, testing::halving(0.8));

TEST(Halving, SaysOnWhatEvidence) {
  // Of the first 40 items of the order c0 has all right, c1 all but every tenth item, c2 and c3 the even ones.
  const Ranking ranking = after_first_cut(four, [](CallKey k) {
    return answer(k, k.candidate == 0 || (k.candidate == 1 ? k.item % 10 != 0 : k.item % 2 == 0));
  });
  ASSERT_EQ(ranking.cuts.size(), 2u);
  EXPECT_EQ(ranking.cuts[0].stage, "race");
  EXPECT_EQ(ranking.cuts[0].round, 1u);
  EXPECT_EQ(why(ranking, 2), "45.0 % on 40 items, 55.0 points behind c0 (paired, -69.3 .. -39.8)");
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
  Plan plan = make_plan(6, {30}, testing::halving(0.3));
  plan.stages.push_back(testing::race_stage(RaceStage::Mode::full));
  Race race(plan);
  std::size_t calls = 0;
  while (!race.finished())
    for (const CallKey& key : race.next(1000)) race.observe(answer(key, key.candidate <= key.item % 6)), ++calls;
  EXPECT_EQ(race.ranking().chosen, 0u);
  EXPECT_LT(calls, 6u * 30u);
  EXPECT_EQ(race.ranking().cuts.size(), 5u);
}

TEST(Betting, ClaimsOnlyWhatItsModeProves) {
  const auto says = [](CallKey k) { return answer(k, k.candidate == 0 || k.item % 4 == 0); };
  struct Case { RaceStage::Mode mode; double latency_weight; const char* verdict; };
  for (const Case& c : {Case{RaceStage::Mode::certified, 0, "cannot be the best of the 2"},
                        Case{RaceStage::Mode::fast, 0, "certifies nothing"},
                        Case{RaceStage::Mode::certified, 0.1, "certifies nothing"}}) {
    Plan plan = make_plan(2, {200}, testing::race_stage(c.mode, 0.0));
    plan.objective.latency_weight = c.latency_weight, plan.objective.latency_cap_ms = 1000;
    EXPECT_NE(why(play(plan, says).ranking, 1).find(c.verdict), std::string::npos) << why(play(plan, says).ranking, 1);
  }
}

TEST(Audit, AsksNobodyWhomDeclaredFactsKeepOut) {
  Plan plan = make_plan(3, {20}, ConstraintsStage{});
  std::get<ConstraintsStage>(plan.stages[0]).local = true;
  plan.candidates[1].facts.local = false;
  plan.stages.push_back(testing::halving(0.5));
  plan.stages.push_back(AuditStage{9});
  const auto played = play(plan, [](CallKey k) { return answer(k, k.candidate == 0); });
  EXPECT_EQ(played.calls, (std::vector<std::size_t>{20, 0, 20}));
}

TEST(Audit, SaysWhetherADropWasWrong) {
  // c2 is right on every item but the ten that come first, on which halving drops it.
  Plan plan = make_plan(3, {40}, testing::halving(0.5));
  plan.stages.push_back(AuditStage{2});
  const std::vector<SuiteShape> shape{{40, {}}};
  const Order order(shape, plan.seed);
  const auto played = play(plan, [&](CallKey k) {
    const std::size_t position = order.position(0, k.item);
    return answer(k, k.candidate == 2 ? position >= 10 : k.candidate == 0 ? position % 2 == 0 : position % 4 == 0);
  });
  ASSERT_EQ(played.ranking.audit.size(), 2u);
  for (const AuditFinding& finding : played.ranking.audit) {
    ASSERT_TRUE(finding.lead);
    EXPECT_EQ(finding.wrong, finding.candidate == 2);
    EXPECT_NEAR(*finding.lead, finding.candidate == 2 ? 0.25 : -0.25, 1e-9);
  }
  EXPECT_EQ(played.ranking.chosen, 0u);
  EXPECT_EQ(played.calls, (std::vector<std::size_t>{40, 40, 40}));
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
