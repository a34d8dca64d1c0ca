#pragma once
// Figures of one candidate that a gate looks at, overall or in one suite, from a run's records. Pure.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

struct ItemQuality {
  double quality = 0;      ///< repeats averaged
  std::uint32_t item = 0;  ///< index in the suite
};

/// One suite's figures of one candidate.
struct SuiteFigures {
  std::map<std::string, ItemQuality> items;  ///< by item id; only what was judged
  std::optional<Estimate> total_p95;         ///< ms; the interval by order statistics, first tries only
  std::optional<double> usd_per_1k;          ///< unset when any cost is unknown
  std::size_t calls = 0, failed = 0;         ///< made, so not what was never sent
};

/// By candidate and suite, in one pass over the records.
using Figures = std::map<std::pair<std::uint32_t, std::uint32_t>, SuiteFigures>;
Figures figures_of(const Run& run);

/// A mean of paired differences, and what its interval needs.
struct Difference {
  double value = 0;                 ///< the plain mean
  double centre = 0, variance = 0;  ///< of the mean with the two pseudo-items (gate.hpp)
  double freedom = 1;               ///< degrees of freedom
  std::size_t pairs = 0;
};

/// `now` minus `before`, by item id; clusters of the suite are the units. Unset below two units.
std::optional<Difference> paired_difference(const Suite& suite, const SuiteFigures& now,
                                            const std::map<std::string, double>& before);
/// Weighted over suites; freedom after Welch and Satterthwaite. REQUIRES: weights not all 0.
Difference combined(const std::vector<std::pair<double, Difference>>& weighted);
/// Two-sided, 95 %.
Estimate interval_of(const Difference& difference);

}  // namespace shortlist
