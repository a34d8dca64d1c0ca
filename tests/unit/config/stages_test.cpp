// What the stages of a plan say, and which complaints they bring.
#include <gtest/gtest.h>

#include "tests/unit/config/complaint.hpp"
#include "tests/unit/config/plans.hpp"

namespace shortlist {
namespace {

using Words = std::vector<std::string>;
using Mode = RaceStage::Mode;

/// Candidates a, b, m+fs0, m+fs3.
std::string stages(const std::string& list) {
  return "version: 1\nsuites: [s]\ncandidates: [\"mock:a\", \"mock:b\", {name: m, backend: mock, variants: {few_shot: [0, 3]}}]\n"
         "stages: " + list + "\n";
}
template <class Kind>
Kind one(const std::string& list, std::size_t at = 0) { return std::get<Kind>(plan_of(stages(list)).stages.at(at)); }

TEST(Stages, Constraints) {
  const auto all = one<ConstraintsStage>(
      "[{constraints: {open_weights: true, local: false, region: [eu, any], license: mit, modality: [text, image], "
      "capabilities: tools, context_min: 8192, input_per_mtok_max: 1.5, output_per_mtok_max: 0}}, race: {}]");
  EXPECT_EQ(all.open_weights, true);
  EXPECT_EQ(all.local, false);
  EXPECT_EQ(all.regions, (Words{"eu", "any"}));
  EXPECT_EQ(all.licenses, Words{"mit"});
  EXPECT_EQ(all.modalities, (Words{"text", "image"}));
  EXPECT_EQ(all.capabilities, Words{"tools"}) << "one word stands for a list of it";
  EXPECT_EQ(all.context_min, 8192);
  EXPECT_EQ(all.input_per_mtok_max, 1.5);
  EXPECT_EQ(all.output_per_mtok_max, 0);
  const auto any = one<ConstraintsStage>("[{constraints: {open_weights: any, local: any}}, race: {}]");
  EXPECT_EQ(any.open_weights, std::nullopt);
  EXPECT_EQ(any.local, std::nullopt);
}

TEST(Stages, Smoke) {
  const auto smoke = one<SmokeStage>("[{smoke: {items: 7, flawed_max: 0.25, over_limit: 2}}]");
  EXPECT_EQ(smoke.items, 7u);
  EXPECT_EQ(smoke.flawed_max, 0.25);
  EXPECT_EQ(smoke.over_limit, 2);
}

TEST(Stages, ARace) {
  const auto race = one<RaceStage>("[{race: {mode: certified, within: 0.01, confidence: 0.9, population: infinite, favourites: [b, m]}}]");
  EXPECT_EQ(race.mode, Mode::certified);
  EXPECT_EQ(race.within, 0.01);
  EXPECT_EQ(race.confidence, 0.9);
  EXPECT_TRUE(race.infinite);
  EXPECT_EQ(race.favourites, (Words{"b", "m+fs0"})) << "of a base the first variant is meant";
  const auto plain = one<RaceStage>("[race: {}]");
  EXPECT_EQ(plain.mode, Mode::certified);
  EXPECT_EQ(plain.within, std::nullopt) << "follows from the number of items";
  const auto budget = one<RaceStage>("[{race: {budget: 0.1}}]");
  EXPECT_EQ(budget.mode, Mode::budget);
  EXPECT_EQ(budget.budget, 0.1);
  EXPECT_EQ(one<RaceStage>("[{race: {mode: budget}}]").budget, RaceStage{}.budget);
}

TEST(Stages, TheLaterOnes) {
  const std::string list = "[race: {}, optimise: {keep: 3, mode: fast, within: 0.05}, confirm: {repeats: 2, keep: 1}, "
                           "decide: {incumbent: m, not_worse_than: 0.02, valid_days: 90}, audit: {candidates: 4}]";
  const auto optimise = one<OptimiseStage>(list, 1);
  EXPECT_EQ(optimise.keep, 3u);
  EXPECT_EQ(optimise.race.mode, Mode::fast);
  EXPECT_EQ(optimise.race.within, 0.05);
  EXPECT_EQ(one<ConfirmStage>(list, 2).repeats, 2u);
  EXPECT_EQ(one<ConfirmStage>(list, 2).keep, 1u);
  EXPECT_EQ(one<DecideStage>(list, 3).incumbent, "m+fs0");
  EXPECT_EQ(one<DecideStage>(list, 3).not_worse_than, 0.02);
  EXPECT_EQ(one<DecideStage>(list, 3).valid_days, 90);
  EXPECT_EQ(one<AuditStage>(list, 4).candidates, 4u);
}

TEST(Stages, WithOneCandidateThereIsNoRace) {
  const auto plan = plan_of("version: 1\nsuites: [s]\ncandidates: [\"mock:a\"]\n");
  ASSERT_EQ(plan.stages.size(), 2u);
  EXPECT_EQ(std::get<RaceStage>(plan.stages[0]).mode, Mode::full);
  EXPECT_EQ(name_of(plan.stages[1]), "decide");
}

TEST(Stages, WhatComposes) {
  const std::string lists[] = {
      "[constraints: {}, constraints: {local: true}, smoke: {}, smoke: {items: 20}, race: {budget: 0.1}, race: {}]",
      "[smoke: {}, optimise: {keep: 1}]", "[confirm: {}]", "[confirm: {}, optimise: {}, race: {}, confirm: {keep: 1}]",
      "[race: {mode: full}, audit: {}, decide: {}]", "[smoke: {}]", "[race: {}, confirm: {}, confirm: {repeats: 3}]",
  };
  for (const auto& list : lists) {
    const auto plan = plan_of(stages(list));
    EXPECT_EQ(difference(plan_of(plan_json(plan).dump()), plan), "") << list;
  }
  EXPECT_EQ(one<OptimiseStage>("[race: {}, optimise: {favourites: [m+fs3]}]", 1).race.favourites, Words{"m+fs3"});
}

TEST(Stages, FactsAndVariants) {
  const auto plan = plan_of(with_candidates(
      "  - {name: a, backend: mock, facts: {local: true, modalities: [text, image], capabilities: streaming}}\n"
      "  - {name: m, backend: mock, variants: {few_shot: [0, 3]}}\n"
      "  - {name: x, backend: mock, variant_of: y}\n  - {name: z, backend: mock, variant_of: y}\n"));
  EXPECT_EQ(plan.candidates[0].facts.local, true);
  EXPECT_EQ(plan.candidates[0].facts.modalities, (Words{"text", "image"}));
  EXPECT_EQ(plan.candidates[0].facts.capabilities, Words{"streaming"});
  Words bases;
  for (const auto& c : plan.candidates) bases.push_back(c.base);
  EXPECT_EQ(bases, (Words{"", "m", "m", "y", "y"}));
}

struct Row { const char* name; std::string list, complaint; };
const Row rows[] = {
    {"none", "[]", " stages: at least one stage is needed"},
    {"not a list", "{race: {}}", " stages: expected a list, found a map"},
    {"two kinds in one", "[{race: {}, smoke: {}}]", " stages[0]: a stage is a map with one key, the stage's name"},
    {"unknown", "[{rase: {}}]", " stages[0]: unknown stage \"rase\", did you mean \"race\"?"},
    {"another mode", "[{race: {mode: certain}}]",
     " stages[0].race.mode: must be one of certified, fast, budget, pareto, full, not \"certain\""},
    {"a budget of another mode", "[{race: {mode: fast, budget: 0.1}}]",
     " stages[0].race: mode fast has no \"budget\": that is for budget"},
    {"within without a claim", "[{race: {mode: full, within: 0.1}}]",
     " stages[0].race: mode full has no \"within\": that is for certified, fast, budget, pareto"},
    {"favourites of a budget", "[{race: {budget: 0.1, favourites: a}}]",
     " stages[0].race: mode budget has no \"favourites\": that is for certified"},
    {"favourites that a fast race would not look at", "[{race: {mode: fast, favourites: a}}]",
     " stages[0].race: mode fast has no \"favourites\": that is for certified"},
    {"the settings of an older mode", "[{race: {keep: 0.5}}]", " stages[0].race: unknown key \"keep\"; known here: within, confidence, "
     "population, favourites, budget, mode"},
    {"within 0", "[{race: {within: 0}}]", " stages[0].race.within: must be above 0 and at most 1, not 0"},
    {"sure", "[{race: {confidence: 1}}]", " stages[0].race.confidence: must be above 0.5 and below 1, not 1"},
    {"a coin", "[{race: {confidence: 0.5}}]", " stages[0].race.confidence: must be above 0.5 and below 1, not 0.5"},
    {"nothing to spend", "[{race: {budget: 0}}]", " stages[0].race.budget: must be above 0 and at most 1, not 0"},
    {"another population", "[{race: {population: finite}}]",
     " stages[0].race.population: must be one of suite, infinite, not \"finite\", did you mean \"infinite\"?"},
    {"a favourite who is no candidate", "[{race: {favourites: [m+fs4]}}]",
     " stages[0].race.favourites[0]: there is no candidate \"m+fs4\", did you mean \"m+fs0\"?"},
    {"no candidate near", "[{race: {favourites: [zzzzzzzz]}}]",
     " stages[0].race.favourites[0]: there is no candidate \"zzzzzzzz\"; known here: a, b, m+fs0, m, m+fs3"},
    {"a favourite twice", "[{race: {favourites: [m, m+fs0]}}]", " stages[0].race.favourites[1]: \"m+fs0\" a second time"},
    {"a favourite that is not in yet", "[{race: {favourites: m+fs3}}, optimise: {}]",
     " stages[0]: m+fs3 cannot be a favourite here: until optimise brings it in, m+fs0 stands for it"},
    {"yes is no boolean", "[{constraints: {local: yes}}]", " stages[0].constraints.local: must be true, false or any, not \"yes\""},
    {"a number is no boolean", "[{constraints: {local: 1}}]", " stages[0].constraints.local: expected true or false, found the number 1"},
    {"an empty region", "[{constraints: {region: ['']}}]", " stages[0].constraints.region[0]: must not be empty"},
    {"an unknown modality", "[{constraints: {modality: images}}]",
     " stages[0].constraints.modality: must be one of text, image, audio, video, not \"images\", did you mean \"image\"?"},
    {"an unknown capability", "[{constraints: {capabilities: [tools, json]}}]",
     " stages[0].constraints.capabilities[1]: must be one of tools, json_schema, streaming, not \"json\""},
    {"a capability twice", "[{constraints: {capabilities: [tools, tools]}}]", " stages[0].constraints.capabilities[1]: \"tools\" a second time"},
    {"no context", "[{constraints: {context_min: 0}}]", " stages[0].constraints.context_min: must be at least 1, not 0"},
    {"a price below 0", "[{constraints: {input_per_mtok_max: -1}}]",
     " stages[0].constraints.input_per_mtok_max: must be from 0 to 1000000, not -1"},
    {"smoke without items", "[{smoke: {items: 0}}]", " stages[0].smoke.items: must be at least 1, not 0"},
    {"more than all flawed", "[{smoke: {flawed_max: 2}}]", " stages[0].smoke.flawed_max: must be from 0 to 1, not 2"},
    {"over less than the limit", "[{smoke: {over_limit: 0.5}}]", " stages[0].smoke.over_limit: must be at least 1, not 0.5"},
    {"optimise nobody", "[race: {}, optimise: {keep: 0}]", " stages[1].optimise.keep: must be at least 1, not 0"},
    {"optimise with a setting of another mode", "[race: {}, optimise: {mode: full, favourites: a}]",
     " stages[1].optimise: mode full has no \"favourites\": that is for certified"},
    {"confirm nothing", "[{confirm: {repeats: 0}}]", " stages[0].confirm.repeats: must be from 1 to 1000, not 0"},
    {"no such incumbent", "[race: {}, decide: {incumbent: m+fs}]", " stages[1].decide.incumbent: there is no candidate \"m+fs\", did you mean \"m+fs0\"?"},
    {"not worse than nobody", "[race: {}, decide: {not_worse_than: 0.1}]", " stages[1].decide: not_worse_than whom? name the incumbent"},
    {"valid for no day", "[race: {}, decide: {valid_days: 0}]", " stages[1].decide.valid_days: must be from 1 to 3650, not 0"},
    {"audit nobody", "[race: {}, audit: {candidates: 0}]", " stages[1].audit.candidates: must be at least 1, not 0"},
    {"a race after the decision", "[race: {}, decide: {}, race: {}]", " stages[2]: race after decide: only decide and audit may follow it"},
    {"smoke after the audit", "[race: {}, audit: {}, smoke: {}]", " stages[2]: smoke after audit: only decide and audit may follow it"},
    {"two decisions", "[race: {}, decide: {}, decide: {}]", " stages[2]: a second decide: a plan has one"},
    {"two audits", "[race: {}, audit: {}, audit: {}]", " stages[2]: a second audit: a plan has one"},
    {"constraints too late", "[smoke: {}, constraints: {}]",
     " stages[1]: constraints after smoke: they cost nothing, so put them before anyone is asked"},
    {"smoke too late", "[race: {}, smoke: {}]", " stages[1]: smoke after race: it is for those of whom nothing is known yet"},
    {"a race for nothing", "[race: {mode: full}, race: {}]",
     " stages[1]: race after race: all who are left have answered everything by then"},
    {"a race of the confirmed", "[confirm: {}, race: {}]",
     " stages[1]: race after confirm: all who are left have answered everything by then"},
    {"the best of nothing", "[optimise: {}, race: {}]",
     " stages[0]: optimise before anyone is asked: put a race before it, that tells who is the best"},
    {"optimise twice", "[race: {}, optimise: {}, optimise: {}]", " stages[2]: a second optimise: all variants have been in"},
    {"to confirm the best of nothing", "[confirm: {keep: 1}]",
     " stages[0]: confirm is to keep the best before anyone is asked: put a race before it, that tells who they are"},
    {"nobody is asked", "[constraints: {}, decide: {}]", " stages: no stage asks anyone: add a race"},
};

TEST(Stages, Complaints) {
  for (const auto& row : rows) {
    const std::string said = complaint([&] { plan_of(stages(row.list)); });
    EXPECT_TRUE(said.starts_with("plan.yaml:4:")) << row.name << ": " << said;
    EXPECT_TRUE(said.ends_with(row.complaint)) << row.name << ": " << said;
  }
}

TEST(Stages, NamesOfManyCandidatesAreNotListed) {
  std::string lines;
  for (int i = 0; i < 40; ++i) lines += "  - mock:model" + std::to_string(i) + "\n";
  EXPECT_EQ(complaint([&] { plan_of(with_candidates(lines) + "stages: [race: {favourites: [zzzzzzzzzz]}]\n"); }),
            "plan.yaml:44:30 stages[0].race.favourites[0]: there is no candidate \"zzzzzzzzzz\"");
}

TEST(Stages, OptimiseNeedsVariants) {
  const std::string all[] = {with_more("stages: [race: {}, optimise: {}]\n"),
                             with_candidates("  - {name: m, backend: mock, variants: {few_shot: [3]}}\n") + "stages: [race: {}, optimise: {}]\n"};
  for (const auto& text : all) {
    const std::string said = complaint([&] { plan_of(text); });
    EXPECT_TRUE(said.ends_with(" stages[1]: optimise, but no candidate has variants")) << said;
  }
}

TEST(Stages, FactsAndVariantsComplain) {
  const std::pair<std::string, std::string> some[] = {
      {"  - {name: a, backend: mock, facts: {capabilities: [tool]}}\n",
       "plan.yaml:4:53 candidates[0].facts.capabilities[0]: must be one of tools, json_schema, streaming, not \"tool\", did you mean \"tools\"?"},
      {"  - {name: a, backend: mock, facts: {modalities: txt}}\n",
       "plan.yaml:4:50 candidates[0].facts.modalities: must be one of text, image, audio, video, not \"txt\", did you mean \"text\"?"},
      {"  - {name: a, backend: mock, variant_of: m, variants: {few_shot: [0]}}\n",
       "plan.yaml:4:30 candidates[0]: variant_of and variants: those of a grid are variants of this candidate already"},
      {"  - {name: a, backend: mock, variant_of: m}\n  - mock:b\n  - {name: c, backend: mock, variant_of: m}\n",
       "plan.yaml:6:5 candidates[2]: variants of m must follow one another, the one before is at plan.yaml:4:5 candidates[0]"},
      {"  - {name: a, backend: mock, variant_of: m}\n  - {name: b, backend: mock, variant_of: m, facts: {region: eu}}\n",
       "plan.yaml:5:5 candidates[1]: variants of m must have the same facts and price, those at plan.yaml:4:5 candidates[0] differ"},
  };
  for (const auto& [lines, expected] : some) EXPECT_EQ(complaint([&] { plan_of(with_candidates(lines)); }), expected);
}

}  // namespace
}  // namespace shortlist
