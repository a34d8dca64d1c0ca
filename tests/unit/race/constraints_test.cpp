// Who leaves by what is declared, with which evidence, and what is said of the unknown.
#include <gtest/gtest.h>

#include "tests/unit/race/stage_bench.hpp"

namespace shortlist::testing {
namespace {

using Words = std::vector<std::string>;

/// What becomes of one candidate with these facts and this price: the evidence, "unknown: ...", or "" when it stays.
std::string fate(const ConstraintsStage& want, const Facts& facts, const Price& price = {}) {
  Plan plan = make_plan(1, {10});
  plan.candidates[0].facts = facts;
  plan.candidates[0].price = price;
  StageBench bench(plan, want);
  EXPECT_TRUE(bench.run([](CallKey) -> Record { throw "nobody is asked"; }).empty());
  if (!bench.entered.empty()) return bench.entered[0].why;
  return bench.notes().empty() ? "" : bench.notes()[0];
}

struct Row {
  const char* name;
  ConstraintsStage want;
  Facts facts;
  Price price;
  const char* fate;
};
const Row rows[] = {
    {"nothing wanted", {}, {}, {}, ""},
    {"open as wanted", {.open_weights = true}, {.open_weights = true}, {}, ""},
    {"closed", {.open_weights = true}, {.open_weights = false}, {}, "the weights are not open"},
    {"open, not wanted", {.open_weights = false}, {.open_weights = true}, {}, "the weights are open"},
    {"remote", {.local = true}, {.local = false}, {}, "it is not local"},
    {"local, not wanted", {.local = false}, {.local = true}, {}, "it is local"},
    {"local unknown", {.local = true}, {}, {}, "c0: local unknown, so it stays"},
    {"region", {.regions = {"eu"}}, {.region = "us"}, {}, "region us is not in [eu]"},
    {"region of several", {.regions = {"eu", "any"}}, {.region = "us"}, {}, "region us is not in [eu, any]"},
    {"region in another case", {.regions = {"EU", "ch"}}, {.region = "eu"}, {}, ""},
    {"a fact of any", {.regions = {"eu", "any"}}, {.region = "any"}, {}, ""},
    {"any region", {.regions = {"any"}}, {.region = "us"}, {}, ""},
    {"any region, unknown", {.regions = {"any"}}, {}, {}, ""},
    {"region unknown", {.regions = {"eu"}}, {}, {}, "c0: region unknown, so it stays"},
    {"license", {.licenses = {"apache-2.0", "mit"}}, {.license = "gemma"}, {}, "license gemma is not in [apache-2.0, mit]"},
    {"license in another case", {.licenses = {"apache-2.0"}}, {.license = "Apache-2.0"}, {}, ""},
    {"modality", {.modalities = {"text", "image"}}, {.modalities = Words{"text"}}, {}, "modality image is not in [text]"},
    {"all modalities", {.modalities = {"text"}}, {.modalities = Words{"image", "text"}}, {}, ""},
    {"capabilities", {.capabilities = {"tools", "json_schema"}}, {.capabilities = Words{"streaming"}}, {},
     "capabilities tools, json_schema are not in [streaming]"},
    {"no capability", {.capabilities = {"tools"}}, {.capabilities = Words{}}, {}, "capability tools is not in []"},
    {"capabilities unknown", {.capabilities = {"tools"}}, {}, {}, "c0: capabilities unknown, so it stays"},
    {"context", {.context_min = 8192}, {.context = 4096}, {}, "context 4,096 < 8,192"},
    {"context just enough", {.context_min = 8192}, {.context = 8192}, {}, ""},
    {"dear input", {.input_per_mtok_max = 2.5}, {}, {.input_per_mtok = 3}, "input $3 per Mtok > $2.5"},
    {"dear output", {.output_per_mtok_max = 20}, {}, {.output_per_mtok = 60}, "output $60 per Mtok > $20"},
    {"at the ceiling", {.output_per_mtok_max = 20}, {}, {.output_per_mtok = 20}, ""},
    {"free", {.input_per_mtok_max = 0}, {}, {.input_per_mtok = 0}, ""},
    {"price unknown", {.input_per_mtok_max = 1, .output_per_mtok_max = 1}, {}, {.input_per_mtok = 1},
     "c0: output price unknown, so it stays"},
    {"all that is broken", {.open_weights = true, .regions = {"eu"}, .context_min = 8192},
     {.open_weights = false, .region = "us", .context = 100}, {},
     "the weights are not open; region us is not in [eu]; context 100 < 8,192"},
    {"broken, and something unknown", {.regions = {"eu"}, .context_min = 8192}, {.region = "us"}, {}, "region us is not in [eu]"},
    {"several unknown", {.regions = {"eu"}, .context_min = 8192}, {}, {}, "c0: region, context unknown, so it stays"},
};

TEST(Constraints, Table) {
  for (const Row& row : rows) EXPECT_EQ(fate(row.want, row.facts, row.price), row.fate) << row.name;
}

Plan in_regions(std::initializer_list<const char*> regions) {
  Plan plan = make_plan(regions.size(), {10});
  std::size_t c = 0;
  for (const char* region : regions) plan.candidates[c++].facts.region = region;
  return plan;
}

TEST(Constraints, OnlyWhoBreaksOneLeavesAndNobodyIsAsked) {
  Plan plan = in_regions({"eu", "us", "eu"});
  plan.stages = {ConstraintsStage{.regions = {"eu"}}};
  Race race(plan);
  EXPECT_TRUE(race.finished());
  const Ranking ranking = race.ranking();
  ASSERT_EQ(ranking.cuts.size(), 1u);
  EXPECT_EQ(ranking.cuts[0].candidate, 1u);
  EXPECT_EQ(ranking.cuts[0].stage, "constraints");
  EXPECT_EQ(ranking.stages.at(0).stayed, 2u);
  EXPECT_EQ(ranking.effort.calls, 0u);
}

TEST(Constraints, WhereAllBreakOneNobodyIsChosen) {
  Plan plan = in_regions({"us", "us"});
  RaceStage full;
  full.mode = RaceStage::Mode::full;
  plan.stages = {ConstraintsStage{.regions = {"eu"}}, full};
  Race race(plan);
  EXPECT_TRUE(race.finished());
  EXPECT_TRUE(race.next(100).empty());
  const Ranking ranking = race.ranking();
  EXPECT_EQ(ranking.cuts.size(), 2u);
  EXPECT_EQ(ranking.chosen, std::nullopt);
  EXPECT_FALSE(ranking.notes.empty());
}

TEST(Constraints, NotesOfManyAreCounted) {
  Plan plan = make_plan(100, {10});
  StageBench bench(plan, ConstraintsStage{.context_min = 1});
  ASSERT_EQ(bench.notes().size(), 21u);
  EXPECT_EQ(bench.notes().back(), "80 more stay with something unknown");
}

}  // namespace
}  // namespace shortlist::testing
