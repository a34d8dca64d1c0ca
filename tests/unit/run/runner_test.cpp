// The real loop with the real race, a scripted backend and a clock that moves only when the runner waits.
#include "harness/run/runner.hpp"

#include <gtest/gtest.h>

#include "harness/run/calls.hpp"
#include "harness/run/clock.hpp"
#include "harness/run/retry.hpp"
#include "tests/support/fakes.hpp"

namespace shortlist {
namespace {

using fakes::Answer;
using std::chrono::milliseconds;
using std::chrono::seconds;

Answer right(const Item& item, Duration after = milliseconds(100)) { return {fakes::completed(item.target), after}; }
Answer wrong(FailureKind kind, Duration after = milliseconds(50)) { return {fakes::failed(kind), after}; }

/// All that a run needs, with one lane for each candidate.
struct Bench {
  explicit Bench(std::size_t candidates, std::size_t items) : plan(fakes::plan_of(candidates, items)) {}

  RunResult run(fakes::ScriptedBackend::Script script) {
    backend = std::make_unique<fakes::ScriptedBackend>(clock, std::move(script));
    race = std::make_unique<Race>(plan);
    for (const auto& [key, record] : sink.records)
      if (!asks_again(record)) race->observe(record);
    return run_race(setup());
  }

  RunnerSetup setup() {
    RunnerSetup setup{plan, *race, {}, {}, grader, sink, clock, 0, &interrupts, before, on_progress};
    for (std::size_t i = 0; i < plan.candidates.size(); ++i) {
      setup.lane_of.push_back(i);
      setup.lanes.push_back({"lane-" + std::to_string(i), backend.get(), limits});
    }
    return setup;
  }

  const Record& record(std::uint32_t item, std::uint32_t candidate = 0) const {
    return sink.records.at({candidate, 0, item, 0});
  }
  std::size_t failures() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(sink.records, [](const auto& entry) { return failure(entry.second.outcome) != nullptr; }));
  }

  Plan plan;
  VirtualClock clock;
  fakes::TargetGrader grader;
  fakes::MemorySink sink;
  LaneLimits limits{.concurrency = 4, .attempts = 3, .timeout = seconds(60), .requests_per_minute = {}, .tokens_per_minute = {}};
  std::atomic<int> interrupts = 0;
  Spent before;
  std::function<void(const RunProgress&)> on_progress;
  std::unique_ptr<fakes::ScriptedBackend> backend;
  std::unique_ptr<Race> race;
};

TEST(Runner, AsksEveryCallOnceAndRecordsIt) {
  Bench bench(2, 20);
  const auto result = bench.run([](auto&, const Item& item, auto, int) { return right(item); });
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_TRUE(result.notes.empty());
  EXPECT_EQ(bench.sink.records.size(), 40u);
  EXPECT_EQ(bench.backend->asked, 40u);
  EXPECT_EQ(bench.backend->most_in_flight, 8u) << "four in each lane";
  EXPECT_EQ(result.progress.asked, 40u);
  EXPECT_EQ(result.progress.elapsed, 5 * milliseconds(100)) << "no slot idles: 20 calls, 4 at a time, 100 ms each";
  EXPECT_EQ(bench.race->ranking().standings.at(0).quality->value, 1);
  EXPECT_TRUE(bench.race->ranking().complete);
}

TEST(Runner, IsTheSameEachTime) {
  const auto order = [] {
    Bench bench(3, 15);
    bench.run([](auto&, const Item& item, CallKey key, int tries) {
      const Duration after = milliseconds(20 + (key.item * 7 + key.candidate * 13) % 31);
      return tries == 1 && key.item % 4 == 0 ? wrong(FailureKind::network, after) : right(item, after);
    });
    return bench.backend->order;
  };
  EXPECT_EQ(order(), order());
}

TEST(Runner, ARecordIsDurableBeforeItCounts) {
  Bench bench(1, 20);
  bench.sink.before_append = [&] { EXPECT_EQ(bench.race->progress().observed, bench.sink.records.size()); };
  bench.run([](auto&, const Item& item, auto, int) { return right(item); });
  EXPECT_EQ(bench.race->progress().observed, 20u);
}

TEST(Runner, TriesAgainAndKeepsEveryAttempt) {
  Bench bench(1, 1);
  const auto result = bench.run([](auto&, const Item& item, auto, int tries) {
    return tries < 3 ? wrong(FailureKind::overloaded) : right(item);
  });
  EXPECT_EQ(result.progress.retried, 2u);
  EXPECT_EQ(result.progress.asked, 1u);
  const Outcome& outcome = bench.record(0).outcome;
  ASSERT_NE(completion(outcome), nullptr);
  ASSERT_EQ(outcome.attempts.size(), 3u);
  EXPECT_EQ(outcome.attempts[0].failure, FailureKind::overloaded);
  EXPECT_EQ(outcome.attempts[0].at, Duration{});
  EXPECT_EQ(outcome.attempts[0].took, milliseconds(50));
  EXPECT_EQ(outcome.attempts[2].failure, std::nullopt);
  EXPECT_EQ(outcome.attempts[2].http_status, 200);
  EXPECT_GE(outcome.attempts[2].at, outcome.attempts[1].at + outcome.attempts[1].took);
  EXPECT_EQ(outcome.timing.queued, outcome.attempts[2].at) << "the last try's, from when the call was due";
  EXPECT_EQ(ttft(outcome.timing), milliseconds(100)) << "from its own request, not from the first";
  EXPECT_EQ(outcome.timing.done, outcome.timing.queued + milliseconds(100));
}

TEST(Runner, ACallEndsWithItsLastAttempt) {
  Bench bench(1, 3);
  const auto result = bench.run([](auto&, auto&, auto, int) { return wrong(FailureKind::server_error); });
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_EQ(result.progress.failed, 3u);
  EXPECT_EQ(bench.backend->asked, 9u);
  EXPECT_EQ(bench.record(0).outcome.attempts.size(), 3u);
}

TEST(Runner, SomeFailuresAreNotTriedAgain) {
  for (const FailureKind kind : {FailureKind::too_long, FailureKind::bad_request, FailureKind::content_filter}) {
    Bench bench(1, 2);
    bench.run([kind](auto&, auto&, auto, int) { return wrong(kind); });
    EXPECT_EQ(bench.backend->asked, 2u) << name_of(kind);
    EXPECT_EQ(failure(bench.record(1).outcome)->kind, kind);
  }
}

TEST(Runner, ABadKeyStopsItsLaneAndTheOthersGoOn) {
  Bench bench(2, 50);
  const auto result = bench.run([](auto&, const Item& item, CallKey key, int) {
    return key.candidate == 0 ? wrong(FailureKind::auth) : right(item);
  });
  EXPECT_EQ(result.end, RunEnd::lane_stopped);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0], "lane-0: stopped, auth: fake: auth");
  EXPECT_EQ(bench.backend->asked, 54u) << "four were under way";
  EXPECT_EQ(bench.sink.records.size(), 100u) << "every call is accounted for";
  EXPECT_EQ(bench.failures(), 50u);
  std::size_t unsent = 0;
  for (std::uint32_t item = 0; item < 50; ++item) {
    EXPECT_EQ(failure(bench.record(item).outcome)->kind, FailureKind::auth);
    unsent += failure(bench.record(item).outcome)->detail == "not sent: fake: auth";
  }
  EXPECT_EQ(unsent, 46u);
}

TEST(Runner, CallsThatWaitForAnotherTryEndWithTheirLane) {
  Bench bench(2, 10);
  const auto result = bench.run([](auto&, const Item& item, CallKey key, int) {
    if (key.candidate == 1) return right(item, seconds(60));
    return key.item % 2 ? wrong(FailureKind::server_error, milliseconds(1)) : wrong(FailureKind::quota, milliseconds(9));
  });
  EXPECT_EQ(result.end, RunEnd::lane_stopped);
  for (std::uint32_t item = 0; item < 10; ++item)
    EXPECT_EQ(failure(bench.record(item).outcome)->kind, FailureKind::quota) << item;
}

TEST(Runner, WhenAllLanesHaveStoppedTheRunEnds) {
  Bench bench(1, 1000);
  const auto result = bench.run([](auto&, auto&, auto, int) { return wrong(FailureKind::quota); });
  EXPECT_EQ(result.end, RunEnd::lane_stopped);
  EXPECT_EQ(bench.backend->asked, 4u);
  EXPECT_LT(bench.sink.records.size(), 20u) << "what nobody asked for is left for the next run";
}

TEST(Runner, AWaitOfAnHourIsAnotherRuns) {
  Bench bench(1, 10);
  const auto result = bench.run([](auto&, auto&, auto, int) {
    return Answer{fakes::failed(FailureKind::rate_limited, std::chrono::hours(1)), milliseconds(5)};
  });
  EXPECT_EQ(result.end, RunEnd::lane_stopped);
  EXPECT_LT(result.progress.elapsed, seconds(1));
}

TEST(Runner, ARateLimitIsWaitedFor) {
  Bench bench(1, 10);
  bool limited = false;
  const auto result = bench.run([&](auto&, const Item& item, auto, int) {
    if (std::exchange(limited, true)) return right(item);
    return Answer{fakes::failed(FailureKind::rate_limited, seconds(20)), milliseconds(5)};
  });
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_EQ(bench.failures(), 0u);
  EXPECT_GE(result.progress.elapsed, seconds(20));
}

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

TEST(Runner, AtTheEndOfTheBudgetNothingIsTriedAgain) {
  Bench bench(1, 10);
  bench.plan.budget.calls = 4;
  const auto result = bench.run([](auto&, auto&, auto, int) { return wrong(FailureKind::network); });
  EXPECT_EQ(result.end, RunEnd::budget);
  EXPECT_EQ(bench.backend->asked, 4u);
  EXPECT_TRUE(bench.sink.records.empty()) << "they did not end: the next run asks them again";
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

TEST(Runner, ABackendThatWillNotLetGoIsLeftBehind) {
  Bench bench(1, 100);
  const auto result = bench.run([&](auto&, auto&, auto, int) {
    bench.interrupts = 2;
    return Answer{.reply = {}, .after = {}, .never = false, .deaf = true};
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

// ---- what backends, sinks and graders may do to us --------------------------------------------------------------

TEST(Runner, ASilentBackendIsCancelledAndTheCallTriedAgain) {
  Bench bench(1, 1);
  const auto result = bench.run([](auto&, const Item& item, auto, int tries) {
    return tries == 1 ? Answer{.reply = {}, .after = {}, .never = true, .deaf = false} : right(item);
  });
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_EQ(bench.backend->cancelled, 1u);
  EXPECT_EQ(bench.record(0).outcome.attempts.at(0).failure, FailureKind::timeout);
  EXPECT_NE(completion(bench.record(0).outcome), nullptr);
}

TEST(Runner, ACallThatTheBackendSwallowsFailsAndIsNotAskedAgain) {
  Bench bench(1, 2);
  const auto result = bench.run([](auto&, const Item& item, CallKey key, int) {
    return key.item == 0 ? Answer{.reply = {}, .after = {}, .never = false, .deaf = true} : right(item);
  });
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_EQ(bench.backend->asked, 2u);
  EXPECT_EQ(failure(bench.record(0).outcome)->kind, FailureKind::timeout);
  EXPECT_EQ(failure(bench.record(0).outcome)->detail, "no reply within 80 s");
  EXPECT_EQ(bench.record(0).outcome.attempts.size(), 1u);
}

TEST(Runner, ALateReplyFindsNobodyAndDoesNoHarm) {
  Bench bench(1, 1);
  Done late;
  struct Hoarder : Backend {
    explicit Hoarder(Done& kept) : done(kept) {}
    void ask(const Candidate&, const Item&, CallKey, Duration, Done d) override { done = std::move(d); }
    void cancel(CallKey) override {}
    Done& done;
  } hoarder(late);
  bench.race = std::make_unique<Race>(bench.plan);
  RunnerSetup setup = bench.setup();
  setup.lanes[0].backend = &hoarder;
  EXPECT_EQ(run_race(setup).end, RunEnd::finished);
  late(fakes::completed("0"));
  EXPECT_EQ(failure(bench.record(0).outcome)->kind, FailureKind::timeout);
}

TEST(Runner, NoKeyIsAskedTwiceAtOnce) {
  Bench bench(2, 40);
  bench.run([](auto&, const Item& item, CallKey key, int tries) {
    if (key.item % 5 == 0 && tries == 1) return Answer{.reply = {}, .after = {}, .never = true, .deaf = false};
    return key.item % 3 == 0 && tries < 3 ? wrong(FailureKind::network) : right(item);
  });
  EXPECT_EQ(bench.backend->asked_twice_at_once, 0u);
  EXPECT_EQ(bench.sink.records.size(), 80u);
}

TEST(Runner, AFullDiskStopsTheRunAndLetsTheBackendGo) {
  Bench bench(1, 100);
  bench.sink.before_append = [&] {
    if (bench.sink.batches == 2) throw std::runtime_error("full");
  };
  EXPECT_THROW(bench.run([](auto&, const Item& item, auto, int) { return right(item); }), std::runtime_error);
  EXPECT_EQ(bench.sink.batches, 2u);
  EXPECT_EQ(bench.backend->in_flight, 0u) << "cancelled";
}

TEST(Runner, WhatAMetricThrowsComesOut) {
  struct Thrower : Grader {
    Record grade(Outcome, const Item&) const override { throw std::logic_error("our bug"); }
  } thrower;
  Bench bench(1, 5);
  bench.backend = std::make_unique<fakes::ScriptedBackend>(bench.clock, [](auto&, const Item& item, auto, int) { return right(item); });
  bench.race = std::make_unique<Race>(bench.plan);
  const RunnerSetup usual = bench.setup();
  EXPECT_THROW(run_race({bench.plan, *bench.race, usual.lanes, usual.lane_of, thrower, bench.sink, bench.clock, 0, nullptr, {}, {}}),
               std::logic_error);
}

TEST(Runner, TellsItsProgress) {
  Bench bench(2, 10);
  RunProgress last;
  bench.on_progress = [&](const RunProgress& p) {
    EXPECT_GE(p.asked, last.asked);
    EXPECT_GE(p.race.observed, last.race.observed);
    EXPECT_LE(p.in_flight, 8u);
    last = p;
  };
  bench.run([](auto&, const Item& item, CallKey key, int) {
    return key.item == 3 ? wrong(FailureKind::bad_request) : right(item);
  });
  EXPECT_EQ(last.race.observed, 20u);
  EXPECT_EQ(last.failed, 2u);
  EXPECT_EQ(last.in_flight, 0u);
  EXPECT_EQ(last.spent, Money{18 * 1000});
}

// ---- the same with real threads ---------------------------------------------------------------------------------

TEST(Runner, WorksWithRealThreads) {
  const Plan plan = fakes::plan_of(3, 200);
  SystemClock clock;
  fakes::ScriptedBackend backend(clock, [](auto&, const Item& item, CallKey key, int tries) {
    if (tries == 1 && key.item % 50 == 0) return wrong(FailureKind::truncated, milliseconds(1));
    return right(item, std::chrono::microseconds(10 * (key.item % 20)));
  });
  Race race(plan);
  fakes::TargetGrader grader;
  fakes::MemorySink sink;
  const LaneLimits limits{.concurrency = 16, .attempts = 3, .timeout = seconds(60), .requests_per_minute = {}, .tokens_per_minute = {}};
  const auto result = run_race({plan, race, {{"all", &backend, limits}}, {0, 0, 0}, grader, sink, clock, 2, nullptr, {}, {}});
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_EQ(sink.records.size(), 600u);
  EXPECT_EQ(result.progress.retried, 12u);
  EXPECT_EQ(race.ranking().standings.at(0).quality->value, 1);
}

// ---- which records a later run asks for again -------------------------------------------------------------------

TEST(AsksAgain, WhatTheWireOrTheAccountFailedNotWhatTheModelCannotDo) {
  for (int i = 0; i <= static_cast<int>(FailureKind::cancelled); ++i) {
    const auto kind = static_cast<FailureKind>(i);
    Record record;
    record.outcome.result = Failure{kind, "", std::nullopt};
    const bool the_models = kind == FailureKind::too_long || kind == FailureKind::bad_request || kind == FailureKind::content_filter;
    EXPECT_EQ(asks_again(record), !the_models) << name_of(kind);
  }
  EXPECT_FALSE(asks_again(Record{}));
}

}  // namespace
}  // namespace shortlist
