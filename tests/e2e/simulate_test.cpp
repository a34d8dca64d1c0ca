// `shortlist simulate`.
#include <gtest/gtest.h>

#include <functional>

#include "harness/types/json.hpp"
#include "tests/e2e/shortlist.hpp"

namespace shortlist::test {
namespace {

std::string table_text(int candidates, int items, const std::function<std::string(int, int)>& cell) {
  std::string text = "model";
  for (int i = 0; i < items; ++i) text += ",i" + std::to_string(i);
  for (int c = 0; c < candidates; ++c) {
    text += "\nm" + std::to_string(c);
    for (int i = 0; i < items; ++i) text += "," + cell(c, i);
  }
  return text + "\n";
}

/// Six candidates, m0 right nine times of ten, m5 hardly ever; 100 items. What is not needed is not written.
void write_tables(const Sandbox& box) {
  box.write("scores.csv", table_text(6, 100, [](int c, int i) {
              return (i * 37 + c * 11) % 100 < 90 - 16 * c ? "1" : "0";
            }));
  box.write("cost.csv", table_text(6, 100, [](int c, int) { return std::to_string(0.01 * (6 - c)); }));
  box.write("latency.csv", table_text(6, 100, [](int c, int) { return std::to_string(100 + 10 * c); }));
  box.write("gaps.csv", "m,i0,i1,i2\na,1,1,1\nb,0,,1\n");
  box.write("high.csv", "m,i0\na,1.2\n");
  box.write("short.csv", "m,i0\na,1\n");
  box.write("empty.csv", "m\na\n");
  box.write("one.csv", "m,i0,i1\na,1,0\n");
  box.write("twins.csv", "m,i0,i1,i2\na,1,0,1\nb,1,0,1\nc,1,0,1\n");
}

Json json_of(const Finished& done) {
  EXPECT_EQ(done.code, 0) << done.err;
  return Json::parse(done.out, nullptr, false);
}

/// Each mode with all options that it has.
TEST(Simulate, EachModeReportsWhatScriptsRead) {
  Sandbox box;
  write_tables(box);
  const std::pair<std::string, std::vector<std::string>> modes[] = {
      {"certified", {"--confidence", "0.9", "--population", "finite", "--favourites", "m0"}},
      {"fast", {"--confidence", "0.9"}},
      {"budget", {"--confidence", "0.9", "--budget", "0.3"}},
      {"full", {}},
      {"pareto",
       {"--confidence", "0.9", "--cost-cap", "60", "--latency", "latency.csv", "--latency-cap", "200"}}};
  for (const auto& [mode, options] : modes) {
    std::vector<std::string> words{"simulate", "--scores", "scores.csv", "--cost", "cost.csv", "--mode", mode,
                                   "--within", "0.02",     "--replays",  "30",     "--format", "json"};
    words.insert(words.end(), options.begin(), options.end());
    const Json s = json_of(box.run(words));
    EXPECT_EQ(s.value("mode", ""), mode);
    EXPECT_EQ(s.value("candidates", 0), 6);
    EXPECT_EQ(s.value("items", 0), 100);
    EXPECT_EQ(s.value("replays", 0), 30);
    EXPECT_EQ(s.value("within", 0.0), 0.02);
    EXPECT_EQ(s.value("confidence", 0.0), mode == "full" ? 0.95 : 0.9);
    EXPECT_GE(s.value("share_within", 0.0), 0.9) << mode;
    EXPECT_EQ(s.at("shortlist").size(), 4u);
    EXPECT_GT(s.at("share_of_cost").value("mean", 0.0), 0);
    const double mean = s.at("share_of_calls").value("mean", 0.0);
    EXPECT_TRUE(mode == "full"     ? mean == 1
                : mode == "budget" ? mean <= 0.3
                                   : mean > 0)
        << mode << ": " << mean;
  }
}

TEST(Simulate, ThreadsAndRepetitionChangeNothing) {
  Sandbox box;
  write_tables(box);
  const auto with = [&](const char* jobs, const char* seed) {
    return box
        .run({"simulate", "--scores", "scores.csv", "--candidates", "4", "--items", "60", "--replays", "40",
              "--seed", seed, "--jobs", jobs, "--format", "json"})
        .out;
  };
  EXPECT_EQ(with("1", "5"), with("4", "5"));
  EXPECT_NE(with("1", "5"), with("1", "6"));
}

TEST(Simulate, HardTablesAreMadeOnDemand) {
  Sandbox box;
  const Json s = json_of(
      box.run({"simulate", "--least-favourable", "5,120,0.05,0.02", "--replays", "20", "--format", "json"}));
  EXPECT_EQ(s.value("candidates", 0), 5);
  EXPECT_EQ(s.value("items", 0), 120);
  EXPECT_EQ(s.value("within", 0.0), 0.02);
  EXPECT_GE(s.value("share_within", 0.0), 0.7);
}

TEST(Simulate, AStoredRunIsATable) {
  Sandbox box;
  write_small_plan(box, "stages: [race: {mode: full}]\n");
  ASSERT_EQ(box.run({"run"}).code, 0);
  const Finished done = box.run(
      {"simulate", "latest", "--mode", "budget", "--budget", "0.5", "--replays", "20", "--format", "json"});
  const Json s = json_of(done);
  EXPECT_EQ(s.value("candidates", 0), 3);
  EXPECT_EQ(s.value("items", 0), 60);
  EXPECT_NE(done.err.find("some answers' cost is unknown"), std::string::npos)
      << "poor has no price: " << done.err;
  EXPECT_TRUE(s.at("share_of_cost").is_null());
}

TEST(Simulate, SmallAndEvenTablesHaveAnswers) {
  Sandbox box;
  write_tables(box);
  for (const char* file : {"one.csv", "twins.csv"}) {
    const Json s = json_of(box.run({"simulate", "--scores", file, "--replays", "5", "--format", "json"}));
    EXPECT_EQ(s.value("share_best", 0.0), 1) << file;
    EXPECT_EQ(s.value("mean_regret", 1.0), 0) << file;
  }
  const Json gaps = json_of(box.run(
      {"simulate", "--scores", "gaps.csv", "--missing", "zero", "--mode", "full", "--format", "json"}));
  EXPECT_EQ(gaps.value("share_best", 0.0), 1);
}

TEST(Simulate, UtilityAndFavouritesAreTaken) {
  Sandbox box;
  write_tables(box);
  const Finished done =
      box.run({"simulate", "--scores", "scores.csv", "--cost", "cost.csv", "--cost-weight", "0.2",
               "--cost-cap", "60", "--favourites", "m0,m1", "--population", "infinite", "--replays", "10"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("of replays chose the best itself"), std::string::npos) << done.out;
}

struct Wrong {
  std::string name;
  std::vector<std::string> arguments;  // after "simulate"
  std::string complaint;
};

class SimulateWrong : public testing::TestWithParam<Wrong> {};

TEST_P(SimulateWrong, IsSaid) {
  Sandbox box;
  write_tables(box);
  auto arguments = GetParam().arguments;
  arguments.insert(arguments.begin(), "simulate");
  const Finished done = box.run(arguments);
  EXPECT_EQ(done.code, 2) << done.out << done.err;
  EXPECT_NE(done.err.find(GetParam().complaint), std::string::npos) << done.err;
}

INSTANTIATE_TEST_SUITE_P(
    Simulate, SimulateWrong,
    testing::Values(
        Wrong{"no_source", {}, "one of --scores FILE, --least-favourable K,N,GAP and RUN"},
        Wrong{"two_sources", {"latest", "--scores", "scores.csv"}, "one of --scores FILE"},
        Wrong{"no_such_run", {"latest"}, "no runs yet; `shortlist run PLAN` makes one"},
        Wrong{"budget_of_another_mode",
              {"--scores", "scores.csv", "--mode", "certified", "--budget", "0.2"},
              "--budget goes with --mode budget"},
        Wrong{"confidence_of_full",
              {"--scores", "scores.csv", "--mode", "full", "--confidence", "0.9"},
              "--confidence has no effect in mode full"},
        Wrong{"population_of_full",
              {"--scores", "scores.csv", "--mode", "full", "--population", "infinite"},
              "--population has no effect in mode full"},
        Wrong{"favourites_of_fast",
              {"--scores", "scores.csv", "--mode", "fast", "--favourites", "m0"},
              "--favourites goes with --mode certified"},
        Wrong{"latency_that_nothing_weighs",
              {"--scores", "scores.csv", "--latency", "latency.csv"},
              "--latency has no effect where nothing weighs latency; --latency-weight W with --latency-cap "
              "MS does"},
        Wrong{"latency_without_a_cap_in_pareto",
              {"--scores", "scores.csv", "--latency", "latency.csv", "--mode", "pareto"},
              "--mode pareto with --latency-cap MS"},
        Wrong{"cap_that_nothing_weighs",
              {"--scores", "scores.csv", "--cost", "cost.csv", "--cost-cap", "5"},
              "--cost-cap has no effect where nothing weighs cost; --cost-weight W or --mode pareto does"},
        Wrong{"cap_of_unknown_costs",
              {"--scores", "scores.csv", "--mode", "pareto", "--cost-cap", "5"},
              "--cost-cap needs to know costs; --scores FILE --cost FILE names them"},
        Wrong{"latency_cap_that_nothing_weighs",
              {"--scores", "scores.csv", "--latency", "latency.csv", "--latency-cap", "5"},
              "--latency-cap has no effect where nothing weighs latency"},
        Wrong{"folder_without_a_run", {"--scores", "scores.csv", "--dir", "."}, "--dir goes with RUN"},
        Wrong{"missing_without_scores",
              {"--least-favourable", "3,9,0.1", "--missing", "zero"},
              "--missing goes with --scores FILE"},
        Wrong{"candidates_of_made_up",
              {"--least-favourable", "3,9,0.1", "--candidates", "2"},
              "--candidates chooses from a table; --least-favourable has numbers of its own"},
        Wrong{"empty_cell", {"--scores", "gaps.csv"}, "gaps.csv:3: no score for item \"i1\"; --missing zero"},
        Wrong{"score_above_one",
              {"--scores", "high.csv"},
              "high.csv:2: item \"i0\": expected a score in [0, 1], found \"1.2\""},
        Wrong{"no_items", {"--scores", "empty.csv"}, "empty.csv:1: a header with no items"},
        Wrong{"no_file", {"--scores", "nowhere.csv"}, "nowhere.csv"},
        Wrong{"costs_of_others",
              {"--scores", "scores.csv", "--cost", "short.csv"},
              "short.csv: candidate \"m0\" of the scores is missing"},
        Wrong{"cost_without_scores",
              {"--least-favourable", "3,9,0.1", "--cost", "cost.csv"},
              "--cost goes with --scores"},
        Wrong{
            "unknown_mode", {"--scores", "scores.csv", "--mode", "certifid"}, "did you mean \"certified\"?"},
        Wrong{"within_zero", {"--scores", "scores.csv", "--within", "0"}, "--within: must be above 0"},
        Wrong{"sure", {"--scores", "scores.csv", "--confidence", "1"}, "--confidence: must be below 1"},
        Wrong{"a_coin", {"--scores", "scores.csv", "--confidence", "0.5"}, "--confidence: must be above 0.5"},
        Wrong{"budget_zero",
              {"--scores", "scores.csv", "--mode", "budget", "--budget", "0"},
              "--budget: must be above 0"},
        Wrong{"too_many_candidates",
              {"--scores", "scores.csv", "--candidates", "7"},
              "--candidates: expected a whole number from 1 to 6"},
        Wrong{"too_many_items",
              {"--scores", "scores.csv", "--items", "101"},
              "--items: expected a whole number from 1 to 100"},
        Wrong{"no_replays",
              {"--scores", "scores.csv", "--replays", "0"},
              "--replays: expected a whole number from 1"},
        Wrong{
            "weight_without_cost", {"--scores", "scores.csv", "--cost-weight", "1"}, "--cost FILE names it"},
        Wrong{"weight_without_cap",
              {"--scores", "scores.csv", "--cost", "cost.csv", "--cost-weight", "1"},
              "--cost-weight needs --cost-cap USD"},
        Wrong{
            "stranger", {"--scores", "scores.csv", "--favourites", "m0,m9"}, "no candidate is called \"m9\""},
        Wrong{"population",
              {"--scores", "scores.csv", "--population", "all"},
              "--population: expected finite, infinite"},
        Wrong{"missing", {"--scores", "scores.csv", "--missing", "skip"}, "--missing: expected refuse, zero"},
        Wrong{"two_numbers", {"--least-favourable", "3,9"}, "expected K,N,GAP or K,N,GAP,EPS"},
        Wrong{"half_a_candidate", {"--least-favourable", "2.5,9,0.1"}, "must be a whole number"},
        Wrong{"no_candidates", {"--least-favourable", "0,9,0.1"}, "expected a number of candidates from 1"},
        Wrong{"gap_too_wide", {"--least-favourable", "3,9,0.5"}, "expected a gap from 0 to 0.3"},
        Wrong{"too_large", {"--least-favourable", "10000,1000000,0.1"}, "is more than"},
        Wrong{"within_twice",
              {"--least-favourable", "3,9,0.1,0.05", "--within", "0.1"},
              "are the same: give one"},
        Wrong{"no_threads",
              {"--scores", "scores.csv", "--jobs", "0"},
              "--jobs: expected a whole number from 1"}),
    [](const auto& wrong) { return wrong.param.name; });

TEST(Simulate, ARunThatLacksAnswersSaysWhatItTakes) {
  Sandbox box;
  write_small_plan(box, "stages: [smoke: {items: 5}, race: {mode: full}]\n");
  ASSERT_EQ(box.run({"run", "--max-calls", "1"}).code, 4);
  const Finished done = box.run({"simulate", "latest"});
  EXPECT_NE(done.err.find("left out: "), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("a run with `stages: [race: {mode: full}]` has them all"), std::string::npos)
      << done.err;
}

TEST(Simulate, WeightsThatAStoredPlanDoesNotUseAreRefused) {
  Sandbox box;
  write_small_plan(box, "objective: {prefer: fastest}\n");
  ASSERT_EQ(box.run({"run"}).code, 0);
  const Finished done = box.run({"simulate", "latest", "--latency-weight", "1", "--latency-cap", "100"});
  EXPECT_EQ(done.code, 2);
  EXPECT_NE(done.err.find("--latency-weight has no effect: the run's plan prefers the cheapest or fastest"),
            std::string::npos)
      << done.err;
}

}  // namespace
}  // namespace shortlist::test
