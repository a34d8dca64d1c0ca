#include "harness/run/pacer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace shortlist {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
const Instant start = Instant{} + std::chrono::hours(1);

TEST(Pacer, WithoutALimitItIsAlwaysReady) {
  Pacer pacer(std::nullopt);
  pacer.spend(1e9, start);
  EXPECT_LE(pacer.ready(), start);
}

TEST(Pacer, SpacesCallsEvenly) {
  Pacer pacer(60);
  EXPECT_LE(pacer.ready(), start);
  pacer.spend(1, start);
  EXPECT_GT(pacer.ready(), start + std::chrono::milliseconds(850));
  EXPECT_LE(pacer.ready(), start + std::chrono::milliseconds(1002));
}

TEST(Pacer, GivesBackWhatWasTakenTooMuch) {
  Pacer pacer(60);
  pacer.spend(10, start);
  pacer.spend(-9, start + seconds(1));
  EXPECT_LE(pacer.ready(), start + seconds(2));
}

/// Calls as greedy as the pacer lets them be, with late wake-ups: no half-open minute holds more than the limit.
TEST(Pacer, NoMinuteHoldsMoreThanTheLimit) {
  rc::check([](std::uint16_t limit_less_one, const std::vector<std::uint16_t>& delays_ms) {
    const int limit = limit_less_one % 1200 + 1;
    Pacer pacer(limit);
    std::vector<Instant> sent;
    Instant now = start;
    for (std::size_t i = 0; i < 2000; ++i) {
      now = std::max(now, pacer.ready());
      if (!delays_ms.empty()) now += std::chrono::milliseconds(delays_ms[i % delays_ms.size()] % 3000 / 10);
      pacer.spend(1, now);
      sent.push_back(now);
    }
    for (std::size_t first = 0, next = 0; first < sent.size(); ++first) {
      while (next < sent.size() && sent[next] < sent[first] + minutes(1)) ++next;
      RC_ASSERT(next - first <= static_cast<std::size_t>(limit));
    }
  });
}

}  // namespace
}  // namespace shortlist
