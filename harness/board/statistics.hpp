#pragma once
// Every interval of the house: two-sided 95 %, and right for few items and for values near 0 and 1, where the
// textbook ones are not. Pure functions of sums taken in item order. What each promises is held by a simulation in
// tests/unit/board/coverage_test.cpp.
//
// Assumption of all: the units (items; repeats of one item are averaged into it) are independent draws from the task,
// so a claim is about the task, not about these very items: there is no finite-population correction.
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

/// Sums of values in [low, 1], low = 0 for scores and -1 for paired differences.
struct Sample {
  std::size_t n = 0, ups = 0, downs = 0;   ///< ups: values of exactly 1; downs: of exactly -1
  double sum = 0, squares = 0;
  bool whole = true;                       ///< only -1, 0 and 1 so far

  void add(double value) {
    ++n, sum += value, squares += value * value;
    if (value == 1) ++ups;
    else if (value == -1) ++downs;
    else if (value != 0) whole = false;
  }
  double mean() const { return sum / static_cast<double>(n); }
};

/// Mean of scores in [0, 1]. REQUIRES: sample.n > 0.
/// - Only 0 and 1: the mid-P binomial interval (Lancaster 1961; Berry & Armitage, The Statistician 44, 1995). True
///   coverage for n = 5 .. 500 and p = .01 .. .99: at least .915, at least .95 for p within 1/n of the edges, .95 on
///   average. (Wilson's dips to .837 near the edges; the exact Clopper-Pearson interval is needlessly wide.)
/// - Else Student's t with two pseudo-items, one 0 and one 1 (in the manner of Agresti & Coull 1998 and Bonett &
///   Price 2012), n + 1 degrees of freedom, clipped. Coverage at least .93 for all shapes tried, among them a score
///   that is .9 but for a rare 0; too wide when scores hardly vary (.99 at n = 20).
Estimate mean_of_scores(const Sample& sample);

/// Mean of paired differences in [-1, 1] of two candidates on the same items. REQUIRES: sample.n > 0.
/// - Only -1, 0 and 1: Tango's score interval (Statistics in Medicine 17, 1998).
/// - Else t with two pseudo-items, +1 and -1, n + 1 degrees of freedom, clipped.
/// Coverage at least .93 for both in the cases tried, from 10 items on.
Estimate mean_of_differences(const Sample& sample);

struct Weighted { Estimate estimate; double weight = 0; };
/// Sum of weight x value over independent estimates, weights scaled to sum 1: MOVER, which recovers variances from the
/// single intervals (Zou & Donner, Statistics in Medicine 27, 2008). Estimates with weight 0 are left out; nothing if
/// all are.
std::optional<Estimate> weighted_mean(std::span<const Weighted> parts);

/// Where the q-quantile of n values and the ends of its interval stand in ascending order, from 1 to n: nearest rank,
/// ceil(q n), with the distribution-free interval between two order statistics (David & Nagaraja, Order Statistics,
/// 7.1): coverage at least .95 whatever the distribution. Where there are too few for a bound, the bound is the smallest
/// or largest value and the promise fails on that side (p95 needs 72 values for an upper bound, p99 368).
/// REQUIRES: n > 0.
struct Ranks { std::size_t low = 1, value = 1, high = 1; };
Ranks quantile_ranks(std::size_t n, double q);

/// Remembers them: most candidates of a race have the same n.
class RankTable {
 public:
  Ranks of(std::size_t n, double q);

 private:
  std::map<std::pair<std::size_t, double>, Ranks> known_;
};

/// The q-quantile as an observed value, by these ranks. REQUIRES: ascending and not empty.
Estimate quantile(std::span<const float> ascending, double q);
Estimate quantile(std::span<const float> ascending, double q, RankTable& ranks);

/// Mean of non-negative amounts: Student's t, low end not below 0. Coverage above .90 from 20 values on for amounts as
/// skewed as a log-normal with sigma 0.5. One value has no interval: low = high = value.
Estimate mean_of_amounts(std::span<const float> values);

}  // namespace shortlist
