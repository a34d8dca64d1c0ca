// What ends a run early: budgets and interrupts.
#include <gtest/gtest.h>

#include "harness/run/calls.hpp"
#include "tests/unit/run/bench.hpp"

namespace shortlist {
namespace {

// ---- budget -----------------------------------------------------------------------------------------------------

TEST(Runner, NoCallStartsBeyondTheBudgetOfCalls) {
  Bench bench(2, 50);
  bench.plan.budget.calls = 33;
  bench.before.calls = 10;
  const auto result = bench.run([](auto&, const Item& item, auto, int) { return right(item); });
  EXPECT_EQ(result.end, RunEnd::budget);
  EXPECT_EQ(bench.backend->asked, 23u);
  EXPECT_EQ(bench.sink.records.size(), 23u) << "what was in flight is kept";
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0], "budget: 33 calls made");
}

TEST(Runner, ABudgetThatJustSufficesIsNoEnd) {
  Bench bench(1, 10);
  bench.plan.budget.calls = 10;
  EXPECT_EQ(bench.run([](auto&, const Item& item, auto, int) { return right(item); }).end, RunEnd::finished);
}

TEST(Runner, NoMoneyIsSpentBeyondTheBudget) {
  Bench bench(1, 200);
  auto& candidate = bench.plan.candidates[0];
  candidate.price.input_per_mtok = 0;
  candidate.price.output_per_mtok = 1;      // a micro-dollar a token, as the fake grader has it
  candidate.sampling.max_tokens = 100;
  bench.plan.budget.money = from_usd(0.002);
  const auto result = bench.run([](auto&, const Item& item, CallKey key, int) {
    return Answer{fakes::completed(item.target, 10 + key.item % 90), milliseconds(10)};
  });
  EXPECT_EQ(result.end, RunEnd::budget);
  EXPECT_LE(result.progress.spent, from_usd(0.002));
  EXPECT_GT(result.progress.spent, from_usd(0.0019)) << "near the end fewer calls run at once, so little is left over";
}

/// 32 in flight a lane, the last candidate a hundred times as dear as the first, every reply at its worst.
TEST(Runner, ManyInFlightSpendNotACentBeyondTheBudget) {
  for (const double usd : {0.0000005, 0.00003, 0.0011, 0.00413, 0.01}) {
    Bench bench(3, 60);
    bench.limits = limits_of(32);
    for (std::size_t c = 0; c < 3; ++c) {
      bench.plan.candidates[c].price = {0, 1, std::nullopt};
      bench.plan.candidates[c].sampling.max_tokens = c == 2 ? 100 : 1;
    }
    bench.plan.budget.money = from_usd(usd);
    const auto result = bench.run([](const Candidate& c, const Item& item, CallKey, int) {
      return Answer{fakes::completed(item.target, *c.sampling.max_tokens), milliseconds(10)};
    });
    const bool suffices = usd >= 0.00612;
    EXPECT_EQ(result.end, suffices ? RunEnd::finished : RunEnd::budget) << usd;
    EXPECT_LE(result.progress.spent, from_usd(usd)) << usd;
    if (!suffices) {
      EXPECT_GT(result.progress.spent + from_usd(0.0001), from_usd(usd)) << "no room for one more of the dearest";
    }
    Money stored;
    for (const auto& [key, record] : bench.sink.records) stored += *record.cost;
    EXPECT_EQ(stored, result.progress.spent);
  }
}

TEST(Runner, MoneySpentBeforeCounts) {
  Bench bench(1, 10);
  bench.plan.budget.money = from_usd(1);
  bench.before.money = from_usd(1);
  const auto result = bench.run([](auto&, const Item& item, auto, int) { return right(item); });
  EXPECT_EQ(result.end, RunEnd::budget);
  EXPECT_EQ(bench.backend->asked, 0u);
}

TEST(Runner, UnknownCostsAreSaid) {
  Bench bench(1, 3);
  bench.plan.budget.money = from_usd(1);
  const auto result = bench.run([](auto&, const Item& item, auto, int) {
    Reply reply = fakes::completed(item.target);
    std::get<Completion>(reply.result).usage.reset();
    return Answer{reply, milliseconds(1)};
  });
  EXPECT_EQ(result.progress.cost_unknown, 3u);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0], "the cost of 3 calls is unknown, so the money budget did not see them");
}

TEST(Runner, TimeEndsTheRunAndWhatIsInFlightIsKept) {
  Bench bench(1, 1000);
  bench.plan.budget.time = seconds(10);
  const auto result = bench.run([](auto&, const Item& item, auto, int) { return right(item, milliseconds(300)); });
  EXPECT_EQ(result.end, RunEnd::budget);
  EXPECT_LE(result.progress.elapsed, milliseconds(10'300));
  EXPECT_EQ(bench.sink.records.size(), bench.backend->asked);
}

TEST(Runner, AtTheEndOfTheBudgetWhatHasStartedIsTriedUntilItEnds) {
  Bench bench(1, 10);
  bench.plan.budget.calls = 4;
  const auto result = bench.run([](auto&, auto&, auto, int) { return wrong(FailureKind::network); });
  EXPECT_EQ(result.end, RunEnd::budget);
  EXPECT_EQ(bench.backend->asked, 4u * 3) << "four calls, three tries each";
  EXPECT_EQ(bench.sink.records.size(), 4u);
  for (const auto& [key, record] : bench.sink.records) EXPECT_EQ(record.outcome.attempts.size(), 3u);
}

// ---- interrupts -------------------------------------------------------------------------------------------------

TEST(Runner, OneInterruptDrainsAndSaves) {
  Bench bench(1, 100);
  const auto result = bench.run([&](auto&, const Item& item, auto, int) {
    if (bench.backend->asked == 10) bench.interrupts = 1;
    return right(item);
  });
  EXPECT_EQ(result.end, RunEnd::interrupted);
  EXPECT_LE(bench.backend->asked, 12u);
  EXPECT_EQ(bench.sink.records.size(), bench.backend->asked);
  EXPECT_EQ(bench.backend->cancelled, 0u);
}

TEST(Runner, TwoInterruptsCancelWhatIsInFlight) {
  Bench bench(1, 100);
  const auto result = bench.run([&](auto&, const Item& item, auto, int) {
    if (bench.backend->asked == 10) bench.interrupts = 2;
    return right(item, seconds(50));
  });
  EXPECT_EQ(result.end, RunEnd::interrupted);
  EXPECT_EQ(bench.backend->cancelled, 4u);
  EXPECT_EQ(result.progress.elapsed, seconds(100)) << "at once";
  for (const auto& [key, record] : bench.sink.records) EXPECT_NE(completion(record.outcome), nullptr);
}

TEST(Runner, OneInterruptWaitsTenSecondsAndThenCancels) {
  Bench bench(1, 100);
  const auto result = bench.run([&](auto&, const Item& item, CallKey, int) {
    if (bench.backend->asked == 3) bench.interrupts = 1;
    return right(item, bench.backend->asked == 1 ? seconds(9) : seconds(50));
  });
  EXPECT_EQ(result.end, RunEnd::interrupted);
  EXPECT_GE(result.progress.elapsed, seconds(10));
  EXPECT_LE(result.progress.elapsed, milliseconds(10'200)) << "noticed within 100 ms";
  EXPECT_EQ(bench.sink.records.size(), 1u) << "the answer that came in time is kept, the others are asked again";
  EXPECT_EQ(bench.backend->cancelled, bench.backend->asked - 1);
}

TEST(Runner, AnInterruptAfterTheBudgetIsBoundedToo) {
  Bench bench(1, 100);
  bench.plan.budget.time = seconds(5);
  const auto result = bench.run([&](auto&, const Item& item, CallKey, int) {
    bench.clock.at(bench.clock.now() + seconds(6), [&] { bench.interrupts = 1; });
    return right(item, seconds(55));
  });
  EXPECT_EQ(result.end, RunEnd::budget);
  EXPECT_LE(result.progress.elapsed, milliseconds(16'200));
  EXPECT_EQ(bench.backend->cancelled, 4u);
}

TEST(Runner, ABackendThatWillNotLetGoIsLeftBehind) {
  Bench bench(1, 100);
  const auto result = bench.run([&](auto&, auto&, auto, int) {
    bench.interrupts = 2;
    return deaf();
  });
  EXPECT_EQ(result.end, RunEnd::interrupted);
  EXPECT_LE(result.progress.elapsed, seconds(6));
}

TEST(Runner, TheNextRunGoesOnToTheSameRanking) {
  const auto script = [](auto&, const Item& item, CallKey key, int) {
    return key.item % (2 + key.candidate) ? right(item) : Answer{fakes::completed("wrong"), milliseconds(70)};
  };
  Bench whole(3, 30), parts(3, 30);
  whole.run(script);
  parts.plan.budget.calls = 17;
  parts.run(script);
  parts.plan.budget.calls.reset();
  const auto result = parts.run(script);
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_EQ(parts.backend->asked, 90u - 17u) << "nothing is asked twice";
  const Ranking a = whole.race->ranking(), b = parts.race->ranking();
  ASSERT_EQ(a.standings.size(), b.standings.size());
  for (std::size_t i = 0; i < a.standings.size(); ++i) {
    EXPECT_EQ(a.standings[i].candidate, b.standings[i].candidate);
    EXPECT_EQ(a.standings[i].quality->value, b.standings[i].quality->value);
  }
}

}  // namespace
}  // namespace shortlist
