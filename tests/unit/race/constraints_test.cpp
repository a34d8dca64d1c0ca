// Who leaves by what is declared, with which evidence, and what is said of the unknown.
#include <gtest/gtest.h>

#include "tests/unit/race/stage_bench.hpp"

namespace shortlist::testing {
namespace {

using Words = std::vector<std::string>;

/// What is wanted of one candidate, what is declared of it, and what becomes of it: the evidence, or what is said of it
/// when it stays.
struct Row {
  const char* name;
  void (*set)(ConstraintsStage& want, Facts& facts, Price& price);
  const char* fate;
};

std::string fate(const Row& row) {
  Plan plan = make_plan(1, {10});
  ConstraintsStage want;
  row.set(want, plan.candidates[0].facts, plan.candidates[0].price);
  StageBench bench(plan, want);
  EXPECT_TRUE(bench.run([](CallKey) -> Record { throw "nobody is asked"; }).empty());
  if (!bench.entered.empty()) return bench.entered[0].why;
  return bench.notes().empty() ? "" : bench.notes()[0];
}

const Row rows[] = {
    {"nothing wanted", [](ConstraintsStage&, Facts&, Price&) {}, ""},
    {"open as wanted", [](ConstraintsStage& w, Facts& f, Price&) { w.open_weights = true; f.open_weights = true; }, ""},
    {"closed",
     [](ConstraintsStage& w, Facts& f, Price&) { w.open_weights = true; f.open_weights = false; },
     "the weights are not open"},
    {"open, not wanted",
     [](ConstraintsStage& w, Facts& f, Price&) { w.open_weights = false; f.open_weights = true; },
     "the weights are open"},
    {"remote", [](ConstraintsStage& w, Facts& f, Price&) { w.local = true; f.local = false; }, "it is not local"},
    {"local, not wanted", [](ConstraintsStage& w, Facts& f, Price&) { w.local = false; f.local = true; }, "it is local"},
    {"local unknown", [](ConstraintsStage& w, Facts&, Price&) { w.local = true; }, "c0: local unknown, so it stays"},
    {"region",
     [](ConstraintsStage& w, Facts& f, Price&) { w.regions = {"eu"}; f.region = "us"; },
     "region us is not in [eu]"},
    {"region of several",
     [](ConstraintsStage& w, Facts& f, Price&) { w.regions = {"eu", "any"}; f.region = "us"; },
     "region us is not in [eu, any]"},
    {"region in another case", [](ConstraintsStage& w, Facts& f, Price&) { w.regions = {"EU", "ch"}; f.region = "eu"; }, ""},
    {"a fact of any", [](ConstraintsStage& w, Facts& f, Price&) { w.regions = {"eu", "any"}; f.region = "any"; }, ""},
    {"any region", [](ConstraintsStage& w, Facts& f, Price&) { w.regions = {"any"}; f.region = "us"; }, ""},
    {"any region, unknown", [](ConstraintsStage& w, Facts&, Price&) { w.regions = {"any"}; }, ""},
    {"region unknown", [](ConstraintsStage& w, Facts&, Price&) { w.regions = {"eu"}; }, "c0: region unknown, so it stays"},
    {"license",
     [](ConstraintsStage& w, Facts& f, Price&) { w.licenses = {"apache-2.0", "mit"}; f.license = "gemma"; },
     "license gemma is not in [apache-2.0, mit]"},
    {"license in another case",
     [](ConstraintsStage& w, Facts& f, Price&) { w.licenses = {"apache-2.0"}; f.license = "Apache-2.0"; },
     ""},
    {"modality",
     [](ConstraintsStage& w, Facts& f, Price&) { w.modalities = {"text", "image"}; f.modalities = Words{"text"}; },
     "modality image is not in [text]"},
    {"all modalities",
     [](ConstraintsStage& w, Facts& f, Price&) { w.modalities = {"text"}; f.modalities = Words{"image", "text"}; },
     ""},
    {"capabilities",
     [](ConstraintsStage& w, Facts& f, Price&) { w.capabilities = {"tools", "json_schema"}; f.capabilities = Words{"streaming"}; },
     "capabilities tools, json_schema are not in [streaming]"},
    {"no capability",
     [](ConstraintsStage& w, Facts& f, Price&) { w.capabilities = {"tools"}; f.capabilities = Words{}; },
     "capability tools is not in []"},
    {"capabilities unknown",
     [](ConstraintsStage& w, Facts&, Price&) { w.capabilities = {"tools"}; },
     "c0: capabilities unknown, so it stays"},
    {"context",
     [](ConstraintsStage& w, Facts& f, Price&) { w.context_min = 8192; f.context = 4096; },
     "context 4,096 < 8,192"},
    {"context just enough", [](ConstraintsStage& w, Facts& f, Price&) { w.context_min = 8192; f.context = 8192; }, ""},
    {"dear input",
     [](ConstraintsStage& w, Facts&, Price& p) { w.input_per_mtok_max = 2.5; p.input_per_mtok = 3; },
     "input $3 per Mtok > $2.5"},
    {"dear output",
     [](ConstraintsStage& w, Facts&, Price& p) { w.output_per_mtok_max = 20; p.output_per_mtok = 60; },
     "output $60 per Mtok > $20"},
    {"at the ceiling",
     [](ConstraintsStage& w, Facts&, Price& p) { w.output_per_mtok_max = 20; p.output_per_mtok = 20; },
     ""},
    {"free", [](ConstraintsStage& w, Facts&, Price& p) { w.input_per_mtok_max = 0; p.input_per_mtok = 0; }, ""},
    {"price unknown",
     [](ConstraintsStage& w, Facts&, Price& p) { w.input_per_mtok_max = 1; w.output_per_mtok_max = 1; p.input_per_mtok = 1; },
     "c0: output price unknown, so it stays"},
    {"all that is broken",
     [](ConstraintsStage& w, Facts& f, Price&) { w.open_weights = true; w.regions = {"eu"}; w.context_min = 8192; f.open_weights = false; f.region = "us"; f.context = 100; },
     "the weights are not open; region us is not in [eu]; context 100 < 8,192"},
    {"broken, and something unknown",
     [](ConstraintsStage& w, Facts& f, Price&) { w.regions = {"eu"}; w.context_min = 8192; f.region = "us"; },
     "region us is not in [eu]"},
    {"several unknown",
     [](ConstraintsStage& w, Facts&, Price&) { w.regions = {"eu"}; w.context_min = 8192; },
     "c0: region, context unknown, so it stays"},
};

TEST(Constraints, Table) {
  for (const Row& row : rows) EXPECT_EQ(fate(row), row.fate) << row.name;
}

ConstraintsStage only_eu() {
  ConstraintsStage want;
  want.regions = {"eu"};
  return want;
}

Plan in_regions(std::initializer_list<const char*> regions) {
  Plan plan = make_plan(regions.size(), {10});
  std::size_t c = 0;
  for (const char* region : regions) plan.candidates[c++].facts.region = region;
  return plan;
}

TEST(Constraints, OnlyWhoBreaksOneLeavesAndNobodyIsAsked) {
  Plan plan = in_regions({"eu", "us", "eu"});
  plan.stages = {only_eu()};
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
  plan.stages = {only_eu(), race_stage(RaceStage::Mode::full)};
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
  ConstraintsStage want;
  want.context_min = 1;
  StageBench bench(plan, want);
  ASSERT_EQ(bench.notes().size(), 21u);
  EXPECT_EQ(bench.notes().back(), "80 more stay with something unknown");
}

}  // namespace
}  // namespace shortlist::testing
