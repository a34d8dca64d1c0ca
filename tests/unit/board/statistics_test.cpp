// Each interval against a second, slower way to the same numbers.
#include "harness/board/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace shortlist {
namespace {

constexpr double z95 = 1.959963984540054;

Sample sample(std::size_t ups, std::size_t downs, std::size_t zeros) {
  Sample s;
  for (std::size_t i = 0; i < ups; ++i) s.add(1);
  for (std::size_t i = 0; i < downs; ++i) s.add(-1);
  for (std::size_t i = 0; i < zeros; ++i) s.add(0);
  return s;
}

double binomial(int n, int k, double p) {
  const double ways = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
  return std::exp(ways + k * std::log(p) + (n - k) * std::log1p(-p));
}

TEST(MeanOfScores, OfOnesAndZerosIsTheMidPInterval) {
  for (const auto& [x, n] : {std::pair{1, 5}, {3, 10}, {19, 20}, {84, 100}, {250, 500}}) {
    const Estimate e = mean_of_scores(sample(x, 0, n - x));
    double above_low = binomial(n, x, e.low) / 2, below_high = binomial(n, x, e.high) / 2;
    for (int k = x + 1; k <= n; ++k) above_low += binomial(n, k, e.low);
    for (int k = 0; k < x; ++k) below_high += binomial(n, k, e.high);
    EXPECT_NEAR(above_low, 0.025, 1e-8) << x << " of " << n;
    EXPECT_NEAR(below_high, 0.025, 1e-8) << x << " of " << n;
    EXPECT_DOUBLE_EQ(e.value, static_cast<double>(x) / n);
    EXPECT_EQ(e.n, static_cast<std::size_t>(n));
  }
}

TEST(MeanOfScores, AtTheEdgesIsClosedThere) {
  const Estimate none = mean_of_scores(sample(0, 0, 10)), all = mean_of_scores(sample(10, 0, 0));
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 1 - std::pow(0.05, 0.1), 1e-12);   // (1 - p)^10 / 2 = .025
  EXPECT_NEAR(all.low, std::pow(0.05, 0.1), 1e-12);
  EXPECT_EQ(all.high, 1);
}

TEST(MeanOfScores, OfOneItemSaysLittle) {
  const Estimate e = mean_of_scores(sample(1, 0, 0));
  EXPECT_NEAR(e.low, 0.05, 1e-12);
  EXPECT_EQ(e.high, 1);
}

TEST(MeanOfScores, OfPartsIsStudentsTWithTwoPseudoItems) {
  Sample s;
  for (double x : {0.5, 0.7, 0.9}) s.add(x);
  // By hand: items .5 .7 .9 0 1, mean .62, sum of squares 2.55, s^2 = (2.55 - 5 * .62^2) / 4, t(.975, 4) = 2.776445.
  const double half = 2.7764451 * std::sqrt((2.55 - 5 * 0.62 * 0.62) / 4 / 5);
  const Estimate e = mean_of_scores(s);
  EXPECT_NEAR(e.value, 0.7, 1e-12);
  EXPECT_NEAR(e.low, 0.62 - half, 1e-6);
  EXPECT_EQ(e.high, 1);
}

/// log-likelihood of the paired table at the true difference d, at its best over P(down): by golden section.
double best_down(double ups, double downs, double rest, double d) {
  double a = std::max(0.0, -d), b = (1 - d) / 2;
  const auto likelihood = [&](double q) {
    const auto term = [](double count, double p) { return count > 0 ? count * std::log(p) : 0; };
    return term(ups, q + d) + term(downs, q) + term(rest, 1 - 2 * q - d);
  };
  for (int i = 0; i < 200; ++i) {
    const double m1 = a + (b - a) * 0.381966, m2 = a + (b - a) * 0.618034;
    (likelihood(m1) < likelihood(m2) ? a : b) = likelihood(m1) < likelihood(m2) ? m1 : m2;
  }
  return (a + b) / 2;
}

TEST(MeanOfDifferences, OfWholeNumbersIsTangosScoreInterval) {
  struct Row { std::size_t ups, downs, zeros; };
  for (const auto& [ups, downs, zeros] : {Row{12, 2, 36}, {3, 7, 90}, {1, 0, 9}, {0, 4, 16}, {25, 25, 0}}) {
    const double n = static_cast<double>(ups + downs + zeros);
    const Estimate e = mean_of_differences(sample(ups, downs, zeros));
    for (const auto& [d, z] : {std::pair{e.low, z95}, {e.high, -z95}}) {
      const double u = static_cast<double>(ups), w = static_cast<double>(downs);
      const double q = best_down(u, w, static_cast<double>(zeros), d);
      EXPECT_NEAR((u - w - n * d) / std::sqrt(n * (2 * q + d - d * d)), z, 1e-4) << ups << " " << downs << " " << zeros;
    }
  }
}

TEST(MeanOfDifferences, WithoutAnyDifferenceHasAClosedForm) {
  const Estimate e = mean_of_differences(sample(0, 0, 50));
  EXPECT_NEAR(e.high, z95 * z95 / (50 + z95 * z95), 1e-9);
  EXPECT_NEAR(e.low, -e.high, 1e-9);
}

TEST(MeanOfDifferences, ReachesTheEnds) {
  EXPECT_EQ(mean_of_differences(sample(5, 0, 0)).high, 1);
  EXPECT_EQ(mean_of_differences(sample(0, 5, 0)).low, -1);
  EXPECT_LT(mean_of_differences(sample(5, 0, 0)).low, 1);
}

TEST(MeanOfDifferences, IsAntisymmetric) {
  Sample there, back;
  for (double d : {0.5, -0.25, 0.75, 0.0, 1.0}) there.add(d), back.add(-d);
  EXPECT_NEAR(mean_of_differences(there).low, -mean_of_differences(back).high, 1e-12);
  EXPECT_NEAR(mean_of_differences(sample(8, 3, 9)).low, -mean_of_differences(sample(3, 8, 9)).high, 1e-9);
}

TEST(WeightedMean, RecoversVariancesFromTheIntervals) {
  const std::vector<Weighted> parts{{{0.8, 0.7, 0.85, 50}, 3}, {{0.4, 0.2, 0.5, 20}, 1}, {{0.0, 0.0, 0.9, 1}, 0}};
  const auto e = weighted_mean(parts);
  ASSERT_TRUE(e);
  EXPECT_NEAR(e->value, 0.7, 1e-12);
  EXPECT_NEAR(e->low, 0.7 - std::hypot(0.75 * 0.1, 0.25 * 0.2), 1e-12);
  EXPECT_NEAR(e->high, 0.7 + std::hypot(0.75 * 0.05, 0.25 * 0.1), 1e-12);
  EXPECT_EQ(e->n, 70u);
}

TEST(WeightedMean, OfNothingIsUnknown) {
  EXPECT_FALSE(weighted_mean({}));
  const std::vector<Weighted> parts{{{0.5, 0.4, 0.6, 9}, 0}};
  EXPECT_FALSE(weighted_mean(parts));
}

TEST(Quantile, TakesTheOrderStatisticsOfTheBinomial) {
  std::vector<float> values(100);
  for (int i = 0; i < 100; ++i) values[i] = static_cast<float>(i + 1);
  const Estimate median = quantile(values, 0.5), p95 = quantile(values, 0.95);
  EXPECT_EQ(median.value, 50);
  EXPECT_EQ(median.low, 40);    // tables of the sign test: n = 100, ranks 40 and 61
  EXPECT_EQ(median.high, 61);
  EXPECT_EQ(p95.value, 95);
  const auto below = [](int rank) {   // P(B < rank), B ~ binomial(100, .95)
    double sum = 0;
    for (int k = 0; k < rank; ++k) sum += binomial(100, k, 0.95);
    return sum;
  };
  const int l = static_cast<int>(p95.low), u = static_cast<int>(p95.high);
  EXPECT_LE(below(l), 0.025);
  EXPECT_GT(below(l + 1), 0.025);
  EXPECT_GE(below(u), 0.975);
  EXPECT_LT(below(u - 1), 0.975);
}

TEST(Quantile, OfFewValuesEndsAtTheExtremes) {
  const std::vector<float> one{3}, four{1, 2, 3, 4};
  EXPECT_EQ(quantile(one, 0.95).low, 3);
  EXPECT_EQ(quantile(one, 0.95).high, 3);
  EXPECT_EQ(quantile(four, 0.5).value, 2);
  EXPECT_EQ(quantile(four, 0.5).low, 1);
  EXPECT_EQ(quantile(four, 0.5).high, 4);
  std::vector<float> values(72);
  for (int i = 0; i < 72; ++i) values[i] = static_cast<float>(i + 1);
  EXPECT_EQ(quantile(std::span(values).first(71), 0.95).high, 71);   // no bound: the slowest
  EXPECT_EQ(quantile(values, 0.95).high, 72);                        // the first size with one
}

TEST(MeanOfAmounts, IsStudentsTAboveZero) {
  const std::vector<float> values{1, 2, 3, 6};   // mean 3, s^2 = 14 / 3, t(.975, 3) = 3.182446
  const double half = 3.1824463 * std::sqrt(14.0 / 3 / 4);
  const Estimate e = mean_of_amounts(values);
  EXPECT_NEAR(e.value, 3, 1e-12);
  EXPECT_EQ(e.low, 0);
  EXPECT_NEAR(e.high, 3 + half, 1e-6);
  const std::vector<float> one{2};
  EXPECT_EQ(mean_of_amounts(one).high, 2);
}

}  // namespace
}  // namespace shortlist
