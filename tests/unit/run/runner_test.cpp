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

/// All candidates of a lane are asked one item before the next, so that a slow hour strikes all alike.
TEST(Runner, CandidatesOfOneLaneAreAskedInTurn) {
  for (const int in_flight : {1, 4, 7}) {
    Bench bench(3, 40);
    bench.limits = limits_of(in_flight);
    bench.backend = std::make_unique<fakes::ScriptedBackend>(
        bench.clock, [](auto&, const Item& item, CallKey key, int) { return right(item, milliseconds(10 + key.item % 7)); });
    bench.race = std::make_unique<Race>(bench.plan);
    RunnerSetup setup = bench.setup();
    setup.lanes.resize(1);
    setup.lane_of.assign(3, 0);
    run_race(setup);
    const auto& order = bench.backend->order;
    ASSERT_EQ(order.size(), 120u);
    for (std::size_t i = 0; i < order.size(); i += 3) {
      EXPECT_EQ(order[i].item, order[i + 1].item);
      EXPECT_EQ(order[i].item, order[i + 2].item);
      EXPECT_EQ(order[i].candidate + order[i + 1].candidate + order[i + 2].candidate, 3u) << "each once";
    }
  }
}

TEST(Runner, ACandidateWhoseFirstRequestsAreRefusedIsAskedNoMore) {
  Bench bench(2, 50);
  const auto script = [](auto&, const Item& item, CallKey key, int) {
    return key.candidate == 1 ? wrong(FailureKind::bad_request) : right(item);
  };
  const auto result = bench.run(script);
  EXPECT_EQ(result.end, RunEnd::lane_stopped);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0], "c1: stopped, its first 3 requests were refused: fake: bad_request");
  EXPECT_EQ(bench.sink.records.size(), 100u) << "each call has its end";
  std::size_t asked = 0;
  for (const CallKey& key : bench.backend->order) asked += key.candidate == 1;
  EXPECT_LE(asked, 3u + 4u) << "but for what was in flight";
  for (std::uint32_t item = 0; item < 50; ++item) EXPECT_NE(completion(bench.record(item).outcome), nullptr);
  bench.run([](auto&, const Item& item, auto, int) { return right(item); });
  EXPECT_EQ(bench.backend->asked, 50u - asked) << "what was not sent is asked by the next run";
}

TEST(Runner, ADeadEndpointStopsItsLaneAndTheOthersGoOn) {
  Bench bench(2, 100);
  const auto result = bench.run([](auto&, const Item& item, CallKey key, int) {
    return key.candidate == 1 ? wrong(FailureKind::network) : right(item);
  });
  EXPECT_EQ(result.end, RunEnd::lane_stopped);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0], "lane-1: stopped, network: no answer any more, only failures: fake: network");
  EXPECT_EQ(bench.sink.records.size(), 200u);
  EXPECT_EQ(bench.failures(), 100u);
  EXPECT_LE(bench.backend->asked, 100u + 60u);
}

/// Two of five tries fail: the retry budget runs out, so calls end as failures, and no answer is lost.
TEST(Runner, AServerInTroubleIsNotAskedTwiceAsOften) {
  Bench bench(1, 1000);
  bench.limits = limits_of(8);
  bench.limits.attempts = 6;
  const auto result = bench.run([](auto&, const Item& item, CallKey key, int tries) {
    return (key.item * 7 + static_cast<std::uint32_t>(tries) * 3) % 5 < 2 ? wrong(FailureKind::server_error) : right(item);
  });
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_EQ(bench.sink.records.size(), 1000u);
  EXPECT_LE(result.progress.retried, 100u + 100u) << "the bucket, and a tenth of the answers";
  EXPECT_GT(bench.failures(), 0u);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_NE(result.notes[0].find("left to the next run"), std::string::npos) << result.notes[0];
  for (const auto& [key, record] : bench.sink.records) EXPECT_TRUE(completion(record.outcome) || asks_again(record));
}

TEST(Runner, TellsTheHistoryOfTheLanesThatWereUsed) {
  Bench bench(2, 30);
  bench.limits = limits_of(10);
  const auto result = bench.run([&](auto&, const Item& item, CallKey key, int tries) {
    return key.candidate == 1 && tries == 1 && bench.backend->in_flight > 12 ? wrong(FailureKind::rate_limited) : right(item);
  });
  ASSERT_EQ(result.lanes.size(), 2u);
  EXPECT_EQ(result.lanes[1].lane, "lane-1");
  EXPECT_EQ(result.lanes[1].started, "2026-01-01T01:00:00Z");
  EXPECT_EQ(result.lanes[0].steps.size(), 1u);
  ASSERT_GE(result.lanes[1].steps.size(), 2u);
  EXPECT_EQ(result.lanes[1].steps[0].slots, 10u);
  EXPECT_LT(result.lanes[1].steps[1].slots, 10u);
  EXPECT_EQ(result.lanes[1].steps[1].why, "rate_limited");
}

}  // namespace
}  // namespace shortlist
