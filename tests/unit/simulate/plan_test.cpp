// Planning: what a suite resolves, and what stages will take.
#include <gtest/gtest.h>

#include "harness/board/statistics.hpp"
#include "harness/race/race.hpp"
#include "harness/simulate/power.hpp"
#include "harness/simulate/rehearse.hpp"
#include "tests/unit/simulate/support.hpp"

namespace shortlist::simulation {
namespace {

using testing::items_of;
using testing::plan_with;
using testing::record_of;

double told_apart(const std::vector<SuiteUnits>& suites, double sd) {
  return detectable(suites, sd).value_or(-1);
}

TEST(Power, IsTheTextbooksFormula) {
  EXPECT_NEAR(told_apart({{1, 520}}, 0.4), 2.8016 * 0.4 / std::sqrt(520.0), 1e-5);
  EXPECT_NEAR(told_apart({{1, 400}}, 0.2), 0.028016, 1e-6);
  EXPECT_NEAR(told_apart({{1, 50}, {1, 50}}, 0.4), told_apart({{1, 100}}, 0.4), 1e-12);
  EXPECT_GT(told_apart({{9, 50}, {1, 50}}, 0.4), told_apart({{1, 100}}, 0.4))
      << "most of the weight rests on 50 items";
  EXPECT_EQ(told_apart({{5, 0}, {1, 100}}, 0.4), told_apart({{1, 100}}, 0.4))
      << "an empty suite weighs nothing";
  EXPECT_EQ(told_apart({}, 0.4), -1);
  EXPECT_EQ(told_apart({{1, 0}}, 0.4), -1);
}

/// Paired differences of -1, 0 and 1 with this mean and standard deviation.
Sample differences(std::size_t items, double mean, double sd, Random& random) {
  const double discordant = sd * sd + mean * mean;
  Sample sample;
  for (std::size_t i = 0; i < items; ++i) {
    const double u = uniform(random);
    sample.add(u < (discordant + mean) / 2 ? 1 : u < discordant ? -1 : 0);
  }
  return sample;
}

/// Of so many studies of a pair with this gap, the share in which the interval that decisions use leaves out
/// 0.
double share_told_apart(const std::vector<SuiteUnits>& suites, double sd, double gap, int studies) {
  Random random(11);
  int found = 0;
  for (int study = 0; study < studies; ++study) {
    std::vector<Weighted> parts;
    for (const SuiteUnits& s : suites)
      parts.push_back({mean_of_differences(differences(s.units, gap, sd, random)), s.weight});
    const auto difference = weighted_mean(parts);
    found += difference && (difference->low > 0 || difference->high < 0);
  }
  return found / static_cast<double>(studies);
}

/// What 80 % power and the 5 % level mean, tried out with the house's own intervals.
TEST(Power, IsReachedBySuchAPair) {
  constexpr int studies = 4000;
  constexpr double error = 0.0063;  // of a share of .8 in so many
  const struct {
    std::vector<SuiteUnits> suites;
    double sd;
  } rows[] = {{{{1, 520}}, usual_sd_pair},          {{{1, 2000}}, alike_sd_pair},
              {{{1, 520}}, unlike_sd_pair},         {{{1, 200}}, usual_sd_pair},
              {{{1, 2000}}, usual_sd_pair},         {{{1, 300}, {1, 300}}, usual_sd_pair},
              {{{3, 200}, {1, 400}}, usual_sd_pair}};
  for (const auto& [suites, sd] : rows) {
    const double gap = told_apart(suites, sd);
    EXPECT_NEAR(share_told_apart(suites, sd, gap, studies), 0.80, 3.5 * error)
        << suites[0].units << " units, sd " << sd;
    EXPECT_LT(share_told_apart(suites, sd, 0, studies), 0.05 + 3.5 * 0.0035)
        << "of a pair that does not differ";
    EXPECT_LT(share_told_apart(suites, sd, gap / 2, studies), 0.35) << "half of it is hardly found";
  }
  const std::vector<SuiteUnits> few{{1, 520}};  // 27 pairs that differ: a binomial, not yet a normal
  const double found = share_told_apart(few, alike_sd_pair, told_apart(few, alike_sd_pair), studies);
  EXPECT_GT(found, 0.80 - 3.5 * error);
  EXPECT_LT(found, 0.85);
}

TEST(Power, OneCandidateIsKnownWithin) {
  EXPECT_NEAR(known_within(std::vector<SuiteUnits>{{1, 400}}).value_or(-1), 1.959964 * 0.5 / 20, 1e-6);
  EXPECT_FALSE(known_within(std::vector<SuiteUnits>{}));
  Random random(5);
  int held = 0;
  for (int study = 0; study < 2000; ++study) {
    double sum = 0;
    for (int i = 0; i < 400; ++i) sum += uniform(random) < 0.5;
    held += std::abs(sum / 400 - 0.5) <= 1.959964 * 0.5 / 20;
  }
  EXPECT_NEAR(held / 2000.0, 0.95, 3.5 * 0.0049);
}

TEST(Power, UnitsAreClustersAndItemsAlone) {
  const Plan plan = plan_with(2, {items_of(10), items_of(12, 4)}, {RaceStage{}});
  const auto units = units_of(plan);
  ASSERT_EQ(units.size(), 2u);
  EXPECT_EQ(units[0].units, 10u);
  EXPECT_EQ(units[1].units, 3u);
}

TEST(Power, AnEarlierRunKnowsHowUnlikeAnswersAre) {
  shortlist::Run run;
  run.plan = plan_with(3, {items_of(100)}, {RaceStage{}});
  std::vector<Record> records;
  for (std::uint32_t i = 0; i < 100; ++i) {
    records.push_back(record_of({0, 0, i, 0}, 1));
    records.push_back(record_of({1, 0, i, 0}, i % 4 == 0 ? 0 : 1));
  }
  run.records = Records(records);
  const auto measured = measured_sd_pair(run);
  ASSERT_TRUE(measured);
  EXPECT_NEAR(measured->sd, std::sqrt(0.25 * 0.75 * 100 / 99), 1e-12);
  EXPECT_EQ(measured->items, 100u);
  records.resize(58);  // 29 items
  run.records = Records(records);
  EXPECT_FALSE(measured_sd_pair(run)) << "too few to say";
  run.records = Records(std::vector<Record>{});
  EXPECT_FALSE(measured_sd_pair(run));
}

TEST(Rehearse, AskingAllIsCertain) {
  RaceStage full;
  full.mode = RaceStage::Mode::full;
  const Plan plan = plan_with(4, {items_of(50), items_of(10)}, {full});
  const Forecast forecast = rehearse(plan, std::vector<double>{0.01, 0.02, 0.03, 0.04});
  ASSERT_EQ(forecast.stages.size(), 1u);
  const StageForecast& race = forecast.stages[0];
  EXPECT_EQ(race.name, "race");
  EXPECT_EQ(race.calls.low, 240);
  EXPECT_EQ(race.calls.expected, 240);
  EXPECT_EQ(race.calls.high, 240);
  ASSERT_TRUE(race.usd);
  EXPECT_NEAR(race.usd->expected, 6, 1e-9);
  EXPECT_EQ(race.stayed.expected, 4);
  EXPECT_EQ(forecast.items, forecast.of);
}

TEST(Rehearse, StagesFollowOneAnother) {
  RaceStage budget;
  budget.mode = RaceStage::Mode::budget, budget.budget = 0.3;
  const Plan plan = plan_with(8, {items_of(100)}, {budget, ConfirmStage{}, DecideStage{}});
  const Forecast forecast = rehearse(plan, {});
  ASSERT_EQ(forecast.stages.size(), 3u);
  const StageForecast& race = forecast.stages[0];
  EXPECT_LE(race.calls.high, 240);
  EXPECT_GT(race.calls.low, 0);
  EXPECT_LT(race.stayed.expected, race.entered);
  EXPECT_FALSE(race.usd) << "no price, no figure";
  EXPECT_EQ(forecast.stages[1].name, "confirm");
  EXPECT_GT(forecast.stages[1].calls.expected, 0) << "the finalist answers the rest";
  EXPECT_LE(forecast.stages[1].calls.high, 100);
  EXPECT_EQ(forecast.stages[2].calls.high, 0) << "deciding asks nobody";
}

TEST(Rehearse, ASmokeStageAsksAFewOfAll) {
  SmokeStage smoke;
  smoke.items = 5;
  const Forecast forecast = rehearse(plan_with(8, {items_of(100)}, {smoke}), std::vector<double>(8, 0.5));
  ASSERT_EQ(forecast.stages.size(), 1u);
  EXPECT_EQ(forecast.stages[0].name, "smoke");
  EXPECT_EQ(forecast.stages[0].calls.low, 40);
  EXPECT_EQ(forecast.stages[0].calls.high, 40);
  EXPECT_NEAR(forecast.stages[0].usd.value_or(Range{}).expected, 20, 1e-9);
}

TEST(Rehearse, RangesAreInOrderAndTheSameEachTime) {
  RaceStage race;
  race.within = 0.02;
  const Plan plan = plan_with(6, {items_of(200)}, {SmokeStage{}, race});
  const Forecast once = rehearse(plan, std::vector<double>(6, 0.001)),
                 again = rehearse(plan, std::vector<double>(6, 0.001));
  for (std::size_t s = 0; s < once.stages.size(); ++s) {
    const Range& calls = once.stages[s].calls;
    EXPECT_LE(calls.low, calls.expected);
    EXPECT_LE(calls.expected, calls.high);
    EXPECT_LE(calls.high, static_cast<double>(worst_case_calls(plan)));
    EXPECT_EQ(calls.expected, again.stages[s].calls.expected);
    ASSERT_TRUE(once.stages[s].usd);
    EXPECT_NEAR(once.stages[s].usd->expected, 0.001 * calls.expected, 1e-9);
  }
}

TEST(Rehearse, LargePlansAreRehearsedOnAPart) {
  RaceStage full;
  full.mode = RaceStage::Mode::full;
  const Plan plan = plan_with(10, {items_of(1'000'000)}, {full});
  const Forecast forecast = rehearse(plan, {});
  EXPECT_LT(forecast.items, 20'000u);
  EXPECT_EQ(forecast.of, 1'000'000u);
  EXPECT_NEAR(forecast.stages[0].calls.expected, 1e7, 1);
}

TEST(Rehearse, NothingToAskIsNoStages) {
  EXPECT_TRUE(rehearse(plan_with(3, {items_of(0)}, {RaceStage{}}), {}).stages.empty());
  EXPECT_TRUE(rehearse(plan_with(0, {items_of(5)}, {RaceStage{}}), {}).stages.empty());
}

}  // namespace
}  // namespace shortlist::simulation
