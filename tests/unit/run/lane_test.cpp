// The lane is a pure state machine over `now`, so its tests move time by hand.
#include "harness/run/lane.hpp"

#include <gtest/gtest.h>

#include "harness/run/retry.hpp"

namespace shortlist {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
const Instant start = Instant{} + std::chrono::hours(1);
constexpr std::uint64_t seed = 7;

LaneLimits limits(int concurrency, int attempts = 6) {
  LaneLimits limits;
  limits.concurrency = concurrency;
  limits.attempts = attempts;
  return limits;
}

CallKey key(std::uint32_t item) { return {0, 0, item, 0}; }
Failure failed(FailureKind kind, std::optional<Duration> wait = std::nullopt) { return {kind, "x", wait}; }
Completion answered(std::int64_t tokens = 0) {
  Completion answer;
  answer.usage = Usage{tokens, std::nullopt, 0, std::nullopt};
  return answer;
}

Lane filled(const LaneLimits& with, std::uint32_t calls) {
  Lane lane(with, seed);
  for (std::uint32_t i = 0; i < calls; ++i) lane.add(key(i), start);
  return lane;
}

TEST(Lane, GivesOutNoMoreThanItsConcurrencyAndInOrder) {
  Lane lane = filled(limits(2), 3);
  EXPECT_EQ(lane.take(start)->key, key(0));
  const auto second = lane.take(start);
  EXPECT_EQ(second->key, key(1));
  EXPECT_EQ(lane.take(start), std::nullopt);
  EXPECT_EQ(lane.next_wake(), std::nullopt) << "only a reply can help";
  EXPECT_EQ(lane.settle(*second, answered(), start), std::nullopt);
  EXPECT_EQ(lane.take(start)->key, key(2));
  EXPECT_EQ(lane.in_flight(), 2u);
  EXPECT_EQ(lane.waiting(), 0u);
}

TEST(Lane, HoldsACallUntilItIsDue) {
  Lane lane(limits(2), seed);
  lane.add(key(0), start + seconds(5));
  EXPECT_EQ(lane.take(start), std::nullopt);
  EXPECT_EQ(lane.next_wake(), start + seconds(5));
  EXPECT_TRUE(lane.take(start + seconds(5)));
}

TEST(Lane, WantsTwiceItsConcurrency) {
  EXPECT_EQ(filled(limits(3), 0).wants(), 6u);
  EXPECT_EQ(filled(limits(3), 4).wants(), 2u);
  EXPECT_EQ(filled(limits(3), 9).wants(), 0u);
}

TEST(Lane, ARetryComesBackAfterItsWaitAndBeforeNewCalls) {
  Lane lane = filled(limits(1), 2);
  const auto call = lane.take(start);
  const auto again = lane.settle(*call, failed(FailureKind::network), start);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, start + *retry_wait(failed(FailureKind::network), 1, 6, retry_jitter(seed, key(0), 1)));
  EXPECT_EQ(lane.take(start), std::nullopt) << "one call waits for its retry, so no new one goes";
  EXPECT_EQ(lane.next_wake(), again);
  const auto second = lane.take(*again);
  EXPECT_EQ(second->key, key(0));
  EXPECT_EQ(second->tries, 2);
}

TEST(Lane, ACallEndsWithItsLastAttempt) {
  Lane lane = filled(limits(1, 3), 1);
  Instant now = start;
  for (int tries = 1; tries <= 3; ++tries) {
    const auto call = lane.take(now);
    ASSERT_TRUE(call) << tries;
    const auto again = lane.settle(*call, failed(FailureKind::server_error), now);
    EXPECT_EQ(again.has_value(), tries < 3);
    now = again.value_or(now);
  }
  EXPECT_EQ(lane.waiting(), 0u);
}

TEST(Lane, InTroubleItSendsNoNewCallsBesideAFullSetOfRetries) {
  Lane lane = filled(limits(2), 10);
  for (int i = 0; i < 2; ++i) lane.settle(*lane.take(start), failed(FailureKind::server_error), start);
  EXPECT_EQ(lane.take(start), std::nullopt);
  EXPECT_EQ(lane.waiting(), 10u);
}

TEST(Lane, ARateLimitWithAWaitHoldsTheWholeLane) {
  Lane lane = filled(limits(4), 5);
  const auto call = lane.take(start);
  lane.settle(*call, failed(FailureKind::rate_limited, seconds(9)), start);
  EXPECT_EQ(lane.take(start + milliseconds(8999)), std::nullopt);
  EXPECT_EQ(lane.next_wake(), start + seconds(9));
  EXPECT_EQ(lane.take(start + seconds(9))->key, key(1));
}

TEST(Lane, AServerErrorWithAWaitHoldsThatCallAlone) {
  Lane lane = filled(limits(4), 2);
  const auto again = lane.settle(*lane.take(start), failed(FailureKind::server_error, seconds(9)), start);
  EXPECT_GE(*again, start + seconds(9));
  EXPECT_EQ(lane.take(start)->key, key(1));
}

struct StopRow { const char* name; Failure failure; bool stops; };
const StopRow stop_rows[] = {
    {"a bad key", failed(FailureKind::auth), true},
    {"an empty account", failed(FailureKind::quota), true},
    {"a wait of an hour", failed(FailureKind::rate_limited, minutes(60)), true},
    {"a wait of two minutes", failed(FailureKind::rate_limited, minutes(2)), false},
    {"a rate limit", failed(FailureKind::rate_limited), false},
    {"a bad request", failed(FailureKind::bad_request), false},
    {"a prompt too long", failed(FailureKind::too_long), false},
    {"a broken network", failed(FailureKind::network), false},
};

TEST(Lane, StopsForGoodWhenNoOtherCallCouldDoBetter) {
  for (const StopRow& row : stop_rows) {
    SCOPED_TRACE(row.name);
    Lane lane = filled(limits(2), 4);
    const auto first = lane.take(start), second = lane.take(start);
    lane.settle(*first, row.failure, start);
    EXPECT_EQ(lane.stopped().has_value(), row.stops);
    if (!row.stops) continue;
    EXPECT_EQ(lane.stopped()->kind, row.failure.kind);
    EXPECT_EQ(lane.take(start + minutes(5)), std::nullopt);
    EXPECT_EQ(lane.next_wake(), std::nullopt);
    EXPECT_EQ(lane.wants(), 0u);
    EXPECT_EQ(lane.settle(*second, failed(FailureKind::network), start), std::nullopt) << "nothing is retried";
    EXPECT_EQ(lane.drop().size(), 2u);
    EXPECT_EQ(lane.waiting(), 0u);
  }
}

TEST(Lane, TheFirstReasonToStopCounts) {
  Lane lane = filled(limits(2), 2);
  const auto first = lane.take(start), second = lane.take(start);
  lane.settle(*first, failed(FailureKind::quota), start);
  lane.settle(*second, failed(FailureKind::auth), start);
  EXPECT_EQ(lane.stopped()->kind, FailureKind::quota);
}

TEST(Lane, PacesRequests) {
  LaneLimits paced = limits(10);
  paced.requests_per_minute = 60;
  Lane lane = filled(paced, 10);
  EXPECT_TRUE(lane.take(start));
  EXPECT_FALSE(lane.take(start));
  const auto wake = lane.next_wake();
  ASSERT_TRUE(wake);
  EXPECT_GT(*wake, start + milliseconds(850));
  EXPECT_TRUE(lane.take(*wake));
}

TEST(Lane, PacesTokensByWhatCallsTookSoFar) {
  LaneLimits paced = limits(10);
  paced.tokens_per_minute = 600;   // ten a second
  Lane lane = filled(paced, 10);
  lane.settle(*lane.take(start), answered(100), start);
  const auto wake = lane.next_wake();
  ASSERT_TRUE(wake);
  EXPECT_NEAR(to_s(*wake - start), 10, 0.5);
  const auto second = lane.take(*wake);
  EXPECT_NEAR(to_s(*lane.next_wake() - *wake), 10, 0.5) << "the second is expected to take as many";
  lane.settle(*second, failed(FailureKind::bad_request), *wake);
  EXPECT_LE(*lane.next_wake(), *wake + seconds(1)) << "it took none after all";
}

TEST(Lane, HoldsNewCallsBackButNotRetries) {
  Lane lane = filled(limits(2), 2);
  const auto again = lane.settle(*lane.take(start), failed(FailureKind::network), start);
  lane.hold_new(true);
  EXPECT_EQ(lane.next_wake(), again);
  EXPECT_EQ(lane.take(*again)->key, key(0));
  EXPECT_EQ(lane.next_wake(), std::nullopt);
  lane.hold_new(false);
  EXPECT_EQ(lane.take(*again)->key, key(1));
}

}  // namespace

bool operator==(const LaneCall& a, const LaneCall& b) { return a.key == b.key && a.tries == b.tries && a.due == b.due; }

}  // namespace shortlist
