#pragma once
// From a plan's file name to a plan that can be run: read, suites loaded, candidates checked.
#include <string>

#include "backends/backends.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/shell.hpp"
#include "harness/types/plan.hpp"

namespace shortlist {

/// The environment with the variables of --env-file behind it.
Environment environment(const Arguments& args, const Shell& shell);

/// Folder of the suites that come with shortlist: $SHORTLIST_SUITES, the installed one, or the source tree's.
std::string shipped_suites_folder(const Shell& shell);

BackendWorld backend_world(const Plan& plan, const Shell& shell, Clock& clock, Environment env);

/// Reads PLAN, applies --limit, --repeat, --seed, --jobs, the budget's --max-... and --audit, loads the suites, checks each candidate
/// with its backend. Keys are only looked for of those whom declared facts let in.
Plan prepare_plan(const Arguments& args, const Shell& shell);

/// --dir, or .shortlist; the runs lie in its folder `runs`.
std::string runs_folder(const Arguments& args);

/// The limits of a candidate's lane: the plan's entry for the lane, for the backend, or for "*"; unset is the row's default.
LaneLimits lane_limits(const Plan& plan, const Candidate& candidate, const std::string& lane);
std::string lane_name(const Candidate& candidate);

}  // namespace shortlist
