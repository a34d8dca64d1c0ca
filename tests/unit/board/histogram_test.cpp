#include "harness/board/histogram.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace shortlist {
namespace {

constexpr double promised = 0.01;

Histogram of(const std::vector<std::int64_t>& values) {
  Histogram h;
  for (const auto v : values) h.add(Duration(v));
  return h;
}

bool near(std::int64_t is, std::int64_t want) {
  return std::abs(static_cast<double>(is) - static_cast<double>(want)) <= promised * static_cast<double>(want);
}

/// Times of all sizes, 0 and the largest among them.
rc::Gen<std::vector<std::int64_t>> any_times() {
  const auto time = rc::gen::apply([](std::int64_t bits, int shift) { return (bits & std::numeric_limits<std::int64_t>::max()) >> shift; },
                                   rc::gen::arbitrary<std::int64_t>(), rc::gen::inRange(0, 63));
  return rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(time));
}

RC_GTEST_PROP(Histogram, EveryRankIsWithinOnePercent, ()) {
  auto values = *any_times();
  const auto h = of(values);
  std::sort(values.begin(), values.end());
  RC_ASSERT(h.count() == values.size());
  for (std::size_t i = 0; i < values.size(); ++i) RC_ASSERT(near(h.at_rank(i + 1).count(), values[i]));
}

RC_GTEST_PROP(Histogram, IsAFunctionOfTheSet, ()) {
  auto values = *any_times();
  const auto h = of(values);
  std::shuffle(values.begin(), values.end(), std::mt19937(*rc::gen::arbitrary<unsigned>()));
  RC_ASSERT(of(values) == h);
}

RC_GTEST_PROP(Histogram, MergingIsAdding, ()) {
  const auto a = *any_times(), b = *any_times();
  auto both = a;
  both.insert(both.end(), b.begin(), b.end());
  auto ab = of(a), ba = of(b);
  ab.merge(of(b)), ba.merge(of(a));
  RC_ASSERT(ab == of(both));
  RC_ASSERT(ba == ab);
  ab.merge(Histogram{});
  RC_ASSERT(ba == ab);
}

TEST(Histogram, EachNextBucketBeginsWhereTheLastEnds) {
  std::int64_t last = -1;
  for (std::int64_t v = 0; v < 100'000; ++v) {
    const std::int64_t is = of({v}).at_rank(1).count();
    EXPECT_GE(is, last) << v;
    if (v < 128) {
      EXPECT_EQ(is, v);
    }
    last = is;
  }
}

TEST(Histogram, HoldsTheEnds) {
  const auto most = std::numeric_limits<std::int64_t>::max();
  const auto h = of({-5, 0, 1, most});
  EXPECT_EQ(h.zeros(), 2u) << "what lies before its beginning took no time";
  EXPECT_EQ(h.at_rank(2).count(), 0);
  EXPECT_EQ(h.at_rank(3).count(), 1);
  EXPECT_TRUE(near(h.at_rank(4).count(), most));
  RankTable ranks;
  EXPECT_FALSE(quantile_ms(Histogram{}, 0.5, ranks)) << "nothing of nothing";
}

TEST(Histogram, AMillionTimesTakeNoMoreThanTheirSpread) {
  Histogram h;
  for (int i = 0; i < 1'000'000; ++i) h.add(from_ms(1 + i % 10'000));
  EXPECT_LE(h.bytes(), 16'000u);
}

TEST(Histogram, QuantilesStandAtTheRanksOfTheExactOnes) {
  Histogram h;
  std::vector<float> exact;
  for (int i = 1; i <= 500; ++i) h.add(from_ms(i)), exact.push_back(static_cast<float>(i));
  RankTable ranks;
  for (const double q : {0.5, 0.9, 0.95, 0.99}) {
    const auto is = quantile_ms(h, q, ranks).value();
    const auto want = quantile(exact, q);
    EXPECT_NEAR(is.value, want.value, promised * want.value) << q;
    EXPECT_NEAR(is.low, want.low, promised * want.low) << q;
    EXPECT_NEAR(is.high, want.high, promised * want.high) << q;
    EXPECT_EQ(is.n, 500u);
  }
}

TEST(QuantileRanks, AnUpperEndTakesSoMany) {
  EXPECT_EQ(quantile_ranks(1, 0.5).value, 1u);
  EXPECT_EQ(quantile_ranks(71, 0.95).high, 71u);
  struct Row { double q; std::size_t enough; };
  for (const auto& [q, enough] : {Row{0.95, 72}, Row{0.99, 368}}) {
    EXPECT_LT(std::pow(q, static_cast<double>(enough)), 0.025);
    EXPECT_GT(std::pow(q, static_cast<double>(enough - 1)), 0.025) << "one fewer does not do";
  }
}

}  // namespace
}  // namespace shortlist
