// A few items for all: who is dropped, with which evidence, and when nobody is.
#include <gtest/gtest.h>

#include "tests/unit/race/stage_bench.hpp"

namespace shortlist::testing {
namespace {

Record flawed(const CallKey& key, Flaw flaw) {
  Record record = answer(key, 0);
  record.flaw = flaw;
  return record;
}
Record not_judged(const CallKey& key) {
  Record record = answer(key, 0);
  record.quality.reset();
  return record;
}

/// c0 is sound; c1 answers its five items as the letters say: . sound, F failed, R refused, T truncated, E empty,
/// U unparsable, N not judged.
Record by_letter(char letter, const CallKey& key) {
  switch (letter) {
    case 'F': return failed(key);
    case 'R': return flawed(key, Flaw::refused);
    case 'T': return flawed(key, Flaw::truncated);
    case 'E': return flawed(key, Flaw::empty);
    case 'U': return flawed(key, Flaw::unparsable);
    case 'N': return not_judged(key);
    default: return answer(key, 0);   // wrong, but an answer
  }
}

std::string evidence_of(const std::string& letters, SmokeStage stage = {}, const char* metric = "number") {
  Plan plan = make_plan(2, {40});
  plan.suites[0].metrics = {{metric, metric, 1, Json::object(), ""}};
  stage.items = letters.size();
  StageBench bench(plan, stage);
  const auto cuts = bench.run([&](CallKey key) {
    return key.candidate == 0 ? answer(key, 1) : by_letter(letters[bench.order.position(key.suite, key.item)], key);
  });
  EXPECT_EQ(bench.calls, 2 * letters.size());
  EXPECT_LE(cuts.size(), 1u);
  for (const Cut& cut : cuts) EXPECT_EQ(cut.candidate, 1u);
  return cuts.empty() ? "" : cuts[0].why;
}

struct Row {
  const char* name;
  std::string letters, evidence;
  double flawed_max = 0.5;
  const char* metric = "number";
};
const Row rows[] = {
    {"all sound", ".....", ""},
    {"two of five", "UU...", ""},
    {"three of five", ".U.UU", "3 of 5 answers without a number"},
    {"half is allowed", "UU..", ""},
    {"all", "UUUUU", "5 of 5 answers without a number"},
    {"of several kinds", "UURRU", "5 of 5 answers flawed: 2 refused, 3 without a number"},
    {"no answers", "FFFFF", "5 of 5 calls failed"},
    {"some failed", "FFTE.", "4 of 5 calls flawed: 1 empty, 2 failed, 1 truncated"},
    {"what no metric can judge", "NNN..", "3 of 5 answers that no metric can judge"},
    {"a choice", "UUU", "3 of 3 answers without a choice", 0.5, "choice"},
    {"another metric", "UUU", "3 of 3 answers unparsable", 0.5, "regex"},
    {"none is allowed", "....U", "1 of 5 answers without a number", 0},
    {"all are allowed", "UUUUU", "", 1},
};

TEST(Smoke, Flaws) {
  for (const Row& row : rows)
    EXPECT_EQ(evidence_of(row.letters, {.flawed_max = row.flawed_max}, row.metric), row.evidence) << row.name;
}

/// c1's five answers take so long and cost so much.
std::string hopeless(std::vector<double> ms, std::vector<double> usd_per_1k, double over_limit = 4) {
  Plan plan = make_plan(2, {40});
  plan.objective.limit_p95_ms = 100;
  plan.objective.limit_usd_per_1k = 10;
  StageBench bench(plan, SmokeStage{.items = ms.size(), .over_limit = over_limit});
  const auto cuts = bench.run([&](CallKey key) {
    const std::size_t at = bench.order.position(key.suite, key.item);
    return key.candidate == 0 ? answer(key, 1, 10, 0.001) : answer(key, 1, ms[at], usd_per_1k[at] / 1000);
  });
  return cuts.empty() ? "" : cuts[0].why;
}

TEST(Smoke, HopelesslySlowOrDear) {
  const std::vector<double> quick(5, 100), cheap(5, 1);
  EXPECT_EQ(hopeless(quick, cheap), "");
  EXPECT_EQ(hopeless({400, 400, 400, 400, 400}, cheap), "") << "four times the limit is not beyond it";
  EXPECT_EQ(hopeless({9, 9, 9, 5000, 5000}, cheap), "") << "the median";
  EXPECT_EQ(hopeless({9, 401, 9, 5000, 5000}, cheap), "median 401 ms on 5 items, over 4 x the limit of 100 ms");
  EXPECT_EQ(hopeless({9, 9, 200, 200, 200}, cheap, 1.5), "median 200 ms on 5 items, over 1.5 x the limit of 100 ms");
  EXPECT_EQ(hopeless(quick, {1, 1, 1, 1, 300}), "$60.80 per 1k on 5 items, over 4 x the limit of $10.00") << "the mean";
  EXPECT_EQ(hopeless(std::vector<double>(5, 500), std::vector<double>(5, 50)),
            "median 500 ms on 5 items, over 4 x the limit of 100 ms; $50.00 per 1k on 5 items, over 4 x the limit of $10.00");
}

TEST(Smoke, WithoutALimitNobodyIsTooSlow) {
  StageBench bench(make_plan(2, {40}), SmokeStage{});
  EXPECT_TRUE(bench.run([](CallKey key) { return answer(key, 1, key.candidate ? 1e6 : 1, 9.0); }).empty());
}

TEST(Smoke, UnknownTimeAndCostDropNobody) {
  Plan plan = make_plan(2, {40});
  plan.objective.limit_p95_ms = 100;
  plan.objective.limit_usd_per_1k = 10;
  StageBench bench(plan, SmokeStage{});
  EXPECT_TRUE(bench.run([](CallKey key) {
    Record record = answer(key, 1, 9999, std::nullopt);
    record.outcome.cached = key.candidate == 1;   // its times are not this run's
    if (key.candidate == 0) record.outcome.timing.last_token = record.outcome.timing.done = from_ms(9);
    return record;
  }).empty());
}

TEST(Smoke, WhereAllBreakNobodyLeavesAndItIsSaid) {
  StageBench bench(make_plan(3, {40}), SmokeStage{});
  EXPECT_TRUE(bench.run([](CallKey key) { return flawed(key, Flaw::empty); }).empty());
  ASSERT_EQ(bench.notes().size(), 1u);
  EXPECT_EQ(bench.notes()[0], "all 3 broke, so nobody is dropped: perhaps the suite's metric, prompt or a limit is wrong (c0: 5 of 5 "
                              "answers empty)");
}

TEST(Smoke, TheOnlyOneStays) {
  StageBench bench(make_plan(1, {40}), SmokeStage{});
  EXPECT_TRUE(bench.run([](CallKey key) { return failed(key); }).empty());
  ASSERT_EQ(bench.notes().size(), 1u);
  EXPECT_EQ(bench.notes()[0], "c0: 5 of 5 calls failed; it stays, since nobody else is left");
}

TEST(Smoke, ASuiteOfFewerItemsIsAskedWhole) {
  StageBench bench(make_plan(2, {3}), SmokeStage{});
  bench.run([](CallKey key) { return answer(key, 1); });
  EXPECT_EQ(bench.calls, 6u);
}

/// What a later stage asks of the same items, and what lies beyond them, is on the board of a run that goes on.
TEST(Smoke, SeesNothingBeyondItsOwnCalls) {
  for (const bool known_already : {false, true}) {
    Plan plan = make_plan(2, {40});
    plan.objective.limit_p95_ms = 100;
    plan.stages = {SmokeStage{}, ConfirmStage{.repeats = 3}};
    StageBench bench(plan, SmokeStage{});
    bench.plan.stages = plan.stages;
    Board board(bench.plan, bench.order);
    const auto put = [&](std::uint32_t c, std::size_t p, std::uint32_t r, const Record& record) {
      Record moved = record;
      moved.outcome.key = {c, bench.order.at(p).suite, bench.order.at(p).item, r};
      board.insert(moved);
    };
    for (std::uint32_t c = 0; c < 2; ++c)
      for (std::size_t p = 0; p < 40; ++p)
        for (std::uint32_t r = 0; r < 3; ++r)
          if ((p < 5 && r == 0) || known_already)
            put(c, p, r, p < 5 && r == 0 ? answer({}, 1, 300) : answer({}, 0, 1e6));
    const std::vector<std::size_t> asked{5, 5};
    const auto policy = make_policy(SmokeStage{}, Field{board, bench.racing, {}, asked, 1});
    EXPECT_TRUE(policy->close(Field{board, bench.racing, {}, asked, 1}).empty()) << known_already;
    EXPECT_TRUE(policy->notes(Field{board, bench.racing, {}, asked, 1}).empty()) << known_already;
  }
}

TEST(Smoke, InARaceTheDroppedAreAskedNoMore) {
  Plan plan = make_plan(3, {20});
  plan.stages = {SmokeStage{}, race_stage(RaceStage::Mode::full)};
  Race race(plan);
  std::size_t asked[3] = {};
  for (auto keys = race.next(1000); !keys.empty(); keys = race.next(1000))
    for (const CallKey& key : keys) {
      ++asked[key.candidate];
      race.observe(key.candidate == 1 ? failed(key) : answer(key, 1));
    }
  EXPECT_TRUE(race.finished());
  EXPECT_EQ(asked[0], 20u);
  EXPECT_EQ(asked[1], 5u);
  EXPECT_EQ(asked[2], 20u);
  const Ranking ranking = race.ranking();
  ASSERT_EQ(ranking.cuts.size(), 1u);
  EXPECT_EQ(place_of(ranking.cuts[0]), "smoke, round 1");
  EXPECT_EQ(ranking.stages.at(0).calls, 15u);
}

}  // namespace
}  // namespace shortlist::testing
