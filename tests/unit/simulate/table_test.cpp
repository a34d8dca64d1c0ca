#include "harness/simulate/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "harness/types/error.hpp"
#include "tests/unit/simulate/support.hpp"

namespace shortlist::simulation {
namespace {

using testing::record_of;

TEST(Draw, TakesSoManyInOrderEachEquallyOften) {
  const Table table = testing::spread_table(7, 5);
  std::vector<int> times(7);
  for (std::uint64_t seed = 0; seed < 700; ++seed) {
    const Draw part = draw(table, 3, 0, Random(seed));
    ASSERT_EQ(part.rows.size(), 3u);
    ASSERT_EQ(part.columns, (std::vector<std::uint32_t>{0, 1, 2, 3, 4}));
    ASSERT_TRUE(std::is_sorted(part.rows.begin(), part.rows.end()));
    ASSERT_EQ(std::set<std::uint32_t>(part.rows.begin(), part.rows.end()).size(), 3u);
    for (const auto row : part.rows) ++times[row];
  }
  for (const int n : times) EXPECT_NEAR(n, 300, 60);  // 4.6 standard deviations
}

TEST(TrueUtilities, AreMeansOfWhatIsDrawn) {
  const Table table = testing::table_with({{1, 0, 1, 1}, {0, 0.5, 0, 0.25}});
  EXPECT_EQ(true_utilities(table, {{0, 1}, {0, 1, 2, 3}}, {}), (std::vector<double>{0.75, 0.1875}));
  EXPECT_EQ(true_utilities(table, {{1}, {1, 3}}, {}), (std::vector<double>{0.375}));
}

TEST(TrueUtilities, WeighSuitesAndForgetEmptyOnes) {
  Table table = testing::table_with({{1, 0, 1, 1}});
  table.suites = {{"a", 1}, {"b", 3}, {"c", 5}};
  table.columns[2].suite = table.columns[3].suite = 1;
  EXPECT_DOUBLE_EQ(true_utilities(table, {{0}, {0, 1, 2, 3}}, {})[0], 0.25 * 0.5 + 0.75 * 1);
  EXPECT_DOUBLE_EQ(true_utilities(table, {{0}, {0, 1}}, {})[0], 0.5);
}

TEST(TrueUtilities, CostAndLatencyCountUpToTheirCaps) {
  Table table = testing::table_with({{1, 1}});
  table.cost_usd = {0.005f, 0.5f}, table.latency_ms = {1000, 0};
  Objective o;
  o.cost_weight = 1, o.cost_cap_usd_per_1k = 10, o.latency_weight = 2, o.latency_cap_ms = 4000;
  EXPECT_NEAR(true_utilities(table, {{0}, {0}}, o)[0], (1 + 0.5 + 2 * 0.75) / 4, 1e-7);
  EXPECT_NEAR(true_utilities(table, {{0}, {1}}, o)[0], (1 + 0.0 + 2 * 1.0) / 4, 1e-7);
  o.prefer = Objective::Prefer::cheapest;
  EXPECT_EQ(true_utilities(table, {{0}, {1}}, o)[0], 1);
}

Run run_of(std::vector<Record> records) {
  Run run;
  run.plan = testing::plan_with(2, {testing::items_of(2), testing::items_of(4, 2)}, {RaceStage{}});
  run.plan.suites[1].weight = 3;
  run.plan.repeats = 2;
  run.records = Records(std::move(records));
  return run;
}

TEST(TableOfRun, KeepsWhatAllHaveAnsweredAndSaysWhatNot) {
  const shortlist::Run run =
      run_of({record_of({0, 0, 0, 0}, 1), record_of({0, 0, 0, 1}, 0.5), record_of({0, 0, 1, 0}, 1),
              record_of({0, 1, 2, 0}, 0), record_of({1, 0, 0, 0}, 0), record_of({1, 0, 1, 0}, std::nullopt),
              record_of({1, 1, 2, 0}, 1, 0.003, 250)});
  const RunTable found = table_of(run);
  EXPECT_EQ(found.table.candidates, (std::vector<std::string>{"c0", "c1"}));
  ASSERT_EQ(found.table.columns.size(), 2u);
  EXPECT_EQ(found.table.columns[0].name, "0");
  EXPECT_EQ(found.table.columns[1].suite, 1u);
  EXPECT_EQ(found.table.columns[1].cluster, "1");
  EXPECT_EQ(found.table.suites[1].weight, 3);
  EXPECT_EQ(found.table.quality, (std::vector<float>{0.75, 0, 0, 1}));
  EXPECT_EQ(found.table.cost_usd, (std::vector<float>{0.001f, 0.001f, 0.001f, 0.003f}));
  EXPECT_EQ(found.table.latency_ms, (std::vector<float>{100, 100, 100, 250}));
  EXPECT_EQ(
      found.notes,
      (std::vector<std::string>{
          "4 of 6 items have no judged answer of some candidate (c1 has 2 of 6) and are left out; a run with "
          "`stages: [race: {mode: full}]` has them all, and asks only what is not stored yet"}));
}

TEST(TableOfRun, UnknownCostsAndTimesAreLeftOutNotZero) {
  auto cached = record_of({1, 0, 0, 0}, 1, std::nullopt);
  cached.outcome.cached = true;
  const RunTable found = table_of(run_of({record_of({0, 0, 0, 0}, 1), cached}));
  EXPECT_TRUE(found.table.cost_usd.empty());
  EXPECT_TRUE(found.table.latency_ms.empty());
  EXPECT_EQ(found.notes.size(), 3u);
}

TEST(TableOfRun, WhoHasNoAnswerIsLeftOutAndNamed) {
  const RunTable found = table_of(run_of({record_of({1, 0, 0, 0}, 1), record_of({1, 0, 1, 0}, 0)}));
  EXPECT_EQ(found.table.candidates, std::vector<std::string>{"c1"});
  EXPECT_EQ(found.table.quality, (std::vector<float>{1, 0}));
  EXPECT_EQ(found.notes.front(), "without any judged answer, and so left out: c0");
}

std::string complaint_of(std::vector<Record> records) {
  try {
    table_of(run_of(std::move(records)));
  } catch (const UserError& e) {
    return e.what();
  }
  return "none";
}

TEST(TableOfRun, WithoutAnItemThatAllAnsweredItSaysWhatItTakes) {
  const std::string way_out =
      "a run with `stages: [race: {mode: full}]` has them all, and asks only what is not stored yet";
  EXPECT_EQ(
      complaint_of({record_of({0, 0, 0, 0}, 1), record_of({0, 1, 3, 0}, 1), record_of({1, 0, 1, 0}, 1)}),
      "no item has a judged answer of every candidate (c1 has 1 of 6): nothing to replay; " + way_out);
  EXPECT_EQ(complaint_of({}), "it has no judged answer: nothing to replay; " + way_out);
}

TEST(LeastFavourable, AllAreLevelButOne) {
  std::set<std::size_t> better;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Table table = least_favourable({6, 300, 0.02}, Random(seed));
    std::vector<double> sums;
    for (std::size_t c = 0; c < 6; ++c)
      sums.push_back(std::accumulate(table.quality.begin() + static_cast<std::ptrdiff_t>(300 * c),
                                     table.quality.begin() + static_cast<std::ptrdiff_t>(300 * (c + 1)),
                                     0.0));
    const auto best = std::max_element(sums.begin(), sums.end());
    const double level = *std::min_element(sums.begin(), sums.end());
    EXPECT_EQ(*best, level + 6);
    EXPECT_EQ(std::count(sums.begin(), sums.end(), level), 5);
    better.insert(static_cast<std::size_t>(best - sums.begin()));
  }
  EXPECT_GT(better.size(), 2u) << "the better one has no place of its own";
}

TEST(LeastFavourable, ItemsAreHardOrEasyForAll) {
  const Table table = least_favourable({2, 4000, 0}, Random(1));
  double both = 0, first = 0, second = 0;
  for (std::size_t i = 0; i < 4000; ++i) {
    const double a = table.quality[i], b = table.quality[4000 + i];
    both += a * b, first += a, second += b;
  }
  EXPECT_GT(both / 4000, first / 4000 * second / 4000 + 0.04);  // independent answers: within 0.01
}

TEST(LeastFavourable, IsTheSeedsAlone) {
  EXPECT_EQ(least_favourable({3, 50, 0.1}, Random(5)).quality,
            least_favourable({3, 50, 0.1}, Random(5)).quality);
  EXPECT_NE(least_favourable({3, 50, 0.1}, Random(5)).quality,
            least_favourable({3, 50, 0.1}, Random(6)).quality);
}

TEST(LeastFavourable, TheSmallestWorldsWork) {
  for (const World& world :
       {World{1, 1, 0.3}, World{1, 5, 0}, World{4, 1, 0.3}, World{2, 2, 0.3}, World{3, 3, 0.3}}) {
    const Table table = least_favourable(world, Random(2));
    EXPECT_EQ(table.quality.size(), world.candidates * world.items);
  }
}

}  // namespace
}  // namespace shortlist::simulation
