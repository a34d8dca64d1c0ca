#pragma once
// What a suite can resolve, before anything is spent.
#include <optional>
#include <span>
#include <vector>

#include "harness/types/plan.hpp"
#include "harness/types/run.hpp"

namespace shortlist::simulation {

/// Standard deviation, over units, of the difference of two candidates' scores. 0.4 is what the better candidates of
/// public score tables have (0.22 to 0.52); an earlier run knows better.
inline constexpr double usual_sd_pair = 0.4;

/// Of those that a run measured: the median over all pairs of the four best candidates, on the items that both answered.
/// Unset where no pair has 30 of them. `units`: all of them together, of the pair with the fewest.
struct MeasuredSd {
  double sd = 0;
  std::size_t items = 0;
};
std::optional<MeasuredSd> measured_sd_pair(const Run& run);

/// The difference of two candidates' qualities that a two-sided test of 5 % on paired answers finds with 80 % power:
///   (z_.975 + z_.80) sd sqrt(sum over suites of w^2 / n),   w the suites' weights, scaled to sum 1, n their units
/// (clusters of items, or items that are alone). With `of` it is about a population of so many units of which the n are
/// drawn without replacement, not about the task: times sqrt(1 - n / of), 0 when all are asked (Cochran, Sampling
/// Techniques, 2.6). Unset for a plan without units.
struct SuiteUnits {
  double weight = 1;
  std::size_t units = 0;
  std::optional<std::size_t> of{};
};
std::optional<double> detectable(std::span<const SuiteUnits> suites, double sd_pair);

/// Of each suite of a plan. REQUIRES: the suites have their items.
std::vector<SuiteUnits> units_of(const Plan& plan);

}  // namespace shortlist::simulation
