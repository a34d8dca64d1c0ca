#pragma once
// Judges one check of the gate. Called by judge_gate (reports.hpp) and by the JUnit reporter. Pure.
//
// The candidate judged is the run's chosen one, or the only one of its plan; compared with the baseline's
// chosen one. Units: quality [0, 1], cost USD per 1,000 calls, latency ms (p95 of the total), failures a
// share of calls.
//
// Absolute limits (min, max): quality and latency by their 95 % interval (inside: pass; outside: fail; across
// the limit: inconclusive), cost and failures by their value. Comparisons:
//   quality   margin: the 95 % interval of the difference, paired by item where the baseline holds item
//   scores
//             (repeats averaged inside an item, clusters as units; two pseudo-items d = +1 and d = -1 keep it
//             honest near 0 and 1, a generalised Bonett-Price interval), else from the two single intervals
//             (Newcombe 1998). Fail only when it lies below -margin, pass when above, else inconclusive.
//   cost, failures   by value: value <= base * max_ratio, value <= base + margin
//   latency   as cost, by both intervals: pass or fail only when every pairing of their ends agrees
// What is unknown is inconclusive.
#include <optional>
#include <string>
#include <vector>

#include "reports/reports.hpp"

namespace shortlist {

struct CheckResult {
  Verdict verdict = Verdict::inconclusive;
  std::string name, reason;  ///< "quality, suite arithmetic"; the figures
};

/// One result for each thing that the check looks at (each suite under `per: task`). `baseline` is a
/// candidate of a baseline file, or null: then comparisons are left out. Throws UserError for a check that
/// says nothing.
std::vector<CheckResult> judge_check(const Run& run, const Standing& standing, const GateCheck& check,
                                     const Json& baseline);

/// Whom the gate judges; null if nobody.
const Standing* gated(const Run& run);
std::string_view name_of(Verdict verdict);

}  // namespace shortlist
