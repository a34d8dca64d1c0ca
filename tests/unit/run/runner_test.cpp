// The loop at work: every call once, retries, lanes that stop, and real threads.
#include <gtest/gtest.h>

#include "harness/run/calls.hpp"
#include "tests/unit/run/bench.hpp"

namespace shortlist {
namespace {

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
    if (key.item % 2) return wrong(FailureKind::server_error, milliseconds(1));
    return wrong(FailureKind::quota, milliseconds(9));
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
  const std::vector<LaneSpec> lanes{{"all", &backend, limits_of(16)}};
  const auto result = run_race({plan, race, lanes, {0, 0, 0}, grader, sink, clock, 2, nullptr, {}, {}});
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
    const bool the_models =
        kind == FailureKind::too_long || kind == FailureKind::bad_request || kind == FailureKind::content_filter;
    EXPECT_EQ(asks_again(record), !the_models) << name_of(kind);
  }
  EXPECT_FALSE(asks_again(Record{}));
}

}  // namespace
}  // namespace shortlist
