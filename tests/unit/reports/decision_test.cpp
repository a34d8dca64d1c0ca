// The words of stages, certificates and decisions, said only where they are true; and the record in Markdown and JSON.
#include <gtest/gtest.h>

#include <sstream>

#include "reports/decision_words.hpp"
#include "reports/reports.hpp"
#include "reports/stage_words.hpp"
#include "tests/support/sample_run.hpp"

namespace shortlist::test {
namespace {

std::string written(const Run& run, std::string_view format) {
  std::ostringstream out;
  make_reporter(format)->write(run, out);
  return out.str();
}

/// Eight candidates A .. H on one suite of 500 questions; the race has taken 840 calls.
Run race_of_eight() {
  Run run;
  for (char name = 'A'; name <= 'H'; ++name) run.plan.candidates.push_back(candidate(std::string(1, name), "mock", "m"));
  run.plan.suites = {suite("support", 500, 1)};
  StageReport race{"race", true, true, 8, 2, 9, 840, {}, {}};
  race.certificate = Certificate{Certificate::Kind::certified, {}, 0, 0.02, 0.95, true, 0.02, {0, 2}, 8, 500, false};
  run.ranking.stages = {race};
  run.ranking.chosen = 0;
  return run;
}

Certificate& certificate(Run& run) { return *run.ranking.stages[0].certificate; }

struct Sentence { const char* name; void (*change)(Run&); const char* said; };

const Sentence sentences[] = {
    {"certified", [](Run&) {},
     "Within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified; 21 % of the calls). Not "
     "excluded as best: A, C."},
    {"one point, clusters", [](Run& r) { certificate(r).within = 0.01, certificate(r).units = 50; },
     "Within 1 point of the best of the 8 candidates on this 500-question suite of 50 clusters (95 % certified; 21 % of the "
     "calls). Not excluded as best: A, C."},
    {"two suites", [](Run& r) { r.plan.suites.push_back(suite("more", 500, 1)), certificate(r).units = 1000; },
     "Within 2 points of the best of the 8 candidates on these 2 suites of 1,000 questions (95 % certified; 10 % of the calls). "
     "Not excluded as best: A, C."},
    {"the task", [](Run& r) { certificate(r).infinite = true; },
     "Within 2 points of the best of the 8 candidates on this task, of which these 500 questions are a sample (95 % certified; "
     "21 % of the calls). Not excluded as best: A, C."},
    {"fast", [](Run& r) { certificate(r).kind = Certificate::Kind::calibrated; },
     "Within 2 points of the best of the 8 candidates on this 500-question suite (calibrated on public tables, no guarantee; "
     "21 % of the calls). Not excluded as best: A, C."},
    {"another was chosen afterwards", [](Run& r) { r.ranking.chosen = 2; },
     "A is within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified; 21 % of the calls). Not "
     "excluded as best: A, C."},
    {"budget", [](Run& r) { certificate(r).reached = false, certificate(r).gap = 0.05, certificate(r).possible = {0, 2, 3}; },
     "Best so far: A. Certified: at most 5 points below the best of the 8. Still possible: A, C, D. (On this 500-question suite, "
     "95 %; 21 % of the calls.)"},
    {"budget, fast", [](Run& r) { certificate(r).reached = false, certificate(r).gap = 0.05, certificate(r).kind = Certificate::Kind::calibrated; },
     "Best so far: A. Not certified (calibrated on public tables, no guarantee): at most 5 points below the best of the 8. Still "
     "possible: A, C. (On this 500-question suite, no guarantee; 21 % of the calls.)"},
    {"nothing yet", [](Run& r) { certificate(r).reached = false, certificate(r).gap.reset(); },
     "Best so far: A. Nothing is certified yet. Still possible: A, C. (On this 500-question suite, 95 %; 21 % of the calls.)"},
    {"none", [](Run& r) { certificate(r) = {Certificate::Kind::none, "latency is part of the utility", 0, 0, 0, false, {}, {}, 0, 0, false}; },
     "Nothing is certified: latency is part of the utility."},
    {"more calls than the race needed", [](Run& r) { r.ranking.stages[0].calls = 4001; },
     "Within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified). Not excluded as best: A, C."},
};

TEST(Certificate, IsSaidAsTheStudySaysIt) {
  for (const auto& row : sentences) {
    auto run = race_of_eight();
    row.change(run);
    EXPECT_EQ(certificate_lines(run), std::vector<std::string>{row.said}) << row.name;
  }
}

TEST(Certificate, SeveralRacesAreNamed) {
  auto run = race_of_eight();
  run.ranking.stages.push_back(run.ranking.stages[0]);
  run.ranking.stages[1].name = "race 2";
  const auto lines = certificate_lines(run);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(lines[0].starts_with("race: Within") && lines[1].starts_with("race 2: Within"));
}

TEST(Stages, SayWhoLeft) {
  const auto rows = stage_rows(sample_run());
  ASSERT_EQ(rows.size(), 3u);   // decide and audit narrow nothing
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
      {"by the interval", [](Replacement&) {},
       "incumbent gpt-5-mini: mistral-small can stand in for it at 0.32 x the cost: at most 2 points below it with 97.5 % "
       "confidence, by the same items (-0.5 points, -2.0 .. +1.2)"},
      {"certified", [](Replacement& r) { r.certified = true; },
       "incumbent gpt-5-mini: mistral-small can stand in for it at 0.32 x the cost: certified at most 2 points below it (-0.5 "
       "points, -2.0 .. +1.2)"},
      {"not shown", [](Replacement& r) { r.candidate = 1, r.unshown = {0, 2}; },
       "incumbent gpt-5-mini: stay with it: cheaper, but not shown to be at most 2 points below it: mistral-small, 작은모델+fs3"},
      {"nobody cheaper", [](Replacement& r) { r.candidate = 1; },
       "incumbent gpt-5-mini: stay with it: no candidate that may stand in for it is known to be cheaper"},
      {"unknown", [](Replacement& r) { r.candidate = 1, r.incumbent_usd_per_1k.reset(); },
       "incumbent gpt-5-mini: stay with it: its cost is unknown, so nothing can be called cheaper"},
  };
  for (const auto& row : rows) {
    auto run = sample_run();
    row.change(*run.ranking.decision->replacement);
    EXPECT_EQ(incumbent_line(run), row.said) << row.name;
  }
}

TEST(Audit, SaysWhetherADropWasWrong) {
  auto run = sample_run();
  run.ranking.audit = {{2, -0.214, false}, {3, 0.031, true}, {4, {}, false}};
  EXPECT_EQ(audit_lines(run), (std::vector<std::string>{
                                  "audit: 작은모델+fs3 ends 21.4 points below the chosen one: dropping it was right",
                                  "audit: evil[U+202E]<b>|x ends 3.1 points above the chosen one: dropping it was wrong",
                                  "audit: late has not been asked everything yet"}));
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
  EXPECT_EQ(instead_of(run), " instead of $12.30 and what 작은모델+fs3, evil[U+202E]<b>|x, late would cost, which is unknown");
  run.ranking.decision->savings.unpriced.clear();
  EXPECT_EQ(instead_of(run), " instead of $12.30");
  run.ranking.effort.cached = 0;
  EXPECT_NE(written(run, "console").find("$4.09 and the unknown cost of 68 calls instead of $12.30\n"), std::string::npos);
  run.ranking.decision->savings.calls = 2600;
  EXPECT_EQ(instead_of(run), "");
  run.ranking.decision->savings.calls = 1104;
  run.ranking.decision->savings.full_usd = 0;
  EXPECT_EQ(instead_of(run), "");
}

TEST(Formats, ForPeopleAllSayWhatFollows) {
  for (const char* format : {"console", "markdown", "html", "decision"}) {
    const auto text = written(sample_run(), format);
    for (const char* words : {"95 % certified; 71 % of the calls", "selected, hence biased upwards", "its price falls 64 %",
                              "dropping it was right", "can stand in for it", "region us is not in", "12.30"})
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
