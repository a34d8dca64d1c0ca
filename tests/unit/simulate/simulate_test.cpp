#include "harness/simulate/simulate.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/simulate/support.hpp"

namespace shortlist::simulation {
namespace {

using Mode = RaceStage::Mode;
using testing::setting_of;
using testing::spread_table;

TEST(Simulate, AskingAllFindsTheBestAndSavesNothing) {
  const Summary s = simulate(spread_table(5, 60), setting_of(Mode::full, "full"));
  EXPECT_EQ(s.candidates, 5u);
  EXPECT_EQ(s.items, 60u);
  EXPECT_EQ(s.share_of_calls.mean, 1);
  EXPECT_FALSE(s.share_of_cost);
  EXPECT_EQ(s.error.value, 0);
  EXPECT_GT(s.error.high, 0.05) << "twenty replays do not prove much";
  EXPECT_EQ(s.share_best, 1);
  EXPECT_EQ(s.mean_regret, 0);
  EXPECT_EQ(s.finished, 1);
}

TEST(Simulate, ABudgetIsKept) {
  for (const double budget : {0.1, 0.25, 0.5}) {
    Setting setting = setting_of(Mode::budget, "budget");
    setting.stage.budget = budget;
    const Summary s = simulate(spread_table(8, 200), setting);
    EXPECT_LE(s.share_of_calls.p90, budget);
    EXPECT_GT(s.share_of_calls.mean, 0.7 * budget);
    EXPECT_GT(s.share_best, 0.2);
  }
}

TEST(Simulate, EveryModeEndsWithSharesThatAreShares) {
  for (const Mode mode : {Mode::certified, Mode::fast, Mode::budget, Mode::pareto, Mode::full}) {
    Table table = spread_table(6, 120);
    table.cost_usd.assign(table.quality.size(), 0.001f);
    table.latency_ms.assign(table.quality.size(), 100);
    const Summary s = simulate(table, setting_of(mode, "m", 10));
    EXPECT_GT(s.share_of_calls.mean, 0);
    EXPECT_LE(s.share_of_calls.mean, 1);
    EXPECT_LE(s.share_of_calls.p50, s.share_of_calls.p90);
    ASSERT_TRUE(s.share_of_cost);
    EXPECT_NEAR(s.share_of_cost->mean, s.share_of_calls.mean, 1e-6) << "all calls cost the same";
    EXPECT_GE(s.share_best, 0.5);
    for (const auto& at : s.shortlist)
      EXPECT_TRUE(at.size >= 1 && at.size <= 6 && at.coverage >= 0 && at.coverage <= 1);
  }
}

TEST(Simulate, MoneyIsOfThoseWhoWereAsked) {
  Table table = spread_table(2, 100);
  table.cost_usd.assign(100, 0.001f);
  table.cost_usd.resize(200, 0.f);  // the worse one costs nothing
  Setting setting = setting_of(Mode::budget, "budget", 5);
  setting.stage.budget = 0.5;
  const Replay r = replay(table, setting, 0);
  ASSERT_TRUE(r.share_of_cost);
  EXPECT_NEAR(*r.share_of_cost, r.share_of_calls, 1e-6) << "half of the items of each";
  table.cost_usd.assign(200, 0.f);
  EXPECT_FALSE(replay(table, setting, 0).share_of_cost) << "a share of nothing";
}

TEST(Simulate, TheResultIsTheSameForAnyNumberOfThreads) {
  Setting setting = setting_of(Mode::budget, "budget", 40);
  setting.candidates = 4, setting.items = 50;
  const Table table = spread_table(9, 80);
  const Json one = to_json(simulate(table, setting));
  for (const unsigned jobs : {2u, 7u, 64u}) {
    setting.jobs = jobs;
    EXPECT_EQ(to_json(simulate(table, setting)), one);
  }
  setting.seed = 2;
  EXPECT_NE(to_json(simulate(table, setting)), one);
}

TEST(Simulate, ReplaysDifferInDrawAndOrder) {
  Setting setting = setting_of(Mode::budget, "budget");
  setting.candidates = 3, setting.stage.budget = 0.2;
  const Table table = spread_table(20, 100);
  std::set<double> regrets;
  for (std::uint64_t i = 0; i < 60; ++i) regrets.insert(replay(table, setting, i).regret);
  EXPECT_GT(regrets.size(), 2u);
}

TEST(Simulate, IdenticalCandidatesAreAllTheBest) {
  const std::vector<float> row{1, 0, 1, 1, 0, 0.5, 1, 0, 1, 1};
  for (const Mode mode : {Mode::certified, Mode::fast, Mode::budget, Mode::full}) {
    const Summary s = simulate(testing::table_with({row, row, row}), setting_of(mode, "m", 5));
    EXPECT_EQ(s.share_best, 1);
    EXPECT_EQ(s.error.value, 0);
    for (const auto& at : s.shortlist) EXPECT_EQ(at.coverage, 1);
  }
}

TEST(Simulate, OneCandidateAndOneItemAreRightAtOnce) {
  using Rows = std::vector<std::vector<float>>;
  for (const Mode mode : {Mode::certified, Mode::fast, Mode::budget, Mode::pareto, Mode::full})
    for (const Rows& rows : std::vector<Rows>{Rows{{1, 0, 1}}, Rows{{0}}, Rows{{1}, {0}}}) {
      const Summary s = simulate(testing::table_with(rows), setting_of(mode, "m", 3));
      EXPECT_LE(s.share_of_calls.mean, 1);
      EXPECT_EQ(s.share_best, 1);
    }
}

TEST(Simulate, AUtilityMayPreferTheCheaper) {
  Table table = testing::table_with({std::vector<float>(40, 1.f), std::vector<float>(40, 0.9f)});
  table.cost_usd.assign(40, 0.01f);
  table.cost_usd.resize(80, 0.001f);
  Setting setting = setting_of(Mode::full, "full", 2);
  EXPECT_EQ(replay(table, setting, 0).regret, 0);
  setting.objective.cost_weight = 1, setting.objective.cost_cap_usd_per_1k = 20;
  EXPECT_NEAR(replay(table, setting, 0).regret, 0, 1e-9);
  const std::vector<double> truth = true_utilities(table, draw(table, 0, 0, Random(1)), setting.objective);
  EXPECT_GT(truth[1], truth[0] + 0.1) << "so the choice was another than by quality alone";
}

TEST(Simulate, ClustersAndWeightsOfAStoredRunAreRaced) {
  Table table = spread_table(4, 60);
  table.suites = {{"a", 1}, {"b", 4}};
  for (std::size_t i = 0; i < 60; ++i)
    table.columns[i].suite = i >= 40, table.columns[i].cluster = fmt::format("{}", i / 3);
  const Summary s = simulate(table, setting_of(Mode::full, "full", 3));
  EXPECT_EQ(s.share_best, 1);
}

TEST(Simulate, FavouritesThatWereNotDrawnAreNoMatter) {
  Setting setting = setting_of(Mode::certified, "certified", 5);
  setting.candidates = 2, setting.stage.favourites = {"c0", "c5"};
  EXPECT_GE(simulate(spread_table(6, 40), setting).share_best, 0.5);
}

TEST(Simulate, MadeUpTablesAreFreshForEachReplay) {
  const Summary s = simulate(World{4, 50, 0.1}, setting_of(Mode::full, "full", 10));
  EXPECT_EQ(s.candidates, 4u);
  EXPECT_EQ(s.items, 50u);
  EXPECT_EQ(s.share_best, 1);
}

TEST(Simulate, SaysItAsScriptsExpect) {
  Setting setting = setting_of(Mode::budget, "budget", 10);
  Table table = spread_table(3, 40);
  const Json plain = to_json(simulate(table, setting));
  for (const char* key :
       {"candidates", "items", "mode", "within", "confidence", "replays", "share_of_calls", "share_of_cost",
        "share_within", "share_best", "mean_regret", "finished", "shortlist", "error"})
    EXPECT_TRUE(plain.contains(key)) << key;
  EXPECT_TRUE(plain["share_of_cost"].is_null());
  EXPECT_EQ(plain["shortlist"].size(), 4u);
  table.cost_usd.assign(120, 0.5f);
  EXPECT_TRUE(to_json(simulate(table, setting))["share_of_cost"]["p90"].is_number());
}

TEST(Simulate, WhereAllIsAskedNothingIsLeftToChance) {
  const auto says = [](const Table& table, Mode mode, double budget = 0.2) {
    Setting setting = setting_of(mode, "m", 5);
    setting.stage.budget = budget;
    return to_text(simulate(table, setting));
  };
  const std::string exact =
      "everyone was asked everything in every replay: on these items nothing is left to chance";
  for (const auto& text :
       {says(spread_table(5, 60), Mode::full), says(spread_table(2, 20), Mode::budget, 1)}) {
    EXPECT_NE(text.find(exact), std::string::npos) << text;
    EXPECT_EQ(text.find("(95 %:"), std::string::npos) << "a sample's interval around what is exact: " << text;
  }
  EXPECT_EQ(says(spread_table(5, 60), Mode::budget).find(exact), std::string::npos);
  EXPECT_EQ(to_json(simulate(spread_table(5, 60), setting_of(Mode::full, "full"))).at("asked_all"), 1);
}

TEST(Simulate, ABudgetThatRoundsOvershootIsSaid) {
  Setting setting = setting_of(Mode::budget, "budget", 3);
  setting.stage.budget = 0.05;
  const Summary s = simulate(spread_table(8, 14), setting);
  EXPECT_DOUBLE_EQ(s.share_of_calls.mean, 0.125);
  EXPECT_NE(to_text(s).find("asked for 5 % of the calls, takes at least 12.5 %"), std::string::npos)
      << to_text(s);
  EXPECT_EQ(to_json(s).at("budget_at_least"), 0.125);
  EXPECT_EQ(to_text(simulate(spread_table(8, 200), setting)).find("takes at least"), std::string::npos);
}

TEST(Simulate, OneCandidateIsNoChoice) {
  const std::string text =
      to_text(simulate(spread_table(1, 60), setting_of(Mode::certified, "certified", 3)));
  EXPECT_TRUE(text.starts_with("1 candidate, 60 items, certified, ")) << text;
  EXPECT_NE(text.find("nothing to choose between"), std::string::npos) << text;
  EXPECT_NE(text.find("calls "), std::string::npos) << text;
  for (const char* word : {"wrong  ", "best", "excluded"})
    EXPECT_EQ(text.find(word), std::string::npos) << text;
}

TEST(Simulate, FastSaysWhereItIsNotCalibrated) {
  Setting setting = setting_of(Mode::fast, "fast", 3);
  setting.stage.confidence = 0.8;
  const Summary loose = simulate(spread_table(6, 200), setting);
  EXPECT_NE(to_text(loose).find("tests as for 80 % confidence (calibrated for 95 % only), no guarantee"),
            std::string::npos);
  setting.stage.confidence = 0.999;
  EXPECT_LT(loose.share_of_calls.mean, simulate(spread_table(6, 200), setting).share_of_calls.mean)
      << "so it has an effect";
}

TEST(Simulate, SaysItInWords) {
  Summary s;
  s.setting = setting_of(Mode::certified, "certified", 1000);
  s.candidates = 51, s.items = 800, s.share_of_calls = {0.074, 0.073, 0.093},
  s.share_of_cost = Spread{0.1, 0.1, 0.12};
  s.error = {0.001, 0.0001, 0.005, 1000}, s.share_best = 0.999, s.mean_regret = 0.0001, s.finished = 1;
  s.shortlist = {{0.05, 3.25, 1}};
  EXPECT_EQ(
      to_text(s),
      "51 candidates, 800 items, certified, within 1 points, 95 % confidence, 1000 replays\n"
      "calls             7.4 % of asking everyone everything (median 7.3 %, 90 % of replays at most 9.3 %)\n"
      "money             10.0 % of asking everyone everything (median 10.0 %, 90 % of replays at most 12.0 "
      "%)\n"
      "wrong             0.10 % of replays chose one more than 1 points below the best (95 %: 0.01 .. 0.50)\n"
      "best              99.9 % of replays chose the best itself; 0.010 points lost on average\n"
      "stopping rule met 100.0 % of replays\n"
      "at 5 % of calls   3.2 not excluded as best, the best among them in 100.0 %\n");
}

}  // namespace
}  // namespace shortlist::simulation
