#pragma once
// What a suite can resolve, before anything is spent.
//
// The claim is about the task from which the items were drawn, as the intervals of
// harness/board/statistics.hpp are: the units (clusters of items, or items that are alone) are independent
// draws, so there is no finite-population correction. About these very items there is no sampling error once
// all of them are asked: whatever differs, differs. (A race that stops earlier says itself how near to that
// it came.)
#include <optional>
#include <span>
#include <vector>

#include "harness/types/plan.hpp"
#include "harness/types/run.hpp"

namespace shortlist::simulation {

/// Standard deviation, over units, of the difference of two good candidates' scores on one answer an item.
/// Source: the eight best of each of eight public score tables of 2023 to 2025 (ZeroEval CRUX and GSM8K,
/// AlpacaEval 1 and 2, SWE-bench, BFCL, MMLU-Pro, MATH level 5): mean .37; tables' means from .22, where all
/// are nearly always right, to .52. The usual value is on the careful side of the mean. An earlier run knows
/// better, and repeats make it smaller.
inline constexpr double usual_sd_pair = 0.4, alike_sd_pair = 0.22, unlike_sd_pair = 0.52;

/// Of those that a run measured: the median over all pairs of the four best candidates, on the items that
/// both answered. Unset where no pair has 30 of them. `items`: of the pair with the fewest.
struct MeasuredSd {
  double sd = 0;
  std::size_t items = 0;
};
std::optional<MeasuredSd> measured_sd_pair(const Run& run);

struct SuiteUnits {
  double weight = 1;
  std::size_t units = 0;
};

/// The difference of two candidates' qualities on the task that a two-sided test of 5 % on paired answers to
/// all items finds with 80 % power (one pair, not corrected for having picked it among many):
///   (z_.975 + z_.80) sd sqrt(sum over suites of w^2 / n),   w the suites' weights, scaled to sum 1, n their
///   units
/// (Miller, "Adding error bars to evals", arXiv 2411.00640, its power analysis without the term for repeats;
/// z: quantiles of the standard normal). A cluster's mean is taken to vary as a single item does, as if its
/// items were all alike: where they are not, the suite tells more. Unset for a plan without units.
std::optional<double> detectable(std::span<const SuiteUnits> suites, double sd_pair);

/// Half the width of the 95 % interval of one candidate's quality once all is asked, at worst:
/// z_.975 sqrt(sum of w^2 / n) / 2, for scores that are 0 and 1 equally often. Otherwise as `detectable`.
std::optional<double> known_within(std::span<const SuiteUnits> suites);

/// Of each suite of a plan. REQUIRES: the suites have their items.
std::vector<SuiteUnits> units_of(const Plan& plan);

}  // namespace shortlist::simulation
