// What backends, sinks and graders may do to a run.
#include <gtest/gtest.h>

#include "harness/run/calls.hpp"
#include "tests/unit/run/bench.hpp"

namespace shortlist {
namespace {

TEST(Runner, ASilentBackendIsCancelledAndTheCallTriedAgain) {
  Bench bench(1, 1);
  const auto result = bench.run([](auto&, const Item& item, auto, int tries) {
    return tries == 1 ? silent() : right(item);
  });
  EXPECT_EQ(result.end, RunEnd::finished);
  EXPECT_EQ(bench.backend->cancelled, 1u);
  EXPECT_EQ(bench.record(0).outcome.attempts.at(0).failure, FailureKind::timeout);
  EXPECT_NE(completion(bench.record(0).outcome), nullptr);
}

TEST(Runner, ACallThatTheBackendSwallowsFailsAndIsNotAskedAgain) {
  Bench bench(1, 2);
  const auto result = bench.run([](auto&, const Item& item, CallKey key, int) {
    return key.item == 0 ? deaf() : right(item);
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
    if (key.item % 5 == 0 && tries == 1) return silent();
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
  bench.backend = std::make_unique<fakes::ScriptedBackend>(
      bench.clock, [](auto&, const Item& item, auto, int) { return right(item); });
  bench.race = std::make_unique<Race>(bench.plan);
  const RunnerSetup usual = bench.setup();
  const RunnerSetup setup{bench.plan, *bench.race, usual.lanes, usual.lane_of, thrower, bench.sink,
                          bench.clock, 0, nullptr, {}, {}};
  EXPECT_THROW(run_race(setup), std::logic_error);
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

}  // namespace
}  // namespace shortlist
