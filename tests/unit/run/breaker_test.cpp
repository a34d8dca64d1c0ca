// When an endpoint is left alone: the breaker, the retry budget, the time of a call.
#include "harness/run/breaker.hpp"

#include <gtest/gtest.h>

#include "harness/run/first_answers.hpp"
#include "harness/run/lane.hpp"

namespace shortlist {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
const Instant start = Instant{} + std::chrono::hours(1);
constexpr auto network = FailureKind::network;

/// A call that went and failed at one instant.
bool fails(Breaker& breaker, FailureKind kind, bool probe, Instant now) { return breaker.failed(kind, probe, now, now); }

/// A breaker that has been answered before, and then failed to the brink at `start` .. `start` + 19 s.
Breaker at_the_brink() {
  Breaker breaker;
  breaker.answered();
  for (int i = 0; i < Breaker::failures_max - 1; ++i) EXPECT_FALSE(fails(breaker, network, false, start + seconds(i)));
  EXPECT_EQ(breaker.ready(), Instant::min());
  return breaker;
}

TEST(Breaker, OpensAfterTwentyFailuresInARow) {
  Breaker breaker = at_the_brink();
  EXPECT_FALSE(fails(breaker, network, false, start + seconds(20)));
  EXPECT_EQ(breaker.ready(), start + seconds(50));
  EXPECT_TRUE(breaker.probes());
}

struct StreakRow { const char* name; FailureKind kind; bool breaks; bool counts; };
const StreakRow streak_rows[] = {
    {"a rate limit neither counts nor breaks the streak", FailureKind::rate_limited, false, false},
    {"nor does an overload", FailureKind::overloaded, false, false},
    {"nor what we cancelled", FailureKind::cancelled, false, false},
    {"a prompt too long shows that it works", FailureKind::too_long, true, false},
    {"so does a refused request", FailureKind::bad_request, true, false},
    {"a time-out counts", FailureKind::timeout, false, true},
    {"a broken stream counts", FailureKind::truncated, false, true},
};

TEST(Breaker, CountsWhatIsTheEndpointsFault) {
  for (const StreakRow& row : streak_rows) {
    SCOPED_TRACE(row.name);
    Breaker breaker = at_the_brink();
    fails(breaker, row.kind, false, start + seconds(20));
    EXPECT_EQ(breaker.probes(), row.counts);
    fails(breaker, network, false, start + seconds(21));
    EXPECT_EQ(breaker.probes(), row.counts || !row.breaks);
  }
}

TEST(Breaker, ABurstIsNoStreak) {
  Breaker breaker;
  breaker.answered();
  for (int i = 0; i < 100; ++i) breaker.failed(network, false, start, start + milliseconds(1 + i));
  EXPECT_EQ(breaker.ready(), Instant::min());
}

TEST(Breaker, AnEndpointThatIsDownIsNotAskedForAllThereIs) {
  Breaker breaker;
  int failed = 0;
  for (Instant now = start; breaker.ready() <= now; now += milliseconds(1), ++failed) fails(breaker, network, false, now);
  EXPECT_EQ(failed, Breaker::failures_max);
  EXPECT_EQ(breaker.ready(), start + Breaker::streak_min);
  EXPECT_TRUE(fails(breaker, network, false, breaker.ready()));
}

TEST(Breaker, OneThatNeverAnsweredGetsNoProbe) {
  Breaker breaker;
  bool stopped = false;
  for (int i = 0; i < Breaker::failures_max; ++i) stopped = fails(breaker, network, false, start + seconds(i));
  EXPECT_TRUE(stopped);
}

TEST(Breaker, ItsPauseDoublesWithEachProbeThatFailsUpToABound) {
  Breaker breaker = at_the_brink();
  Instant now = start + seconds(20);
  fails(breaker, network, false, now);
  for (int probe = 1; probe <= Breaker::probes_max; ++probe) {
    now += Breaker::pause * (1 << (probe - 1));
    EXPECT_EQ(breaker.ready(), now);
    breaker.sent();
    EXPECT_EQ(breaker.ready(), Instant::max()) << "one at a time";
    EXPECT_FALSE(fails(breaker, network, false, now)) << "sent before it opened";
    EXPECT_EQ(fails(breaker, FailureKind::overloaded, true, now), probe == Breaker::probes_max);
  }
}

TEST(Breaker, AnAnswerClosesIt) {
  Breaker breaker = at_the_brink();
  fails(breaker, network, false, start + seconds(20));
  breaker.sent();
  breaker.answered();
  EXPECT_EQ(breaker.ready(), Instant::min());
  EXPECT_FALSE(fails(breaker, network, false, start + seconds(60)));
  EXPECT_FALSE(breaker.probes()) << "the count begins anew";
}

LaneLimits limits(int concurrency, int attempts) {
  LaneLimits limits;
  limits.concurrency = concurrency;
  limits.attempts = attempts;
  return limits;
}
CallKey key(std::uint32_t item) { return {0, 0, item, 0}; }
Failure failed(FailureKind kind, std::optional<Duration> wait = std::nullopt) { return {kind, "x", wait}; }

TEST(BreakerLane, PausesAndThenProbesWithOneCall) {
  Lane lane(limits(8, 1), 7);
  for (std::uint32_t i = 0; i < 100; ++i) lane.add(key(i), start);
  lane.settle(*lane.take(start), Completion{}, start);
  Instant now = start;
  for (int i = 0; i < Breaker::failures_max; ++i, now += seconds(1)) lane.settle(*lane.take(now), failed(network), now);
  EXPECT_EQ(lane.take(now), std::nullopt);
  now = *lane.next_wake();
  EXPECT_EQ(now, start + seconds(Breaker::failures_max - 1) + Breaker::pause);
  const auto probe = lane.take(now);
  ASSERT_TRUE(probe);
  EXPECT_TRUE(probe->probe);
  EXPECT_EQ(lane.take(now), std::nullopt);
  EXPECT_EQ(lane.next_wake(), std::nullopt) << "only its reply can help";
  lane.settle(*probe, Completion{}, now);
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(lane.take(now)) << "all slots again";
}

TEST(BreakerLane, StopsAfterTheLastProbe) {
  Lane lane(limits(8, 1), 7);
  for (std::uint32_t i = 0; i < 100; ++i) lane.add(key(i), start);
  lane.settle(*lane.take(start), Completion{}, start);
  Instant now = start;
  int asked = 0;
  for (; !lane.stopped(); ++asked, now += seconds(1)) {
    now = std::max(now, *lane.next_wake());
    lane.settle(*lane.take(now), failed(network), now);
  }
  EXPECT_EQ(asked, Breaker::failures_max + Breaker::probes_max);
  EXPECT_LT(now - start, minutes(10));
  EXPECT_EQ(lane.stopped()->kind, network);
  EXPECT_EQ(lane.stopped()->detail, "no answer any more, only failures: x");
}

// ---- the retry budget -------------------------------------------------------------------------------------------

TEST(RetryBudget, ABucketOfAHundredThatAnswersFillByATenth) {
  RetryBudget budget;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(budget.affords_one());
    budget.spend();
  }
  EXPECT_FALSE(budget.affords_one());
  for (int i = 0; i < 9; ++i) budget.earn();
  EXPECT_FALSE(budget.affords_one());
  budget.earn();
  EXPECT_TRUE(budget.affords_one());
  for (int i = 0; i < 10'000; ++i) budget.earn();
  for (int i = 0; i < 100; ++i) budget.spend();
  EXPECT_FALSE(budget.affords_one()) << "no more than full";
}

/// One in flight. Every call fails, each tenth in a way that keeps the breaker closed; the others are retried as long as
/// the budget lasts, and without answers that fill it they lapse.
TEST(RetryBudgetLane, WithoutAnswersARetryLapsesAndTheNextCallGoes) {
  Lane lane(limits(1, 2), 7);
  constexpr std::uint32_t calls = 300;
  for (std::uint32_t i = 0; i < calls; ++i) lane.add(key(i), start);
  Instant now = start;
  std::size_t first_tries = 0, retries = 0, lapsed = 0;
  while (lane.waiting() > 0) {
    if (const auto call = lane.take_lapsed(now)) {
      EXPECT_EQ(call->tries, 1);
      ++lapsed;
      continue;
    }
    ASSERT_TRUE(lane.next_wake());
    now = std::max(now, *lane.next_wake());
    const auto call = lane.take(now);
    (call->tries == 1 ? first_tries : retries) += 1;
    const bool in_health = call->tries == 2 || call->key.item % 10 == 0;
    lane.settle(*call, failed(in_health ? FailureKind::too_long : network), now);
  }
  EXPECT_EQ(first_tries, calls);
  EXPECT_EQ(retries, 100u);
  EXPECT_EQ(lapsed, calls - calls / 10 - 100);
}

TEST(RetryBudgetLane, WhileSomethingIsInFlightARetryWaitsForIt) {
  Lane lane(limits(2, 3), 7);
  for (std::uint32_t i = 0; i < 102; ++i) lane.add(key(i), start);
  const auto slow = lane.take(start);
  Instant now = start;
  while (true) {   // the other slot spends the budget
    now = std::max(now, lane.next_wake().value_or(now));
    const auto call = lane.take(now);
    if (!call) break;
    lane.settle(*call, failed(call->tries < 2 ? network : FailureKind::too_long), now);
  }
  EXPECT_EQ(lane.take_lapsed(now), std::nullopt) << "its answer may pay";
  const std::size_t waiting = lane.waiting();
  lane.settle(*slow, failed(FailureKind::too_long), now);
  ASSERT_TRUE(lane.take_lapsed(now));
  EXPECT_EQ(lane.waiting(), waiting - 1);
}

TEST(RetryBudgetLane, RetriesThatTheServerAskedForAreFree) {
  Lane lane(limits(1, 1000), 7);
  lane.add(key(0), start);
  Instant now = start;
  for (int i = 0; i < 150 && now < start + minutes(14); ++i) {
    now = std::max(now, *lane.next_wake());
    const auto call = lane.take(now);
    ASSERT_TRUE(call) << i;
    lane.settle(*call, failed(FailureKind::rate_limited), now);
  }
  EXPECT_FALSE(lane.take_lapsed(now));
}

// ---- the time of a call -----------------------------------------------------------------------------------------

TEST(CallTime, NoTryStartsLaterThanAQuarterOfAnHourAfterTheFirst) {
  Lane lane(limits(1, 100), 7);
  lane.add(key(0), start);
  Instant now = start, last = start;
  while (lane.waiting() > 0) {
    now = *lane.next_wake();
    const auto call = lane.take(now);
    last = now;
    now += seconds(100);
    lane.settle(*call, failed(FailureKind::timeout), now);
  }
  EXPECT_LE(last, start + call_time_max);
  EXPECT_GT(last, start + call_time_max - minutes(3));
}

TEST(CallTime, ARetryHeldUpForTooLongLapses) {
  LaneLimits paced = limits(2, 100);
  Lane lane(paced, 7);
  lane.add(key(0), start);
  lane.add(key(1), start);
  lane.settle(*lane.take(start), failed(network), start);
  lane.take(start);
  EXPECT_EQ(lane.take_lapsed(start + call_time_max), std::nullopt);
  const auto lapsed = lane.take_lapsed(start + call_time_max + seconds(1));
  ASSERT_TRUE(lapsed);
  EXPECT_EQ(lapsed->key, key(0));
}

// ---- a candidate's first answers --------------------------------------------------------------------------------

struct FirstRow { const char* name; std::vector<std::optional<FailureKind>> results; bool stops; };
const auto refused = FailureKind::bad_request;
const FirstRow first_rows[] = {
    {"two refusals", {refused, refused}, false},
    {"three", {refused, refused, refused}, true},
    {"an answer before", {std::nullopt, refused, refused, refused}, false},
    {"an answer in between", {refused, refused, std::nullopt, refused, refused, refused}, false},
    {"a broken network says nothing", {refused, network, refused, FailureKind::rate_limited, refused}, true},
    {"a prompt too long shows that it works", {refused, refused, FailureKind::too_long, refused, refused}, false},
};

TEST(FirstAnswers, ThreeRefusalsEndACandidate) {
  for (const FirstRow& row : first_rows) {
    SCOPED_TRACE(row.name);
    FirstAnswers first(2);
    int stops = 0;
    for (const auto& kind : row.results)
      stops += kind ? first.heed(1, failed(*kind)) : first.heed(1, Completion{});
    EXPECT_EQ(stops, row.stops) << "said once";
    EXPECT_EQ(first.stopped(1).has_value(), row.stops);
    EXPECT_FALSE(first.stopped(0).has_value()) << "the others go on";
  }
}

}  // namespace
}  // namespace shortlist
