#pragma once
// One bet: what is won by betting against a hypothesis that may be true. Pure, and exact for a finite population.
//
// Hypothesis: the mean of y over all N units is at most -e; y lies in [-1, 1]. The units come in uniformly random order,
// so given the first t of them, with sum S, the next has a mean of at most m = (-N e - S) / (N - t) (sampling without
// replacement: Waudby-Smith & Ramdas, "Confidence sequences for sampling without replacement", NeurIPS 2020; for an
// infinite population m = -e). The stake lambda is fixed before the unit is seen, so the wealth's factor 1 + lambda (y - m)
// has a mean of at most 1, and a wealth of 1/a is reached with a probability of at most a (Ville).
//
// The stake is aGRAPA (Waudby-Smith & Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86,
// 2024, section B.3): g / (v + g^2) for a gain g and a variance v as seen so far, shrunk towards a small positive gain as
// if `prior_units` more had been seen. A bad stake costs units, never validity.
#include <algorithm>
#include <cmath>
#include <cstddef>

namespace shortlist {

struct Betting {
  static constexpr double prior_units = 20, prior_gain = 0.12, prior_square = 0.25;
  static constexpr double least_variance = 1e-3;
  static constexpr double largest_stake = 0.9;    ///< of what would ruin: lambda <= this / (1 + m)
  static constexpr double certain = 60;           ///< log wealth once the hypothesis cannot be true any more
};

/// What a bet looks back on.
struct Past {
  double sum = 0, squares = 0;   ///< of y over the first `seen` units
  std::size_t seen = 0;

  void add(double y) { sum += y, squares += y * y, ++seen; }
  /// Mean and variance, shrunk.
  double gain() const { return (sum + Betting::prior_units * Betting::prior_gain) / (count() + Betting::prior_units); }
  double variance(double gain) const {
    const double square = (squares + Betting::prior_units * Betting::prior_square) / (count() + Betting::prior_units);
    return std::max(square - gain * gain, Betting::least_variance);
  }
  double count() const { return static_cast<double>(seen); }
};

/// How many units there are. Infinite: they are draws from a task.
struct Population {
  std::size_t units = 0;
  bool infinite = false;
  /// m above: the largest mean of the next unit that the hypothesis allows. REQUIRES: infinite or past.seen < units.
  double allowed(const Past& past, double e) const {
    if (infinite) return -e;
    const auto all = static_cast<double>(units);
    return (-all * e - past.sum) / (all - past.count());
  }
};

/// Log of the wealth's factor at the next unit, whose value is y.
inline double log_factor(const Past& past, double y, double e, const Population& population) {
  const double m = population.allowed(past, e);
  if (m < -1 - 1e-9) return Betting::certain;   // strictly: at -1 the rest may still all be -1
  const double mean = past.gain(), gain = mean - m;
  const double stake = std::clamp(gain / (past.variance(mean) + gain * gain), 0.0, Betting::largest_stake / std::max(1 + m, 1e-9));
  return std::log(std::max(1 + stake * (y - m), 1e-12));
}

}  // namespace shortlist
