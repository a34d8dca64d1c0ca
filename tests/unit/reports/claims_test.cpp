// What a race proved and of whom, the two sets, what is exact on these very items: said only where it is true.
#include "reports/claims.hpp"

#include <gtest/gtest.h>


#include "reports/reports.hpp"
#include "tests/support/sample_run.hpp"
#include "tests/unit/reports/written.hpp"

namespace shortlist::test {
namespace {

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

Cut out(std::uint32_t candidate, std::uint32_t round, const char* why) {
  return {candidate, "race", round, why, std::string_view(why).starts_with("limit") ? Cut::Ground::limit : Cut::Ground::figures};
}

const Sentence sentences[] = {
    {"certified", [](Run&) {},
     "Within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified; 21 % of the calls)."},
    {"one point, clusters", [](Run& r) { certificate(r).within = 0.01, certificate(r).units = 50; },
     "Within 1 point of the best of the 8 candidates on this 500-question suite of 50 clusters (95 % certified; 21 % of the "
     "calls)."},
    {"two suites", [](Run& r) { r.plan.suites.push_back(suite("more", 500, 1)), certificate(r).units = 1000; },
     "Within 2 points of the best of the 8 candidates on these 2 suites of 1,000 questions (95 % certified; 10 % of the calls)."},
    {"the task", [](Run& r) { certificate(r).infinite = true; },
     "Within 2 points of the best of the 8 candidates on this task, of which these 500 questions are a sample (95 % certified; "
     "21 % of the calls)."},
    {"fast", [](Run& r) { certificate(r).kind = Certificate::Kind::calibrated; },
     "Within 2 points of the best of the 8 candidates on this 500-question suite (calibrated on public tables, no guarantee; "
     "21 % of the calls)."},
    {"another was chosen by confirm",
     [](Run& r) { r.ranking.chosen = 2, r.ranking.stages.push_back({"confirm", true, true, 2, 2, 1, 900, {}, {}}); },
     "A is within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified; 21 % of the calls). That is "
     "about A; C was chosen after it by confirm, and about C it claims nothing."},
    {"another was chosen since the leader left",
     [](Run& r) { r.ranking.chosen = 2, r.ranking.cuts = {{0, "confirm", 0, "80 % on 500 items"}}; },
     "A is within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified; 21 % of the calls). That is "
     "about A; C was chosen after A had left at confirm, and about C it claims nothing."},
    {"another was chosen for a limit",
     [](Run& r) {
       r.ranking.chosen = 2, r.ranking.standings.resize(1);
       r.ranking.standings[0].within_limits = false, r.ranking.standings[0].limits_broken = "p95 3.1 s > 2.5 s";
     },
     "A is within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified; 21 % of the calls). That is "
     "about A; C was chosen since A breaks a limit (p95 3.1 s > 2.5 s), and about C it claims nothing."},
    {"another is the cheapest", [](Run& r) { r.ranking.chosen = 2, r.plan.objective.prefer = Objective::Prefer::cheapest; },
     "A is within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified; 21 % of the calls). That is "
     "about A; C was chosen as the cheapest, and about C it claims nothing."},
    {"budget, another was chosen", [](Run& r) { certificate(r).reached = false, certificate(r).gap = 0.05, r.ranking.chosen = 2; },
     "Best so far: A. Certified: at most 5 points below the best of the 8. (On this 500-question suite, 95 %; 21 % of the "
     "calls.) That is about A; C was chosen by all the answers, and about C it claims nothing."},
    {"limits took two out", [](Run& r) { r.ranking.cuts = {out(3, 1, "limit p95 0.5 ms: 25 of 25 items over it"), out(4, 2, "limit $0.004 per 1k: 9"), out(5, 2, "far behind")}; },
     "Within 2 points of the best of the 6 candidates that no limit took out on this 500-question suite (95 % certified; 21 % of the "
     "calls)."},
    {"all left", [](Run& r) { certificate(r).possible.clear(), r.ranking.chosen.reset(), r.ranking.cuts = {out(0, 1, "limit"), out(1, 3, "limit")}; },
     "Nothing is certified: all 8 candidates left in race, rounds 1 to 3."},
    {"all left at once", [](Run& r) { certificate(r).possible.clear(), r.ranking.chosen.reset(), r.ranking.cuts = {out(0, 1, "limit")}; },
     "Nothing is certified: all 8 candidates left in race, round 1."},
    {"budget", [](Run& r) { certificate(r).reached = false, certificate(r).gap = 0.05, certificate(r).possible = {0, 2, 3}; },
     "Best so far: A. Certified: at most 5 points below the best of the 8. (On this 500-question suite, "
     "95 %; 21 % of the calls.)"},
    {"budget, fast", [](Run& r) { certificate(r).reached = false, certificate(r).gap = 0.05, certificate(r).kind = Certificate::Kind::calibrated; },
     "Best so far: A. Not certified (calibrated on public tables, no guarantee): at most 5 points below the best of the 8."
     " (On this 500-question suite, no guarantee; 21 % of the calls.)"},
    {"nothing yet", [](Run& r) { certificate(r).reached = false, certificate(r).gap.reset(); },
     "Best so far: A. Nothing is certified yet. (On this 500-question suite, 95 %; 21 % of the calls.)"},
    {"none", [](Run& r) { certificate(r) = {Certificate::Kind::none, "latency is part of the utility", 0, 0, 0, false, {}, {}, 0, 0, false}; },
     "Nothing is certified: latency is part of the utility."},
    {"more calls than the race needed", [](Run& r) { r.ranking.stages[0].calls = 4001; },
     "Within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified)."},
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

/// A is chosen; the others' differences to it, on so many items each.
void compare(Run& run, std::size_t items, std::initializer_list<std::pair<std::uint32_t, Estimate>> others) {
  run.plan.stages = {RaceStage{}};
  run.ranking.standings = {standing(0, 1, {0.84, 0.81, 0.87, items})};
  for (auto [candidate, d] : others) {
    d.n = items;
    run.ranking.standings.push_back(standing(candidate, 2, {0.8, 0.77, 0.83, items}));
    run.ranking.standings.back().versus_first = d, run.ranking.standings.back().distinguishable = d.low > 0 || d.high < 0;
  }
}

const Estimate equal{-0.01, -0.03, 0.01, 0}, behind{-0.1, -0.15, -0.05, 0};

struct SetRow { const char* name; void (*change)(Run&); std::vector<std::string> said; };

const SetRow set_rows[] = {
    {"the same", [](Run& r) { compare(r, 400, {{2, equal}, {1, behind}}); },
     {"Not excluded as best: C (x) (the race stopped before it could drop them; 95 % certified; nor distinguishable on the same items: "
      "the nominal 95 % interval of the difference includes 0)"}},
    {"two", [](Run& r) { compare(r, 400, {{1, equal}, {2, behind}}); },
     {"Not excluded as best: C (the race stopped before it could drop them; 95 % certified)",
      "Not distinguishable on the same items: B (x) (the nominal 95 % interval of the difference includes 0)"}},
    {"fast", [](Run& r) { compare(r, 400, {{2, behind}}), certificate(r).kind = Certificate::Kind::calibrated; },
     {"Not excluded as best: C (the race stopped before it could drop them; calibrated on public tables, no guarantee)"}},
    {"all excluded", [](Run& r) { compare(r, 400, {{2, behind}}), certificate(r).possible = {0}; }, {"Not excluded as best: none of the others (95 % certified)"}},
    {"all excluded, fast",
     [](Run& r) { compare(r, 400, {{2, behind}}), certificate(r).possible = {0}, certificate(r).kind = Certificate::Kind::calibrated; },
     {"Not excluded as best: none of the others (calibrated on public tables, no guarantee)"}},
    {"at the end of a budget", [](Run& r) { compare(r, 400, {{2, behind}}), certificate(r).reached = false; },
     {"Still possible: C (the race has not dropped them; 95 % certified)"}},
    {"later asked everything, and below", [](Run& r) { compare(r, 500, {{2, behind}}); },
     {"Not excluded as best: none of the others (95 % certified)"}},
    {"later asked everything, of the task", [](Run& r) { compare(r, 500, {{2, behind}}), certificate(r).infinite = true; },
     {"Not excluded as best: C (the race stopped before it could drop them; 95 % certified)"}},
    {"nobody is left", [](Run& r) { compare(r, 400, {{2, behind}}), certificate(r).possible.clear(); }, {}},
    {"everything was asked", [](Run& r) { compare(r, 500, {{2, equal}}), r.ranking.stages[0].certificate.reset(); },
     {"Not distinguishable on the same items: C (x) (the 95 % interval of the difference includes 0)"}},
    {"no race chose when to stop",
     [](Run& r) { compare(r, 400, {{2, equal}}), r.ranking.stages[0].certificate.reset(), std::get<RaceStage>(r.plan.stages[0]).mode = RaceStage::Mode::full; },
     {"Not distinguishable on the same items: C (x) (the 95 % interval of the difference includes 0)"}},
};

TEST(Sets, AreEachNamedOnceWithTheirMeaning) {
  for (const auto& row : set_rows) {
    auto run = race_of_eight();
    row.change(run);
    std::vector<std::string> level;
    for (const Standing& s : run.ranking.standings)
      if (!s.distinguishable) level.push_back(run.plan.candidates[s.candidate].name + " (x)");
    EXPECT_EQ(set_lines(run, level), row.said) << row.name;
  }
}

TEST(Exact, OnTheseVeryItemsWhereAllWereAsked) {
  const struct { const char* name; std::size_t items; Estimate next; bool third_asked_all; const char* said; } rows[] = {
      {"all", 500, behind, true,
       "Every item was asked of all 3, so on these very items it is exact: A is 10.0 points ahead of C. Whether that holds for the task: +5 "
       ".. +15 (paired 95 % interval)"},
      {"two of three", 500, equal, false,
       "Every item was asked of A and C, so on these very items it is exact: A is 1.0 points ahead of C. Whether that holds for the task: "
       "-1.0 .. +3.0 (paired 95 % interval)"},
      {"behind", 500, {0.02, -0.01, 0.05, 0}, true,
       "Every item was asked of all 3, so on these very items it is exact: A is 2.0 points behind C. Whether that holds for the task: -5.0 "
       ".. +1.0 (paired 95 % interval)"},
      {"level", 500, {0, -0.01, 0.01, 0}, true,
       "Every item was asked of all 3, so on these very items it is exact: A and C are level. Whether that holds for the task: -1.0 .. +1.0 "
       "(paired 95 % interval)"},
      {"not all items", 499, behind, true, ""},
  };
  for (const auto& row : rows) {
    auto run = race_of_eight();
    compare(run, row.items, {{2, row.next}, {1, behind}});
    if (!row.third_asked_all) run.ranking.standings[2].versus_first->n = 7;
    run.ranking.decision.emplace().runner_up = 2;
    EXPECT_EQ(exact_line(run), row.said) << row.name;
  }
}

TEST(Repeats, UnlikeNumbersAreSaid) {
  auto run = race_of_eight();
  compare(run, 500, {{1, behind}, {2, equal}});
  run.plan.stages = {RaceStage{}, ConfirmStage{3, 1}};
  run.ranking.stages.push_back({"confirm", true, true, 1, 1, 1, 1000, {}, {}});
  run.ranking.cuts = {{1, "race", 4, "far behind"}, {2, "confirm", 0, "80 % on 500 items"}};
  EXPECT_NE(written(run, "console").find("A answered each item 3 times, others once: a figure is over all of its candidate's answers"), std::string::npos);
  for (const char* format : {"markdown", "html", "decision"}) EXPECT_NE(written(run, format).find("answered each item 3 times"), std::string::npos) << format;
  EXPECT_EQ(Json::parse(written(run, "json"))["standings"][0]["answers_per_item"], 3);
  EXPECT_EQ(Json::parse(written(run, "json"))["standings"][1]["answers_per_item"], 1);
  run.ranking.stages[1].begun = false;
  EXPECT_EQ(written(run, "console").find("answered each item"), std::string::npos);
}

TEST(Intervals, AreNominalWhereARaceChoseWhenToStop) {
  const struct { const char* name; RaceStage::Mode mode; bool begun; std::size_t items; const char* level; } rows[] = {
      {"stopped", RaceStage::Mode::certified, true, 400, "nominal 95 %"},
      {"a budget", RaceStage::Mode::budget, true, 400, "nominal 95 %"},
      {"all items", RaceStage::Mode::certified, true, 500, "95 %"},
      {"full", RaceStage::Mode::full, true, 400, "95 %"},
      {"not begun", RaceStage::Mode::certified, false, 400, "95 %"},
  };
  for (const auto& row : rows) {
    auto run = race_of_eight();
    RaceStage race;
    race.mode = row.mode;
    run.plan.stages = {race}, run.ranking.stages[0].begun = row.begun;
    EXPECT_EQ(level_of(run, row.items), row.level) << row.name;
  }
  auto run = race_of_eight();
  run.plan.stages = {OptimiseStage{}};
  EXPECT_EQ(level_of(run, 400), "nominal 95 %");
  EXPECT_TRUE(interval_note(run).ends_with("What holds whenever it stops is the race's own statement."));
  std::get<OptimiseStage>(run.plan.stages[0]).race.mode = RaceStage::Mode::fast;
  EXPECT_TRUE(interval_note(run).ends_with("The race's own statement is calibrated on public tables, no guarantee."));
}

}  // namespace
}  // namespace shortlist::test
