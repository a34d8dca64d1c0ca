// The words of stages and decisions, said only where they are true; and the record in Markdown and JSON.
#include <gtest/gtest.h>


#include "reports/decision_words.hpp"
#include "reports/reports.hpp"
#include "reports/stage_words.hpp"
#include "tests/support/sample_run.hpp"
#include "tests/unit/reports/written.hpp"

namespace shortlist::test {
namespace {

TEST(Stages, SayWhoLeft) {
  const auto rows = stage_rows(sample_run());
  ASSERT_EQ(rows.size(), 4u);   // decide asks nobody
  EXPECT_EQ(rows[3].name, "audit");
  EXPECT_EQ(rows[3].field, "1 of 2");
  EXPECT_EQ(rows[0].field, "5 -> 4");
  EXPECT_EQ(rows[0].left, std::vector<std::string>{"late: region us is not in [eu, any]"});
  EXPECT_EQ(rows[2].left, std::vector<std::string>{"작은모델+fs3: behind by 22.9 points, at least 9.6"});
  EXPECT_EQ(stage_rows(open_run())[2].field, "3 -> 2 so far");
  auto run = sample_run();
  run.ranking.stages[2] = {"race"};
  EXPECT_EQ(stage_rows(run)[2].field, "not begun");
}

Run flipping(Flip flip) {
  auto run = sample_run();
  run.ranking.decision->flips = {flip};
  return run;
}

TEST(Flips, SayWhatTheRecordsAllow) {
  const struct { const char* name; Flip flip; const char* said; } rows[] = {
      {"a price", {1, 9, {}, false, Turn{0.36, 0.5, 0.2}, {}, {}}, "flips to gpt-5-mini if its price falls 64 % (50 .. 80 %)"},
      {"level in cost", {1, 9, {}, true, Turn{0.96, 1, {}}, {}, {}},
       "flips to gpt-5-mini (not distinguishable in cost as it is) if its price falls about 4 %"},
      {"level", {1, 9, Estimate{-0.01, -0.02, 0.01, 9}, true, Turn{0.36, 1, {}}, {}, Turn{4.13, 1, {}}},
       "flips to gpt-5-mini (not distinguishable in utility as it is) if its price falls about 60 % or quality weighs about 4.1 x as much"},
      {"never sure", {1, 9, {}, false, Turn{0.36, 0.5, {}}, {}, {}}, "flips to gpt-5-mini if its price falls 64 % (at least 50 %)"},
      {"for nothing", {1, 9, {}, false, Turn{0.001, 0.5, {}}, {}, {}}, "flips to gpt-5-mini if it costs nothing"},
      {"time", {1, 9, {}, false, {}, Turn{0.7, 0.9, 0.5}, {}}, "flips to gpt-5-mini if it takes less time by 30 % (10 .. 50 %)"},
      {"quality weighs less", {1, 9, {}, false, {}, {}, Turn{0.25, 0.5, 0.1}},
       "flips to gpt-5-mini if quality weighs 0.25 x as much (0.50 .. 0.10 x)"},
  };
  for (const auto& row : rows) EXPECT_EQ(flip_lines(flipping(row.flip)), std::vector<std::string>{row.said}) << row.name;
}

TEST(Incumbent, GoesOnlyForAReason) {
  const struct { const char* name; void (*change)(Replacement&); const char* said; } rows[] = {
      {"by the interval", [](Replacement& r) { r.difference->n = 400; },
       "incumbent gpt-5-mini: mistral-small can stand in for it at 0.32 x the cost: at most 2 points below it by the interval of the "
       "difference on the same items (-0.5 points, -2.0 .. +1.2); nominal, for the race chose when to stop"},
      {"on all items", [](Replacement& r) { r.exact = true; },
       "incumbent gpt-5-mini: mistral-small can stand in for it at 0.32 x the cost: at most 2 points below it on these very items, all "
       "of which both were asked (-0.5 points on these very items; for the task -2.0 .. +1.2)"},
      {"for the task, on all items", [](Replacement&) {},
       "incumbent gpt-5-mini: mistral-small can stand in for it at 0.32 x the cost: at most 2 points below it by the interval of the "
       "difference on the same items (-0.5 points on these very items; for the task -2.0 .. +1.2); 97.5 % for this comparison alone"},
      {"certified", [](Replacement& r) { r.certified = true, r.difference->n = 400; },
       "incumbent gpt-5-mini: mistral-small can stand in for it at 0.32 x the cost: certified at most 2 points below it (-0.5 "
       "points, -2.0 .. +1.2)"},
      {"below on these items", [](Replacement& r) { r.candidate = 1, r.unshown = {{0, Estimate{-0.028, -0.061, 0.006, 520}, true}}; },
       "incumbent gpt-5-mini: nothing can stand in for it: cheaper, but more than 2 points below it on these very items: mistral-small (-2.8 points on "
       "these very items; for the task -6.1 .. +0.6)"},
      {"not shown", [](Replacement& r) { r.candidate = 1, r.unshown = {{0, Estimate{-0.005, -0.03, 0.012, 400}, false}, {2, {}, false}}; },
       "incumbent gpt-5-mini: nothing can stand in for it: cheaper, but not shown to be at most 2 points below it: mistral-small "
       "(-0.5 points, -3.0 .. +1.2), 작은모델+fs3 (not compared on the same items)"},
      {"nobody cheaper", [](Replacement& r) { r.candidate = 1; },
       "incumbent gpt-5-mini: nothing can stand in for it: no candidate that may stand in for it is known to be cheaper"},
      {"unknown", [](Replacement& r) { r.candidate = 1, r.incumbent_usd_per_1k.reset(); },
       "incumbent gpt-5-mini: nothing can stand in for it: its cost is unknown, so nothing can be called cheaper"},
  };
  for (const auto& row : rows) {
    auto run = sample_run();
    row.change(*run.ranking.decision->replacement);
    EXPECT_EQ(incumbent_line(run), row.said) << row.name;
  }
}

TEST(Incumbent, AFastRaceIsNamedSo) {
  auto run = open_run();
  run.ranking.decision->replacement->difference->n = 400;
  std::get<RaceStage>(run.plan.stages[2]).mode = RaceStage::Mode::fast;
  EXPECT_TRUE(incumbent_line(run).ends_with("nominal, for the race chose when to stop; the race is calibrated on public tables, no guarantee"));
  const auto record = Json::parse(written(run, "decision-json"));
  EXPECT_EQ(record["decision"]["incumbent"]["label"], "calibrated on public tables, no guarantee");
  EXPECT_EQ(record["decision"]["label"], "calibrated on public tables, no guarantee");
  EXPECT_TRUE(Json::parse(written(sample_run(), "decision-json"))["decision"]["label"].is_null());
}

TEST(Audit, SaysWhetherADropWasWrong) {
  auto run = sample_run();
  run.ranking.audit = {{2, -0.214, false}, {3, 0.031, true}, {4, {}, false}};
  for (const std::size_t left : {3u, 4u}) run.ranking.standings[left].rates.calls = run.ranking.standings[left].rates.answers = 5;
  EXPECT_EQ(audit_lines(run), (std::vector<std::string>{
                                  "audit: 작은모델+fs3 ends 21.4 points below the chosen one: dropping it was right",
                                  "audit: evil[U+202E]<b>|x ends 3.1 points above the chosen one: dropping it was wrong",
                                  "audit: late has not been asked everything yet"}));
}

TEST(Audit, JudgesNobodyWithoutAnswers) {
  const struct { const char* name; Rates rates; double lead; const char* said; bool judged; } rows[] = {
      {"none", {300, 0, 0, 0, 0, 1}, -0.85, "gave no answer, so nothing says whether dropping it was wrong", false},
      {"some failed", {60, 45, 0, 0, 0, 0.25}, -0.1, "ends 10.0 points below the chosen one (15 of its 60 calls failed): dropping it was right", true},
      {"a little better", {60, 60, 0, 0, 0, 0}, 0.012, "ends 1.2 points above the chosen one, no more than the race's margin of 2 points: dropping it was not wrong", true},
      {"level", {60, 60, 0, 0, 0, 0}, 0, "ends level with the chosen one: dropping it was right", true},
  };
  for (const auto& row : rows) {
    auto run = sample_run();
    run.ranking.standings[3].rates = row.rates, run.ranking.audit = {{3, row.lead, false}};
    EXPECT_EQ(audit_lines(run), std::vector<std::string>{"audit: evil[U+202E]<b>|x " + std::string(row.said)}) << row.name;
    const auto json = Json::parse(written(run, "decision-json"))["audit"][0];
    EXPECT_EQ(json["lead"].is_null() && json["wrong"].is_null(), !row.judged) << row.name;
  }
  auto run = sample_run();
  run.ranking.audit.clear();
  EXPECT_EQ(audit_lines(run), std::vector<std::string>{"audit: nobody had been dropped whom it could ask"});
}

TEST(Portfolio, NoGainIsNoGain) {
  auto run = sample_run();
  const auto lines = portfolio_lines(run);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_TRUE(lines[1].find("+0.4 points of utility (-1.0 .. +1.8): no gain that can be told apart from 0") != lines[1].npos) << lines[1];
  EXPECT_TRUE(lines[2].ends_with(": a gain")) << lines[2];
  run.ranking.decision->portfolio->routers[0].mix.gain = Estimate{0, 0, 0, 520};
  EXPECT_NE(portfolio_lines(run)[1].find(": it takes mistral-small everywhere;"), std::string::npos);
  run.ranking.decision->portfolio->routers[0].mix.gain = Estimate{0.004, -0.01, 0.018, 520};
  run.ranking.decision->portfolio->routers[0].groups[1].items = 9;
  EXPECT_EQ(group_lines(run, run.ranking.decision->portfolio->routers[0]).back(), "1 value of fewer than 10 items each, not shown");
  run.ranking.decision->portfolio->cascade->mix.gain = Estimate{-0.01, -0.02, -0.001, 520};
  EXPECT_TRUE(portfolio_lines(run)[2].ends_with(": a loss"));
  run.plan.objective.cost_weight = run.plan.objective.latency_weight = 0;
  EXPECT_EQ(portfolio_lines(run)[1].find("utility"), std::string::npos);
}

TEST(ValidUntil, CountsDays) {
  const struct { const char* finished; std::optional<int> days; const char* until; } rows[] = {
      {"2026-11-24T14:08:00Z", {}, "2027-02-22"}, {"2024-02-28T23:59:59Z", 1, "2024-02-29"}, {"2023-12-31T00:00:00Z", 1, "2024-01-01"},
      {"", {}, ""}, {"2026-13-01T00:00:00Z", {}, ""}, {"yesterday evening", {}, ""}, {"9999-12-31T00:00:00Z", 1, ""},
      {"20x6-11-24T", 1, ""}, {"2026--1-24T", 1, ""},
  };
  for (const auto& row : rows) {
    auto run = sample_run();
    run.plan.stages = {DecideStage{"", {}, row.days}};
    run.provenance.finished = row.finished;
    EXPECT_EQ(valid_until(run), row.until) << row.finished;
  }
}

TEST(Command, IsSafeToPaste) {
  const struct { const char *path, *said; } rows[] = {
      {"support.yaml", "shortlist run support.yaml --seed 7"},
      {"my plans/o'neill.yaml", "shortlist run 'my plans/o'\\''neill.yaml' --seed 7"},
      {"$(rm -rf ~).yaml", "shortlist run '$(rm -rf ~).yaml' --seed 7"},
      {"-v.yaml", "shortlist run './-v.yaml' --seed 7"},
  };
  for (const auto& row : rows) {
    auto run = sample_run();
    run.plan.path = row.path;
    EXPECT_EQ(command(run), row.said);
  }
}

TEST(Savings, WhatIsUnknownIsSaid) {
  auto run = sample_run();
  EXPECT_EQ(instead_of(run), " instead of $12.30 and what 작은모델+fs3, evil[U+202E]<b>|x would cost, which is unknown");
  EXPECT_EQ(full_evaluation(run), "full evaluation: 520 items of the 4 candidates that passed the constraints");
  run.ranking.decision->savings.unpriced.clear();
  EXPECT_EQ(instead_of(run), " instead of $12.30");
  run.ranking.effort.cached = 0;
  EXPECT_NE(written(run, "console").find("$4.09 and the unknown cost of 68 calls instead of $12.30\n"), std::string::npos);
  run.ranking.decision->savings.calls = 2600;
  EXPECT_EQ(instead_of(run), "");
  run.ranking.decision->savings.kept_out.clear(), run.plan.repeats = 2;
  EXPECT_EQ(full_evaluation(run), "full evaluation would take 2,080 calls: 520 items of all 5 candidates, 2 answers each");
  run.ranking.decision->savings.calls = 2080;
  EXPECT_EQ(full_evaluation(run), "");
  run.ranking.decision->savings.calls = 1104;
  run.ranking.decision->savings.full_usd = 0;
  EXPECT_EQ(instead_of(run), "");
}

TEST(Savings, AnUnfinishedRunHasSavedNothing) {
  auto run = sample_run();
  run.ranking.open.missing = 40, run.ranking.complete = false;
  EXPECT_EQ(instead_of(run), "");
  const auto text = written(run, "console");
  EXPECT_NE(text.find("1,104 calls so far, 4 of them answered from earlier runs, $4.09"), text.npos) << text;
  EXPECT_NE(text.find("full evaluation would take 2,080 calls: 520 items of the 4 candidates that passed the constraints"), text.npos);
}

TEST(Calls, WhatWasNeverSentIsNone) {
  auto run = sample_run();
  run.ranking.effort = {474, 0, 46, {}, 4};
  run.ranking.standings[1].rates.calls = 14, run.ranking.standings[1].rates.unsent = 46, run.ranking.standings[1].rates.failed = 4.0 / 14;
  const auto json = Json::parse(written(run, "json"));
  EXPECT_EQ(json["calls"], 474);
  EXPECT_EQ(json["effort"]["calls"], 474);
  EXPECT_EQ(json["standings"][1]["rates"]["calls"], 14);
  EXPECT_EQ(json["standings"][1]["rates"]["unsent"], 46);
  EXPECT_NEAR(json["standings"][1]["rates"]["failed"].get<double>(), 4.0 / 14, 1e-9);
  EXPECT_NE(written(run, "html").find("46 never sent"), std::string::npos);
}

TEST(Formats, ForPeopleAllSayWhatFollows) {
  for (const char* format : {"console", "markdown", "html", "decision"}) {
    const auto text = written(sample_run(), format);
    for (const char* words : {"95 % certified; 71 % of the calls", "selected, hence biased upwards", "its price falls 64 %",
                              "dropping it was right", "can stand in for it", "region us is not in", "12.30",
                              "Not excluded as best", "4 candidates that passed the constraints", "on these very items"})
      EXPECT_NE(text.find(words), text.npos) << format << ": " << words;
    EXPECT_NE(written(open_run(), format).find("calibrated on public tables, no guarantee"), text.npos) << format;
  }
}

TEST(Json, DecisionIsWhole) {
  const auto report = Json::parse(written(sample_run(), "json")), record = Json::parse(written(sample_run(), "decision-json"));
  EXPECT_EQ(record["schema"], "shortlist.decision/1");
  for (const char* key : {"decision", "stages", "audit"}) EXPECT_EQ(report[key], record[key]) << key;
  const auto& d = record["decision"];
  EXPECT_EQ(d["chosen"], "mistral-small");
  EXPECT_EQ(d["possible"], Json({"mistral-small", "gpt-5-mini"}));
  EXPECT_EQ(d["flips"][0]["price_factor"]["at"], 0.36);
  EXPECT_TRUE(d["flips"][0]["price_factor"]["sure"].is_null());
  EXPECT_EQ(d["incumbent"]["shown_by"], "paired interval");
  EXPECT_EQ(d["weights"]["axes"][0]["spans"][1]["candidate"], "mistral-small");
  EXPECT_EQ(d["portfolio"]["routers"][0]["by"], "suite");
  EXPECT_EQ(d["valid_until"], "2027-02-22");
  EXPECT_EQ(d["pareto"], Json({"mistral-small", "gpt-5-mini"}));
  EXPECT_EQ(record["stages"][2]["certificate"]["kind"], "certified");
  EXPECT_EQ(record["stages"][1]["left"][0]["candidate"], "evil\u202e<b>|x");
  EXPECT_EQ(record["pinned_by"]["seed"], 7);
  const auto open = Json::parse(written(open_run(), "decision-json"));
  EXPECT_EQ(open["stages"][2]["certificate"]["label"], "calibrated on public tables, no guarantee");
  EXPECT_TRUE(Json::parse(written(empty_run(), "json"))["decision"].is_null());
}

}  // namespace
}  // namespace shortlist::test
