#include "harness/run/quota_guard.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "harness/run/lane.hpp"

namespace shortlist {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
const Instant start = Instant{} + std::chrono::hours(1);

Quota requests(std::optional<double> left, std::optional<double> limit, std::optional<Duration> reset) {
  return {left, limit, {}, {}, reset, {}};
}
Quota tokens(std::optional<double> left, std::optional<double> limit, std::optional<Duration> reset) {
  return {{}, {}, left, limit, {}, reset};
}

struct Row {
  const char* name;
  Quota quota;
  QuotaGuard::Load load;
  std::optional<Duration> waits;   ///< from the last call sent; none: not held back
};
const Row rows[] = {
    {"nothing said", {}, {1, 0}, {}},
    {"plenty left", requests(90, 100, seconds(60)), {4, 0}, {}},
    {"a tenth left", requests(10, 100, seconds(60)), {4, 0}, {}},
    {"less than a tenth left: spread", requests(6, 100, seconds(60)), {4, 0}, seconds(10)},
    {"fewer left than in flight", requests(30, 100, seconds(60)), {40, 0}, seconds(2)},
    {"none left: all the time", requests(0, 100, seconds(20)), {1, 0}, seconds(20)},
    {"less than none", requests(-5, 100, seconds(20)), {1, 0}, seconds(20)},
    {"no limit said", requests(2, {}, seconds(10)), {4, 0}, seconds(5)},
    {"no reset said: a refusal will tell", requests(0, 100, {}), {4, 0}, {}},
    {"a reset in the past", requests(0, 100, -seconds(3)), {4, 0}, {}},
    {"a day's quota is not stretched", requests(50, 1000, std::chrono::hours(20)), {4, 0}, {}},
    {"tokens: spread by what a call takes", tokens(1000, 20'000, seconds(60)), {1, 100}, seconds(6)},
    {"tokens: not enough for one", tokens(50, 20'000, seconds(60)), {1, 100}, seconds(60)},
    {"tokens: plenty", tokens(15'000, 20'000, seconds(60)), {4, 100}, {}},
    {"tokens: fewer than what is in flight will take", tokens(3000, 20'000, seconds(60)), {40, 100}, seconds(2)},
    {"the stricter of the two", {5, 100, 100, 20'000, seconds(50), seconds(60)}, {1, 100}, seconds(60)},
};

TEST(QuotaGuard, Table) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    QuotaGuard guard;
    guard.sent(start);
    EXPECT_EQ(guard.heed(0, row.quota, row.load, start), row.waits.has_value());
    EXPECT_EQ(guard.ready(), row.waits ? start + *row.waits : Instant::min());
  }
}

TEST(QuotaGuard, RepliesInBetweenDoNotPutTheNextCallOff) {
  QuotaGuard guard;
  guard.sent(start);
  guard.heed(0, requests(6, 100, seconds(60)), {4, 0}, start);
  guard.heed(0, requests(6, 100, seconds(54)), {4, 0}, start + seconds(6));
  EXPECT_EQ(guard.ready(), start + seconds(9));
}

TEST(QuotaGuard, LetsGoWhenThereIsMoreOrTheTimeIsOver) {
  QuotaGuard guard;
  guard.sent(start);
  guard.heed(0, requests(0, 100, seconds(30)), {4, 0}, start);
  EXPECT_EQ(guard.ready(), start + seconds(30));
  guard.sent(start + seconds(30));
  EXPECT_LE(guard.ready(), start + seconds(30)) << "the quota is whole again";
  guard.heed(0, {}, {4, 0}, start + seconds(31));
  EXPECT_LE(guard.ready(), start + seconds(30)) << "no headers, no news";
  EXPECT_FALSE(guard.heed(0, requests(99, 100, seconds(1)), {4, 0}, start + seconds(32)));
  EXPECT_EQ(guard.ready(), Instant::min());
}

TEST(QuotaGuard, OneModelsPlentyDoesNotHideAnothersWant) {
  QuotaGuard guard;
  guard.sent(start);
  EXPECT_TRUE(guard.heed(0, requests(0, 100, seconds(30)), {4, 0}, start));
  EXPECT_FALSE(guard.heed(1, requests(99, 100, seconds(1)), {4, 0}, start));
  EXPECT_EQ(guard.ready(), start + seconds(30));
}

/// A provider with so many requests a minute, all given back when the minute ends, who says so in each reply.
RC_GTEST_PROP(QuotaGuard, ALaneThatHeedsTheHeadersIsNeverRefused, ()) {
  const auto a_minute = *rc::gen::inRange(20, 400);
  const auto latency = milliseconds(*rc::gen::inRange(5, 900));
  LaneLimits limits;
  limits.concurrency = *rc::gen::inRange(1, 9);
  Lane lane(limits, 7);
  for (std::uint32_t i = 0; i < 2000; ++i) lane.add({0, 0, i, 0}, start);
  struct Open { LaneCall call; Instant at; int left; };
  std::vector<Open> open;   // all take equally long, so the first is the next
  Instant now = start, minute = start;
  int left = a_minute, refused = 0;
  while (now < start + std::chrono::minutes(4)) {
    while (const auto call = lane.take(now)) {
      for (; now >= minute + std::chrono::minutes(1); minute += std::chrono::minutes(1)) left = a_minute;
      refused += --left < 0;
      open.push_back({*call, now + latency, left});
    }
    Instant next = now + seconds(1);
    if (const auto wake = lane.next_wake()) next = std::min(next, std::max(*wake, now));
    if (!open.empty()) next = std::min(next, open.front().at);
    now = next;
    if (open.empty() || open.front().at > now) continue;
    const Open done = open.front();
    open.erase(open.begin());
    const Duration reset = std::max(minute + std::chrono::minutes(1) - (now - latency), Duration(1));
    lane.heed(0, requests(std::max(done.left, 0), a_minute, reset), now);
    lane.settle(done.call, Completion{}, now);
  }
  RC_ASSERT(refused == 0);
}

TEST(QuotaGuard, TheLanesHistoryNamesIt) {
  LaneLimits limits;
  limits.concurrency = 4;
  Lane lane(limits, 7);
  for (std::uint32_t i = 0; i < 9; ++i) lane.add({0, 0, i, 0}, start);
  const auto call = lane.take(start);
  lane.heed(0, requests(0, 100, seconds(40)), start);
  lane.settle(*call, Completion{}, start);
  EXPECT_EQ(lane.take(start + milliseconds(39'999)), std::nullopt);
  EXPECT_EQ(lane.next_wake(), start + seconds(40));
  EXPECT_TRUE(lane.take(start + seconds(40)));
  EXPECT_EQ(lane.history().steps.back().why, "near quota");
}

}  // namespace
}  // namespace shortlist
