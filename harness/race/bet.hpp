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
  double gain() const { return gain(1 / shrunk_count()); }
  double variance(double gain) const { return variance(gain, 1 / shrunk_count()); }
  // The same for who has the reciprocal at hand: divisions are most of a bet.
  double gain(double per_unit) const { return (sum + Betting::prior_units * Betting::prior_gain) * per_unit; }
  double variance(double gain, double per_unit) const {
    const double square = (squares + Betting::prior_units * Betting::prior_square) * per_unit;
    return std::max(Betting::least_variance, square - gain * gain);
  }
  double shrunk_count() const { return count() + Betting::prior_units; }
  double count() const { return static_cast<double>(seen); }
};

/// How many units there are. Infinite: they are draws from a task.
struct Population {
  std::size_t units = 0;
  bool infinite = false;
  /// m above: the largest mean of the next unit that the hypothesis allows. REQUIRES: infinite or past.seen < units.
  double allowed(const Past& past, double e) const {
    return infinite ? -e : (-static_cast<double>(units) * e - past.sum) / left(past);
  }
  /// Units still to come; of an infinite population any number.
  double left(const Past& past) const { return infinite ? 1 : static_cast<double>(units) - past.count(); }
};

/// The wealth's factor at the next unit, whose value is y; 0 where the hypothesis cannot be true any more.
inline double factor(const Past& past, double y, double e, const Population& population) {
  const double shown = past.shrunk_count(), left = population.left(past);
  const double both = 1 / (shown * left);   // one division for two
  const double m = population.infinite ? -e : (-static_cast<double>(population.units) * e - past.sum) * (both * shown);
  if (m < -1 - 1e-9) return 0;   // strictly: at -1 the rest may still all be -1
  const double mean = past.gain(both * left), gain = mean - m;
  const double best = past.variance(mean, both * left) + gain * gain, ruin = std::max(1e-9, 1 + m);
  // min(gain / best, largest / ruin), and not below 0.
  const double stake = std::max(0.0, std::min(Betting::largest_stake * best, gain * ruin)) / (best * ruin);
  return std::max(1e-12, 1 + stake * (y - m));
}

/// Its logarithm, `certain` where it cannot be true.
inline double log_factor(const Past& past, double y, double e, const Population& population) {
  const double wealth = factor(past, y, e, population);
  return wealth > 0 ? std::log(wealth) : Betting::certain;
}

/// A row of bets against one hypothesis, which looks back on `past` and moves it on. A logarithm costs more than the rest
/// of a bet, so it is taken of hundreds of factors at once.
class Bets {
 public:
  Bets(Past& past, double e, const Population& population) : past_(past), e_(e), population_(population) {}
  void on(double y) {
    const double wealth = factor(past_, y, e_, population_);
    past_.add(y);
    if (wealth > 0) product_ *= wealth;
    else log_ += Betting::certain;
    if (product_ < 1e-200 || product_ > 1e200) bank();
  }
  double log() { return bank(), log_; }

 private:
  void bank() { log_ += std::log(product_), product_ = 1; }
  Past& past_;
  const double e_;
  const Population& population_;
  double log_ = 0, product_ = 1;
};

}  // namespace shortlist
