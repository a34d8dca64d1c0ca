#pragma once
// Front door of what is asked: suite files in, suites out.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/ports/items.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// Where suites are looked for: a shipped suite by its name below `shipped`, a file relative to `base`.
struct SuitePaths {
  std::string shipped;   ///< folder of the suites that come with shortlist
  std::string base;      ///< folder of the plan
};

/// Loads suite.source and fills all that the plan did not say: name, metrics, items, digests. Keeps weight and limit.
/// Throws UserError with file:line.
Suite load_suite(const Suite& named, const SuitePaths& paths, std::uint64_t seed);

/// Looks whether every item of a loaded suite can be put to this candidate: its own templates, enough examples. So
/// nothing is found out in the middle of a run. Throws UserError naming candidate.where.
void check_prompting(const Suite& suite, const Candidate& candidate);

/// `name` is what a plan writes.
struct ShippedSuite { std::string name, version, description; std::vector<std::string> languages; std::size_t items; };
std::vector<ShippedSuite> shipped_suites(const std::string& folder);

/// JSON Schema (draft-07) of suite.yaml.
std::string_view suite_schema();

}  // namespace shortlist
