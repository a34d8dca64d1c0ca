#include "harness/board/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>

namespace shortlist {
namespace {

namespace math = boost::math;
constexpr double tail = 0.025;               // each side of a two-sided 95 % interval
constexpr double z95 = 1.9599639845400543;   // the normal quantile at 1 - tail

/// The zero of `f` between a and b, to 40 bits. REQUIRES: f changes its sign there.
template <class F>
double zero_of(F f, double a, double b) {
  std::uintmax_t steps = 100;
  const auto [low, high] = math::tools::toms748_solve(f, a, b, math::tools::eps_tolerance<double>(40), steps);
  return low + (high - low) / 2;
}

double t95(double degrees) { return math::quantile(math::students_t(degrees), 1 - tail); }

/// P(X > x) + P(X = x) / 2 for X ~ binomial(n, p), 0 < x < n.
double mid_p(double x, double n, double p) { return (math::ibeta(x, n - x + 1, p) + math::ibeta(x + 1, n - x, p)) / 2; }

double mid_p_low(double x, double n) {
  if (x == 0) return 0;
  if (x == n) return std::pow(2 * tail, 1 / n);   // p^n / 2 = tail
  return zero_of([&](double p) { return mid_p(x, n, p) - tail; }, 0.0, x / n);
}

Estimate proportion(double x, double n) {
  return {x / n, mid_p_low(x, n), 1 - mid_p_low(n - x, n), static_cast<std::size_t>(n)};
}

/// Tango's z for the hypothesis that the true difference is d; falls from d = -1 to d = 1.
double tango_z(double ups, double downs, double n, double d) {
  const double a = 2 * n, b = (2 * n - ups + downs) * d - ups - downs, c = -downs * d * (1 - d);
  const double q = (std::sqrt(std::max(0.0, b * b - 4 * a * c)) - b) / (2 * a);   // the likeliest P(down) given d
  const double variance = n * (2 * q + d * (1 - d)), distance = ups - downs - n * d;
  if (variance > 1e-12 * n) return distance / std::sqrt(variance);
  return std::abs(distance) < 1e-9 * n ? 0 : std::copysign(1e9, distance);
}

Estimate tango(double ups, double downs, double n) {
  const auto bound = [&](double z, double from, double to) {
    const auto f = [&](double d) { return tango_z(ups, downs, n, d) - z; };
    return zero_of(f, from, to);
  };
  const double d = (ups - downs) / n;
  return {d, downs == n ? -1 : bound(z95, -1, d), ups == n ? 1 : bound(-z95, d, 1), static_cast<std::size_t>(n)};
}

/// Student's t over the sample and the two pseudo-items `least` and 1.
Estimate with_pseudo_items(const Sample& s, double least) {
  const double n = static_cast<double>(s.n) + 2, mean = (s.sum + least + 1) / n;
  const double squares = s.squares + least * least + 1;
  const double variance = std::max(0.0, squares - n * mean * mean) / (n - 1);
  const double half = t95(n - 1) * std::sqrt(variance / n), value = s.mean();
  return {value, std::clamp(mean - half, least, value), std::clamp(mean + half, value, 1.0), s.n};
}

/// The smallest k with P(B <= k) >= level for B ~ binomial(n, q).
double first_reaching(double n, double q, double level) {
  const math::binomial counts(n, q);
  double below = -1, reaching = n;
  while (reaching - below > 1) {
    const double middle = std::floor((below + reaching) / 2);
    (math::cdf(counts, middle) >= level ? reaching : below) = middle;
  }
  return reaching;
}

}  // namespace

Estimate mean_of_scores(const Sample& s) {
  if (s.whole) return proportion(static_cast<double>(s.ups), static_cast<double>(s.n));
  return with_pseudo_items(s, 0);
}

Estimate mean_of_differences(const Sample& s) {
  if (s.whole) return tango(static_cast<double>(s.ups), static_cast<double>(s.downs), static_cast<double>(s.n));
  return with_pseudo_items(s, -1);
}

std::optional<Estimate> weighted_mean(std::span<const Weighted> parts) {
  double total = 0;
  for (const auto& part : parts) total += part.weight;
  if (!(total > 0)) return std::nullopt;
  Estimate all;
  double below = 0, above = 0;
  for (const auto& [e, weight] : parts) {
    if (weight == 0) continue;
    const double w = weight / total;
    all.value += w * e.value;
    below += w * w * (e.value - e.low) * (e.value - e.low);
    above += w * w * (e.high - e.value) * (e.high - e.value);
    all.n += e.n;
  }
  all.low = all.value - std::sqrt(below);
  all.high = all.value + std::sqrt(above);
  return all;
}

Ranks quantile_ranks(std::size_t count, double q) {
  const auto n = static_cast<double>(count);
  const auto within = [&](double rank) { return static_cast<std::size_t>(std::clamp(rank, 1.0, n)); };
  // B values lie at or below the true quantile. A low end at rank l fails when B < l, a high end at u when B >= u.
  const double l = first_reaching(n, q, std::nextafter(tail, 1));
  const double u = first_reaching(n, q, 1 - tail) + 1;
  return {within(l), within(std::ceil(n * q - 1e-9)), within(u)};
}

Ranks RankTable::of(std::size_t n, double q) {
  const auto [known, fresh] = known_.try_emplace({n, q});
  if (fresh) known->second = quantile_ranks(n, q);
  return known->second;
}

namespace {

Estimate at_ranks(std::span<const float> ascending, const Ranks& r) {
  return {ascending[r.value - 1], ascending[r.low - 1], ascending[r.high - 1], ascending.size()};
}

}  // namespace

Estimate quantile(std::span<const float> ascending, double q) {
  return at_ranks(ascending, quantile_ranks(ascending.size(), q));
}

Estimate quantile(std::span<const float> ascending, double q, RankTable& ranks) {
  return at_ranks(ascending, ranks.of(ascending.size(), q));
}

Estimate mean_of_amounts(std::span<const float> values) {
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (double value : values) sum += value;
  const double mean = sum / n;
  for (double value : values) squares += (value - mean) * (value - mean);
  if (values.size() < 2) return {mean, mean, mean, values.size()};
  const double half = t95(n - 1) * std::sqrt(squares / (n - 1) / n);
  return {mean, std::max(0.0, mean - half), mean + half, values.size()};
}

}  // namespace shortlist
