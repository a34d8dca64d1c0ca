// Who can be asked at all, and bounds that hold for every race: the dry run's figures rest on them.
#include "harness/simulate/entrants.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "harness/simulate/drive.hpp"
#include "harness/simulate/rehearse.hpp"
#include "tests/unit/simulate/support.hpp"

namespace shortlist::simulation {
namespace {

using testing::items_of;
using testing::plan_with;
using Numbers = std::vector<std::uint32_t>;

ConstraintsStage in_region(const char* region) {
  ConstraintsStage stage;
  stage.regions = {region};
  return stage;
}

Plan four(std::vector<Stage> stages) {
  Plan plan = plan_with(4, {items_of(10)}, std::move(stages));
  plan.candidates[1].facts.region = "us", plan.candidates[2].facts.region = "eu";
  return plan;
}

TEST(Entrants, AreThoseWhomDeclaredFactsLetIn) {
  EXPECT_EQ(entrants(four({RaceStage{}})), (Numbers{0, 1, 2, 3}));
  EXPECT_EQ(entrants(four({in_region("eu"), RaceStage{}})), (Numbers{0, 2, 3})) << "what is unknown stays";
  EXPECT_EQ(entrants(four({in_region("eu"), in_region("us"), RaceStage{}})), (Numbers{0, 3}));
  Plan none = four({in_region("mars"), RaceStage{}});
  for (Candidate& c : none.candidates) c.facts.region = "us";
  EXPECT_TRUE(entrants(none).empty());
}

TEST(Entrants, VariantsComeInWithTheFirstOfTheirBase) {
  Plan plan = plan_with(4, {items_of(10)}, {in_region("eu"), RaceStage{}, OptimiseStage{}});
  for (std::size_t c : {0u, 1u}) plan.candidates[c].base = "a", plan.candidates[c].facts.region = "us";
  for (std::size_t c : {2u, 3u}) plan.candidates[c].base = "b", plan.candidates[c].facts.region = "eu";
  EXPECT_EQ(entrants(plan), (Numbers{2, 3}));
}

/// Any stages that a plan may have, over a few small suites.
Plan any_plan() {
  using rc::gen::inRange;
  const auto whole = [](int low, int high) { return *inRange(low, high); };
  std::vector<std::shared_ptr<const Items>> suites;
  for (int s = whole(1, 3); s > 0; --s)
    suites.push_back(items_of(static_cast<std::size_t>(whole(1, 25)), *rc::gen::element(1u, 3u)));
  Plan plan = plan_with(static_cast<std::size_t>(whole(1, 7)), suites, {});
  const auto race = [&] {
    RaceStage stage;
    stage.mode = *rc::gen::element(RaceStage::Mode::certified, RaceStage::Mode::fast, RaceStage::Mode::budget,
                                   RaceStage::Mode::pareto, RaceStage::Mode::full);
    stage.budget = *rc::gen::element(0.01, 0.2, 0.7, 1.0), stage.within = *rc::gen::element(0.01, 0.2);
    return stage;
  };
  if (whole(0, 2)) plan.stages.emplace_back(in_region("eu"));
  if (whole(0, 2)) plan.stages.emplace_back(SmokeStage{static_cast<std::size_t>(whole(1, 8))});
  if (whole(0, 3)) plan.stages.emplace_back(race());
  const bool asked = !plan.stages.empty() && !std::holds_alternative<ConstraintsStage>(plan.stages.back());
  if (whole(0, 2) && asked)
    plan.stages.emplace_back(OptimiseStage{static_cast<std::size_t>(whole(1, 3)), race()});
  plan.stages.emplace_back(ConfirmStage{static_cast<std::uint32_t>(whole(1, 4)),
                                        asked ? static_cast<std::size_t>(whole(0, 3)) : 0});
  if (whole(0, 2)) plan.stages.emplace_back(AuditStage{static_cast<std::size_t>(whole(1, 5))});
  plan.repeats = static_cast<std::uint32_t>(whole(1, 4));
  plan.seed = *rc::gen::arbitrary<std::uint64_t>();
  for (std::size_t c = 0; c < plan.candidates.size(); ++c) {
    plan.candidates[c].facts.region = *rc::gen::element<std::string>("eu", "us");
    if (c > 0 && whole(0, 3) == 0) {  // a variant of the one before
      plan.candidates[c - 1].base =
          plan.candidates[c - 1].base.empty() ? plan.candidates[c - 1].name : plan.candidates[c - 1].base;
      plan.candidates[c].base = plan.candidates[c - 1].base,
      plan.candidates[c].facts = plan.candidates[c - 1].facts;
    }
  }
  return plan;
}

RC_GTEST_PROP(Entrants, NobodyElseIsAskedAndNoRaceTakesMore, ()) {
  const Plan plan = any_plan();
  const Numbers in = entrants(plan);
  Random random(plan.seed);
  std::size_t calls = 0;
  Race race(plan);
  drive(race, [&](const CallKey& key, Record& record) {
    ++calls;
    RC_ASSERT(std::find(in.begin(), in.end(), key.candidate) != in.end());
    record.quality = static_cast<double>(random.below(2));
  });
  RC_ASSERT(calls <= most_calls(plan, in.size()));
}

void in_order(const Range& range, double most) {
  RC_ASSERT(range.low >= 0 && range.low <= range.expected && range.expected <= range.high);
  RC_ASSERT(range.high <= most * (1 + 1e-9) + 1e-9);
}

RC_GTEST_PROP(Rehearse, LowExpectedHighAndWorstAreInThisOrder, ()) {
  const Plan plan = any_plan();
  std::vector<double> usd;
  for (std::size_t c = 0; c < plan.candidates.size(); ++c)
    usd.push_back(*rc::gen::element(0.0, 0.001, 0.5, 40.0));
  const Forecast forecast = rehearse(plan, usd);
  const Numbers in = entrants(plan);
  double worst_usd = 0;
  for (const std::uint32_t c : in) worst_usd += usd[c] * static_cast<double>(most_calls(plan, 1));
  const auto worst = static_cast<double>(most_calls(plan, in.size()));
  in_order(forecast.calls, worst);
  in_order(forecast.usd.value(), worst_usd);
  double expected = 0, usd_expected = 0;
  for (const StageForecast& stage : forecast.stages) {
    in_order(stage.calls, worst);
    in_order(stage.usd.value(), worst_usd);
    expected += stage.calls.expected, usd_expected += stage.usd->expected;
  }
  RC_ASSERT(std::abs(expected - forecast.calls.expected) <= 1e-9 * worst);
  RC_ASSERT(std::abs(usd_expected - forecast.usd->expected) <= 1e-9 * worst_usd);
}

TEST(Rehearse, ConfirmingTwiceCostsTwice) {
  RaceStage full;
  full.mode = RaceStage::Mode::full;
  Plan plan = four({in_region("eu"), full, ConfirmStage{3}});
  const Forecast forecast = rehearse(plan, std::vector<double>{0.5, 1000, 0.5, 0.5});
  EXPECT_EQ(forecast.calls.low, 90);
  EXPECT_EQ(forecast.calls.high, 90);
  EXPECT_NEAR(forecast.usd.value_or(Range{}).expected, 45, 1e-9) << "three of four, ten items, three times";
}

TEST(LeastBudget, IsWhatARaceWithoutMoneyTakes) {
  EXPECT_DOUBLE_EQ(least_budget(8, 14), 0.125);
  for (std::size_t candidates : {1u, 2u, 3u, 5u, 8u, 9u, 33u})
    for (std::size_t items : {1u, 2u, 7u, 40u})
      for (std::size_t known : {0u, 1u, 5u}) {
        RaceStage race;
        race.mode = RaceStage::Mode::budget, race.budget = 1e-6;
        std::vector<Stage> stages{race};
        if (known) stages.insert(stages.begin(), SmokeStage{known});
        Race raced(plan_with(candidates, {items_of(items)}, stages));
        std::size_t calls = 0;
        drive(raced,
              [&](const CallKey& key, Record& record) { record.quality = key.candidate % 2, ++calls; });
        EXPECT_DOUBLE_EQ(least_budget(candidates, items, known),
                         static_cast<double>(calls) / static_cast<double>(candidates * items))
            << candidates << " x " << items << ", " << known << " known";
      }
}

RC_GTEST_PROP(LeastBudget, ALargerBudgetIsKeptTo, ()) {
  const auto candidates = *rc::gen::inRange<std::size_t>(1, 20),
             items = *rc::gen::inRange<std::size_t>(1, 60);
  RaceStage race;
  race.mode = RaceStage::Mode::budget;
  race.budget = std::max(least_budget(candidates, items), *rc::gen::element(0.05, 0.1, 0.3, 0.8));
  Race raced(plan_with(candidates, {items_of(items)}, {race}));
  std::size_t calls = 0;
  drive(raced, [&](const CallKey& key, Record& record) { record.quality = key.candidate % 3 == 0, ++calls; });
  RC_ASSERT(static_cast<double>(calls) <= race.budget * static_cast<double>(candidates * items) + 1e-6);
}

TEST(Rehearse, ABudgetThatRoundsOvershootIsSaid) {
  RaceStage race;
  race.mode = RaceStage::Mode::budget, race.budget = 0.05;
  const auto over = [&](std::size_t candidates, std::size_t items, std::vector<Stage> stages) {
    return rehearse(plan_with(candidates, {items_of(items)}, std::move(stages)), {}).stages.back().overshoot;
  };
  const auto tiny = over(8, 14, {race});
  ASSERT_TRUE(tiny);
  EXPECT_DOUBLE_EQ(tiny->at_least, 0.125);
  EXPECT_EQ(tiny->known, 0u);
  const auto smoked = over(8, 14, {SmokeStage{5}, race});
  ASSERT_TRUE(smoked);
  EXPECT_DOUBLE_EQ(smoked->at_least, least_budget(8, 14, 5));
  EXPECT_EQ(smoked->known, 5u);
  EXPECT_FALSE(over(8, 100, {race}));
  EXPECT_FALSE(over(8, 14, {RaceStage{}}));
}

}  // namespace
}  // namespace shortlist::simulation
