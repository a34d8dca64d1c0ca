#include "harness/ranking/ranking.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/race/support.hpp"
#include "tests/unit/ranking/asked.hpp"

namespace shortlist {
namespace {

using testing::answer, testing::failed, testing::make_plan;
using Prefer = Objective::Prefer;

/// What a candidate is like: right on the first `right` of 100 items, always as slow and as dear as this.
struct Trait { int right; double ms; std::optional<double> usd; };

Ranking ranked(const Plan& plan, const std::function<Record(CallKey)>& says) {
  Race race(plan);
  while (!race.finished())
    for (const CallKey& key : race.next(1000)) race.observe(says(key));
  return race.ranking();
}

Ranking ranked(const Objective& objective, const std::vector<Trait>& traits) {
  Plan plan = make_plan(traits.size(), {100});
  plan.objective = objective;
  return ranked(plan, [&](CallKey k) {
    const Trait& t = traits[k.candidate];
    return answer(k, static_cast<int>(k.item) < t.right, t.ms, t.usd);
  });
}

const Standing& standing(const Ranking& ranking, std::uint32_t candidate) {
  for (const Standing& s : ranking.standings)
    if (s.candidate == candidate) return s;
  throw std::out_of_range("no such candidate");
}

Objective preferring(Prefer prefer, double within = 0.02) {
  Objective o;
  o.prefer = prefer, o.within = within;
  return o;
}
Objective weighing(double cost, double cap_usd, double latency, double cap_ms) {
  Objective o;
  o.cost_weight = cost, o.cost_cap_usd_per_1k = cap_usd, o.latency_weight = latency, o.latency_cap_ms = cap_ms;
  return o;
}
Objective limited(std::optional<double> p95, std::optional<double> usd, Prefer prefer = Prefer::utility) {
  Objective o = preferring(prefer);
  o.limit_p95_ms = p95, o.limit_usd_per_1k = usd;
  return o;
}

struct Choice {
  const char* name;
  Objective objective;
  std::vector<Trait> traits;
  int chosen;                          // -1: nobody
  std::vector<std::uint32_t> places;   // of candidates 0, 1, ...
  const char* why;                     // of the chosen
};

const std::vector<Choice> choices{
    {"the highest quality", {}, {{60, 100, .001}, {90, 100, .001}, {30, 100, .001}}, 1, {2, 1, 3},
     "highest quality of 3 candidates, 90.0 %"},
    {"level ones share the first place", {}, {{90, 100, .001}, {88, 100, .001}, {30, 100, .001}}, 0, {1, 1, 3},
     "highest quality of 3 candidates, 90.0 %"},
    {"an exact tie goes to the earlier", {}, {{70, 100, .001}, {90, 100, .001}, {90, 100, .001}}, 1, {3, 1, 1},
     "highest quality of 3 candidates, 90.0 %; exactly level with c2: the plan's order decided"},
    {"exact ties share lower places", {}, {{90, 100, .001}, {50, 100, .001}, {50, 100, .001}, {20, 100, .001}}, 0, {1, 2, 2, 4},
     "highest quality of 4 candidates, 90.0 %"},
    {"cost tips the balance", weighing(.5, 20, 0, 0), {{90, 100, .015}, {85, 100, .001}}, 1, {2, 1},
     "highest utility of 2 candidates, 0.883"},
    {"beyond the cap nothing is lost", weighing(.1, 1, 0, 0), {{90, 100, .015}, {60, 100, .002}}, 0, {1, 2},
     "highest utility of 2 candidates, 0.818"},
    {"latency tips the balance", weighing(0, 0, 1, 1000), {{90, 900, .001}, {85, 100, .001}}, 1, {2, 1},
     "highest utility of 2 candidates, 0.875"},
    {"unknown cost counts as the worst", weighing(1, 10, 0, 0), {{90, 100, {}}, {85, 100, .001}}, 1, {2, 1},
     "highest utility of 2 candidates, 0.875"},
    {"cheapest among the near best", preferring(Prefer::cheapest), {{90, 100, .009}, {89, 100, .003}, {60, 100, .001}}, 1,
     {2, 1, 3}, "cheapest of 2 within 2.0 points of the highest quality, $3.00 per 1k"},
    {"the edge of `within` is within", preferring(Prefer::cheapest), {{14, 100, .009}, {12, 100, .003}}, 1, {2, 1},
     "cheapest of 2 within 2.0 points of the highest quality, $3.00 per 1k"},
    {"an unknown cost is not cheap", preferring(Prefer::cheapest), {{90, 100, .009}, {89, 100, {}}}, 0, {1, 2},
     "cheapest of 2 within 2.0 points of the highest quality, $9.00 per 1k"},
    {"no cost known: quality decides", preferring(Prefer::cheapest), {{89, 100, {}}, {90, 100, {}}}, 1, {2, 1},
     "cheapest of 2 within 2.0 points of the highest quality, unknown cost"},
    {"fastest among the near best", preferring(Prefer::fastest), {{90, 300, .001}, {89, 200, .001}, {60, 100, .001}}, 1,
     {2, 1, 3}, "fastest of 2 within 2.0 points of the highest quality, p95 200 ms"},
    {"a limit keeps the best out", limited(250, {}), {{90, 300, .001}, {70, 200, .001}}, 1, {2, 1},
     "highest quality of 2 candidates, 70.0 %"},
    {"those near the best of the others", limited(250, {}, Prefer::cheapest),
     {{99, 300, .001}, {70, 200, .009}, {69, 200, .004}}, 2, {3, 2, 1},
     "cheapest of 2 within 2.0 points of the highest quality, $4.00 per 1k"},
    {"nobody keeps the limits", limited(50, {}), {{90, 300, .001}, {70, 200, .001}}, -1, {1, 2}, ""},
    {"an unknown cost breaks a limit on it", limited({}, 5), {{90, 100, {}}, {70, 100, .001}}, 1, {2, 1},
     "highest quality of 2 candidates, 70.0 %"},
};

TEST(Ranking, ChoosesByThePlan) {
  for (const Choice& c : choices) {
    const Ranking ranking = ranked(c.objective, c.traits);
    EXPECT_EQ(ranking.chosen ? static_cast<int>(*ranking.chosen) : -1, c.chosen) << c.name;
    for (std::uint32_t i = 0; i < c.places.size(); ++i)
      EXPECT_EQ(standing(ranking, i).place, c.places[i]) << c.name << ", candidate " << i;
    if (c.chosen >= 0) { EXPECT_EQ(ranking.standings[0].why, c.why) << c.name; }
    EXPECT_TRUE(ranking.complete) << c.name;
  }
}

struct Front { const char* name; std::vector<Trait> traits; std::vector<bool> on; };

TEST(Ranking, MarksTheParetoFront) {
  const std::vector<Front> fronts{
      {"each is best at something", {{90, 300, .009}, {60, 100, .005}, {50, 200, .001}}, {true, true, true}},
      {"worse at all", {{90, 100, .001}, {60, 300, .009}}, {true, false}},
      {"equal in all", {{90, 100, .001}, {90, 100, .001}}, {true, true}},
      {"equal but for the price", {{90, 100, .001}, {90, 100, .002}}, {true, false}},
      {"all prices unknown", {{90, 100, {}}, {60, 300, {}}}, {true, false}},
      {"worse, but within the noise", {{90, 100, .001}, {89, 100, .001}}, {true, true}},
      {"one price unknown", {{90, 100, {}}, {60, 300, .001}}, {true, true}},
  };
  for (const Front& f : fronts) {
    const Ranking ranking = ranked(Objective{}, f.traits);
    for (std::uint32_t i = 0; i < f.on.size(); ++i)
      EXPECT_EQ(standing(ranking, i).pareto, f.on[i]) << f.name << ", candidate " << i;
  }
}

TEST(Ranking, ComparesWithTheChosenOnCommonItems) {
  const Ranking ranking = ranked(Objective{}, {{90, 100, .001}, {88, 100, .001}, {30, 100, .001}});
  EXPECT_FALSE(standing(ranking, 0).versus_first);
  const Standing &near = standing(ranking, 1), &far = standing(ranking, 2);
  EXPECT_NEAR(near.versus_first->value, -0.02, 1e-12);
  EXPECT_FALSE(near.distinguishable);
  EXPECT_TRUE(far.distinguishable);
  EXPECT_EQ(near.why, "2.0 points behind c0 (-7.0 .. 1.8), not distinguishable");
  EXPECT_EQ(far.why, "60.0 points behind c0 (-69.1 .. -50.2)");
}

TEST(Ranking, FillsEveryFigure) {
  const Ranking ranking = ranked(Objective{}, {{80, 100, .002}});
  const Standing& s = ranking.standings[0];
  EXPECT_NEAR(s.quality->value, 0.8, 1e-12);
  EXPECT_EQ(s.quality->n, 100u);
  EXPECT_NEAR(s.by_suite[0]->low, s.quality->low, 1e-12);
  EXPECT_NEAR(s.ttft_p50->value, 50, 1e-3);
  EXPECT_NEAR(s.ttft_p95->value, 50, 1e-3);
  EXPECT_NEAR(s.total_p50->value, 100, 1e-3);
  EXPECT_NEAR(s.total_p95->high, 100, 1e-3);
  EXPECT_NEAR(s.usd_per_1k->value, 2, 1e-6);
  EXPECT_NEAR(*s.usd_per_1k_passed, 2.5, 1e-6);
  EXPECT_NEAR(*s.utility, 0.8, 1e-12);
  EXPECT_EQ(s.rates.calls, 100u);
  EXPECT_EQ(s.rates.failed, 0);
  EXPECT_EQ(ranking.notes, std::vector<std::string>{});
}

TEST(Ranking, SaysWhenAP95HasNoUpperEnd) {
  const Ranking ranking = ranked(make_plan(1, {71}), [](CallKey k) { return answer(k, 1); });
  EXPECT_EQ(ranking.notes[0], "a p95 of fewer than 72 first tries has the slowest of them as its upper end");
}

TEST(Ranking, NamesUnknownCostsWhereTheyMatter) {
  const Ranking ranking = ranked(weighing(1, 10, 0, 0), {{90, 100, {}}, {85, 100, .001}});
  EXPECT_EQ(ranking.notes[0], "cost unknown: c0 (100 of 100 answers)");
  EXPECT_FALSE(standing(ranking, 0).usd_per_1k);
}

TEST(Ranking, WeighsSuites) {
  Plan plan = make_plan(1, {10, 40});
  plan.suites[0].weight = 3;
  const Ranking ranking = ranked(plan, [](CallKey k) { return answer(k, k.suite == 0); });
  EXPECT_NEAR(ranking.standings[0].quality->value, 0.75, 1e-12);
  EXPECT_EQ(ranking.standings[0].by_suite[1]->value, 0);
}

TEST(Ranking, ASuiteOfNoWeightIsOnlyReported) {
  Plan plan = make_plan(1, {10, 40});
  plan.suites[0].weight = 0;
  const Ranking ranking = ranked(plan, [](CallKey k) { return answer(k, k.suite == 0); });
  EXPECT_EQ(ranking.standings[0].quality->value, 0);
  EXPECT_EQ(ranking.standings[0].by_suite[0]->value, 1);
}

TEST(Ranking, WhoLeftStandsBelowWhoStayed) {
  const Plan plan = make_plan(5, {40, 40}, testing::halving());
  const Ranking ranking = ranked(plan, [](CallKey k) { return answer(k, k.item % 5 >= k.candidate); });
  EXPECT_EQ(ranking.chosen, 0u);
  for (std::uint32_t i = 0; i < 5; ++i) EXPECT_EQ(ranking.standings[i].candidate, i);
  EXPECT_EQ(standing(ranking, 4).left_at, "race, round 1");
  EXPECT_EQ(standing(ranking, 2).left_at, "race, round 2");
  EXPECT_EQ(standing(ranking, 4).why, "left in race, round 1: " + ranking.cuts[1].why);
  EXPECT_EQ(standing(ranking, 1).left_at, "race, round 3");
  EXPECT_EQ(standing(ranking, 0).left_at, "");
}

TEST(Ranking, OfNoRecordsChoosesNobody) {
  const Ranking ranking = Race(make_plan(2, {10})).ranking();
  EXPECT_FALSE(ranking.chosen);
  EXPECT_FALSE(ranking.complete);
  EXPECT_EQ(ranking.standings.size(), 2u);
  EXPECT_EQ(ranking.standings[0].why, "not asked yet");
  EXPECT_EQ(ranking.notes, (std::vector<std::string>{"not finished: 20 of 20 calls in race, round 1 are missing",
                                                     "nobody is chosen: no answer is judged"}));
}

TEST(Ranking, OfNothingToAskIsEmptyAndDone) {
  for (const Plan& plan : {make_plan(0, {10}), make_plan(2, {}), make_plan(2, {0, 0}), make_plan(0, {})}) {
    Race race(plan);
    EXPECT_TRUE(race.finished());
    EXPECT_TRUE(race.next(10).empty());
    EXPECT_FALSE(race.ranking().chosen);
    EXPECT_EQ(worst_case_calls(plan), 0u);
  }
}

TEST(Ranking, NeverChoosesTheSilent) {
  const Ranking ranking = ranked(make_plan(2, {10}), [](CallKey k) { return k.candidate == 0 ? failed(k) : answer(k, k.item % 2); });
  EXPECT_EQ(ranking.chosen, 1u);
  EXPECT_FALSE(ranking.complete);   // the failures left figures open
  EXPECT_EQ(standing(ranking, 0).why, "no judged answer on 10 calls");
  EXPECT_EQ(standing(ranking, 0).rates.failed, 1);
  EXPECT_TRUE(standing(ranking, 0).distinguishable);
  EXPECT_EQ(ranking.notes[0], "no answer at all: c0 (10 calls failed)");
  EXPECT_EQ(ranking.notes[1], "left open by failures, so the run is incomplete: c0 (10 of 10 calls)");
}

TEST(Ranking, NeverChoosesAmongThoseWhoAreNeverRight) {
  const Ranking ranking = ranked(make_plan(2, {10}), [](CallKey k) { return answer(k, 0); });
  EXPECT_EQ(ranking.chosen, std::nullopt);
  EXPECT_NE(ranking.notes[0].find("no answer of any candidate is right"), std::string::npos) << ranking.notes[0];
}

TEST(Ranking, SaysWhenAllLeftBeforeAnyoneWasAsked) {
  ConstraintsStage local;
  local.local = true;
  Plan plan = make_plan(1, {10}, local);
  plan.candidates[0].facts.local = false;
  const Ranking ranking = ranked(plan, [](CallKey k) { return answer(k, 1); });
  EXPECT_NE(ranking.notes[0].find("all left before anyone was asked"), std::string::npos) << ranking.notes[0];
}

TEST(Ranking, TheUtilityIsTheMeanOfTheItems) {
  // Half the items cost twice the cap: clipped item by item, not in the mean.
  Plan plan = make_plan(1, {10});
  plan.objective.cost_weight = 1, plan.objective.cost_cap_usd_per_1k = 1;
  const Ranking ranking = ranked(plan, [](CallKey k) { return answer(k, 1, 100, k.item % 2 ? 0.002 : 0.0); });
  EXPECT_DOUBLE_EQ(ranking.standings[0].utility.value(), 0.75);
}

TEST(Ranking, ComparesOnAllAnswersThatBothHave) {
  Plan plan = make_plan(2, {20});
  plan.stages.push_back(ConfirmStage{2, 0});
  const Ranking ranking = ranked(plan, [](CallKey k) { return answer(k, k.candidate == 0 || k.repeat == 0); });
  EXPECT_EQ(ranking.chosen, 0u);
  EXPECT_DOUBLE_EQ(standing(ranking, 1).versus_first.value().value, -0.5) << "the second answers count too";
}

TEST(Ranking, AClusterIsOneDraw) {
  // 100 items that answer alike in tens say as much as 10 items.
  const auto width = [](std::size_t cluster) {
    Plan plan = make_plan(1, {100});
    plan.suites[0].items = std::make_shared<testing::TaggedItems>(100, [](std::size_t) { return ""; }, cluster);
    const testing::Asked asked(plan, [](const CallKey& k) { return answer(k, k.item / 10 % 2); });
    const Estimate quality = asked.ranking().standings[0].quality.value();
    EXPECT_DOUBLE_EQ(quality.value, 0.5);
    EXPECT_EQ(quality.n, 100u);
    return quality.high - quality.low;
  };
  EXPECT_GT(width(10), 2.5 * width(1));
}

TEST(Ranking, NeverChoosesOneThatIsSilentInASuite) {
  const Ranking ranking = ranked(make_plan(2, {10, 10}), [](CallKey k) {
    return k.candidate == 0 && k.suite == 1 ? failed(k) : answer(k, k.candidate == 0 || k.item == 0);
  });
  EXPECT_EQ(ranking.chosen, 1u);
  EXPECT_EQ(standing(ranking, 0).why, "no judged answer in s1");
}

TEST(Ranking, ASuiteThatNobodyIsJudgedInIsNamedAndLeftOut) {
  const Ranking ranking = ranked(make_plan(2, {10, 10}), [](CallKey k) {
    Record record = answer(k, 1);
    if (k.suite == 1) record.quality.reset();
    return record;
  });
  EXPECT_EQ(ranking.chosen, 0u);
  EXPECT_EQ(ranking.notes[0], "not judged: c0 (10 of 20 answers), c1 (10 of 20 answers)");
  EXPECT_EQ(ranking.notes[1], "nothing is judged in, and so no part of the quality: s1");
}

TEST(Ranking, CountsWhatWentWrong) {
  Plan plan = make_plan(1, {100});
  plan.failures.transport = Treatment::skipped;
  const Ranking ranking = ranked(plan, [](CallKey k) {
    if (k.item < 10) return failed(k);
    Record record = answer(k, k.item == 99 - 10);
    const Flaw flaws[] = {Flaw::refused, Flaw::truncated, Flaw::empty, Flaw::unparsable};
    if (k.item < 46) record.flaw = flaws[(k.item - 10) / 9];
    if (k.item >= 91) record.quality.reset();
    return record;
  });
  const Rates& r = ranking.standings[0].rates;
  EXPECT_EQ(r.calls, 100u);
  EXPECT_EQ(r.answers, 90u);
  EXPECT_EQ(r.retried, 10u);
  EXPECT_DOUBLE_EQ(r.failed, 0.1);
  for (double rate : {r.refused, r.truncated, r.empty, r.unparsable, r.not_judged}) EXPECT_DOUBLE_EQ(rate, 0.1);
  EXPECT_TRUE(ranking.complete);
  EXPECT_EQ(ranking.notes[0], "skipped as the failure policy says: c0 (10 of 100 calls)");
}

TEST(Ranking, SaysWhichLimitsAreBroken) {
  Objective o = limited(50, 0.5);
  o.limit_ttft_p95_ms = 10;
  EXPECT_EQ(ranked(o, {{90, 300, .001}}).standings[0].limits_broken,
            "p95 300 ms > 50 ms; TTFT p95 50 ms > 10 ms; cost $1.00 per 1k > $0.50 per 1k");
  EXPECT_EQ(ranked(o, {{90, 300, {}}}).standings[0].limits_broken,
            "p95 300 ms > 50 ms; TTFT p95 50 ms > 10 ms; cost unknown (limit $0.50 per 1k)");
}

TEST(Ranking, SaysWhyNobodyKeepsTheLimits) {
  Plan plan = make_plan(3, {20}, testing::halving());
  plan.objective.limit_ttft_p95_ms = 10;
  EXPECT_EQ(ranked(plan, [](CallKey k) { return answer(k, 1); }).notes[0], "nobody is chosen: no candidate keeps the limits");
  // Swift until the cut, slow after it: those who left are the ones within the limit.
  plan.objective.limit_ttft_p95_ms.reset(), plan.objective.limit_p95_ms = 200;
  int calls = 0;
  const Ranking ranking = ranked(plan, [&](CallKey k) { return answer(k, k.candidate < 2, ++calls > 24 ? 300 : 100); });
  EXPECT_EQ(ranking.notes[0],
            "nobody is chosen: all who stayed break a limit; raise the limit or let more candidates stay");
  EXPECT_FALSE(ranking.chosen);
}

TEST(Ranking, AnExactTieAtTheTopIsSaid) {
  const auto why = [](std::vector<Trait> traits, Prefer prefer) {
    return ranked(preferring(prefer), traits).standings[0].why;
  };
  EXPECT_EQ(why({{90, 100, .001}, {90, 200, .001}, {80, 100, .001}}, Prefer::utility),
            "highest quality of 3 candidates, 90.0 %; exactly level with c1: the plan's order decided");
  EXPECT_EQ(why({{90, 100, .001}, {90, 100, .001}}, Prefer::cheapest),
            "cheapest of 2 within 2.0 points of the highest quality, $1.00 per 1k; exactly level with c1: the plan's order "
            "decided");
  EXPECT_EQ(why({{90, 100, .001}, {89, 100, .001}}, Prefer::utility), "highest quality of 2 candidates, 90.0 %");
  EXPECT_EQ(why(std::vector<Trait>(7, {90, 100, .001}), Prefer::utility),
            "highest quality of 7 candidates, 90.0 %; exactly level with c1, c2, c3, c4 and 2 more: the plan's order decided");
}

TEST(Ranking, TellsMissingFromFailedFromFlawed) {
  Plan plan = make_plan(1, {10});
  plan.failures.truncated = Treatment::incomplete;
  const auto says = [](CallKey key) {   // five fail, two of the answers are cut short
    Record record = key.item % 2 ? failed(key) : answer(key, 1);
    if (key.item < 4 && key.item % 2 == 0) record.flaw = Flaw::truncated, record.quality.reset();
    return record;
  };
  Race race(plan);
  for (const CallKey& key : race.next(6)) race.observe(says(key));
  EXPECT_EQ(race.ranking().open.missing, 4u);
  EXPECT_FALSE(race.ranking().complete);
  for (const CallKey& key : race.next(10)) race.observe(says(key));
  const Ranking whole = race.ranking();
  EXPECT_EQ(whole.open.missing, 0u);
  EXPECT_EQ(whole.open.failed, 5u);
  EXPECT_EQ(whole.open.flawed, 2u);
  EXPECT_FALSE(whole.complete) << "all is on record, but seven calls are left open";
  EXPECT_EQ(whole.effort.calls, 10u);
}

TEST(Ranking, OneCallIsMissing) {
  Race race(make_plan(1, {2}));
  race.observe(answer(race.next(1)[0], 1));
  EXPECT_EQ(race.ranking().notes[0], "not finished: 1 of 2 calls in race, round 1 is missing");
}

TEST(Ranking, MentionsRecordsOfNoCall) {
  Race race(make_plan(1, {1}));
  race.observe(answer({5, 0, 0, 0}, 1));
  race.observe(answer({0, 0, 0, 0}, 1));
  EXPECT_EQ(race.ranking().notes.back(), "some records belong to no call of this plan and were left out");
}

TEST(Ranking, NamesEightAndCountsTheRest) {
  const Ranking ranking = ranked(make_plan(11, {1}), [](CallKey k) { return failed(k); });
  EXPECT_NE(ranking.notes[1].find("c7 (1 call failed) and 3 more"), std::string::npos) << ranking.notes[1];
}

}  // namespace
}  // namespace shortlist
