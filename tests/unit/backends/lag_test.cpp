// The histogram of our own lag.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "backends/http/lag.hpp"

namespace shortlist {
namespace {

TEST(Lag, NothingWithoutANote) { EXPECT_FALSE(Lag().so_far()); }

TEST(Lag, TheWorseOfServingAndWakingCounts) {
  Lag lag;
  lag.waking.note(std::chrono::milliseconds(4));
  EXPECT_FALSE(lag.so_far()) << "nothing was stamped yet";
  lag.serving.note(std::chrono::microseconds(10));
  EXPECT_GE(lag.so_far()->p99_ms, 4);
  lag.serving.note(std::chrono::milliseconds(9));
  EXPECT_GE(lag.so_far()->p99_ms, 9);
}

RC_GTEST_PROP(Lag, FiguresAreNeverBelowTheTrueOnesAndAtMostAnEighthAbove, ()) {
  auto late = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)));
  LagHistogram lag;
  for (const std::int64_t ns : late) lag.note(Duration(ns));
  std::sort(late.begin(), late.end());
  const auto figures = *lag.so_far();
  const auto holds = [&](double ms, double q) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(late.size())));
    const double truth = static_cast<double>(late[rank - 1]) * 1e-6;
    return ms >= truth && ms <= truth * 1.125 + 2e-6;
  };
  RC_ASSERT(figures.n == late.size());
  RC_ASSERT(holds(figures.p50_ms, 0.5));
  RC_ASSERT(holds(figures.p99_ms, 0.99));
  RC_ASSERT(holds(figures.max_ms, 1));
}

}  // namespace
}  // namespace shortlist
