// The adaptive limit alone, and a lane against a provider that takes fewer calls at once than asked.
#include "harness/run/adaptive.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <queue>

#include "harness/run/lane.hpp"

namespace shortlist {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
const Instant start = Instant{} + std::chrono::hours(1);

TEST(AdaptiveSlots, StartsAtItsCeilingAndStaysThereWithoutComplaints) {
  AdaptiveSlots slots(32);
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(slots.served(true, start + milliseconds(i)));
  EXPECT_EQ(slots.count(), 32u);
}

struct CutRow { const char* name; Duration sent, now; std::size_t in_flight; bool cut; std::size_t count; };
const CutRow cut_rows[] = {   // after a first cut from 40 to 28 at `start`
    {"sent before the first cut", -milliseconds(1), seconds(5), 28, false, 28},
    {"sent with it", Duration{}, seconds(5), 28, false, 28},
    {"too soon after it", milliseconds(1), milliseconds(999), 28, false, 28},
    {"the next round trip", milliseconds(1), seconds(1), 28, true, 19},
    {"few in flight count, but no more than half", milliseconds(1), seconds(1), 2, true, 14},
    {"what was in flight counts, not what was allowed", milliseconds(1), seconds(1), 24, true, 16},
    {"more in flight than allowed", milliseconds(1), seconds(1), 40, true, 19},
};

TEST(AdaptiveSlots, CutsOnceARoundTrip) {
  for (const CutRow& row : cut_rows) {
    SCOPED_TRACE(row.name);
    AdaptiveSlots slots(40);
    ASSERT_TRUE(slots.refused(start - seconds(1), 40, start));
    ASSERT_EQ(slots.count(), 28u);
    EXPECT_EQ(slots.refused(start + row.sent, row.in_flight, start + row.now), row.cut);
    EXPECT_EQ(slots.count(), row.count);
  }
}

TEST(AdaptiveSlots, GrowsByOneARoundAfterTheCoolDownAndOnlyWhileInUse) {
  AdaptiveSlots slots(20);
  slots.refused(start - seconds(1), 20, start);
  ASSERT_EQ(slots.count(), 14u);
  for (int i = 0; i < 100; ++i) slots.served(true, start + milliseconds(14'999));
  EXPECT_EQ(slots.count(), 14u) << "cooling down";
  for (int i = 0; i < 100; ++i) slots.served(false, start + seconds(15));
  EXPECT_EQ(slots.count(), 14u) << "slots are free anyway";
  int answers = 0;
  for (; slots.count() == 14; ++answers) slots.served(true, start + seconds(15));
  EXPECT_NEAR(answers, 14, 1);
  for (int i = 0; i < 1000; ++i) slots.served(true, start + seconds(16));
  EXPECT_EQ(slots.count(), 20u) << "never past the ceiling";
}

RC_GTEST_PROP(AdaptiveSlots, StayBetweenOneAndTheCeiling, ()) {
  const auto ceiling = *rc::gen::inRange<std::size_t>(1, 200);
  AdaptiveSlots slots(ceiling);
  Instant now = start;
  for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4000))) {
    now += milliseconds(step);
    const std::size_t before = slots.count();
    if (step % 3 == 0) {
      const bool cut = slots.refused(now - milliseconds(step % 7 * 100), static_cast<std::size_t>(step) % 300 + 1, now);
      RC_ASSERT((cut ? slots.count() < before : slots.count() == before || before == 1));
    } else {
      slots.served(step % 2 == 0, now);
      RC_ASSERT(slots.count() >= before);
    }
    RC_ASSERT(slots.count() >= 1u && slots.count() <= ceiling);
  }
}

/// A provider that answers up to `takes` calls at once, each in `answer`, and refuses the others in `refusal`.
struct Provider {
  std::size_t takes;
  Duration answer = seconds(2), refusal = milliseconds(20);
  std::size_t serving = 0, refused = 0, answered = 0, lost = 0;

  struct Event {
    Instant at;
    LaneCall call;
    bool served;
    bool operator<(const Event& other) const { return at > other.at; }
  };
  std::priority_queue<Event> events{};
  Instant now = start;

  void accept(Lane& lane) {
    while (const auto call = lane.take(now)) {
      const bool served = serving < takes;
      serving += served;
      events.push({now + (served ? answer : refusal), *call, served});
    }
  }
  void reply(Lane& lane) {
    const Event event = events.top();
    events.pop();
    serving -= event.served;
    if (event.served) {
      ++answered;
      lane.settle(event.call, Completion{}, now);
    } else {
      ++refused;
      lost += !lane.settle(event.call, Failure{FailureKind::rate_limited, "slow down", std::nullopt}, now);
    }
  }
  void run(Lane& lane, Instant until) {
    while (now < until) {
      accept(lane);
      const auto wake = lane.next_wake();
      Instant next = until;
      if (wake) next = std::min(next, *wake);
      if (!events.empty()) next = std::min(next, events.top().at);
      now = std::max(now, next);
      while (!events.empty() && events.top().at <= now) reply(lane);
    }
  }
};

/// Fault 48 of our list: the provider takes fewer calls at once than the plan asks for.
TEST(AdaptiveLane, SettlesNearWhatTheProviderTakes) {
  for (const std::size_t takes : {2u, 8u, 20u}) {
    SCOPED_TRACE(takes);
    LaneLimits limits;
    limits.concurrency = 64;
    Lane lane(limits, 7);
    for (std::uint32_t i = 0; i < 100'000; ++i) lane.add({0, 0, i, 0}, start);
    Provider provider{takes};
    provider.run(lane, start + std::chrono::minutes(2));
    provider.refused = provider.answered = 0;
    std::size_t most = 0, least = 64, ideal = 0;
    for (int minute = 2; minute < 12; ++minute) {
      provider.run(lane, start + std::chrono::minutes(minute + 1));
      most = std::max(most, lane.slots());
      least = std::min(least, lane.slots());
      ideal += takes * 30;
    }
    EXPECT_LE(most, takes + 2);
    EXPECT_GE(least, std::max<std::size_t>(1, takes / 2));
    EXPECT_LT(static_cast<double>(provider.refused), 0.05 * static_cast<double>(provider.answered) + 30);
    EXPECT_GT(static_cast<double>(provider.answered), 0.75 * static_cast<double>(ideal)) << "most of what it can do";
    EXPECT_LE(provider.lost, 3u) << "hardly a call runs out of tries for it";
  }
}

TEST(AdaptiveLane, TellsItsHistory) {
  LaneLimits limits;
  limits.concurrency = 10;
  Lane lane(limits, 7);
  for (std::uint32_t i = 0; i < 50; ++i) lane.add({0, 0, i, 0}, start);
  EXPECT_TRUE(lane.history().steps.empty()) << "not used yet";
  std::vector<LaneCall> taken;
  while (const auto call = lane.take(start)) taken.push_back(*call);
  lane.settle(taken[0], Failure{FailureKind::overloaded, "", std::nullopt}, start + seconds(3));
  const auto steps = lane.history().steps;
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].why, "start");
  EXPECT_EQ(steps[0].slots, 10u);
  EXPECT_EQ(steps[1].why, "overloaded");
  EXPECT_EQ(steps[1].slots, 7u);
  EXPECT_EQ(steps[1].at, seconds(3));
}

TEST(AdaptiveLane, WhatThisMachineLacksIsNotBlamedOnTheServer) {
  LaneLimits limits;
  limits.concurrency = 10;
  Lane lane(limits, 7);
  lane.add({0, 0, 0, 0}, start);
  const auto call = lane.take(start);
  lane.settle(*call, Failure{FailureKind::overloaded, "", std::nullopt, true}, start + seconds(3));
  EXPECT_EQ(lane.history().steps.back().why, "own machine");
}

TEST(AdaptiveLane, ItsHistoryIsBounded) {
  LaneLimits limits;
  limits.concurrency = 4;
  Lane lane(limits, 7);
  lane.add({0, 0, 0, 0}, start);
  lane.take(start);
  constexpr std::size_t times = 2000;
  Quota none, plenty;
  none.requests_left = 0, plenty.requests_left = 100;
  none.requests_reset = plenty.requests_reset = seconds(10);
  for (std::size_t i = 1; i <= times; ++i) {
    lane.heed(0, none, start + seconds(20) * i);
    lane.heed(0, plenty, start + seconds(20) * i + seconds(1));
  }
  EXPECT_EQ(lane.history().steps.size(), Lane::history_max);
  EXPECT_EQ(lane.history().left_out, times + 1 - Lane::history_max);
}

}  // namespace
}  // namespace shortlist
