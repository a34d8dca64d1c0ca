#pragma once
// A stored run brought back: its plan and records fed to a Race again.
#include "harness/cli/options.hpp"
#include "harness/store/store.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// The ranking follows from the stored records alone.
Run past_run(const RunStore& store);
/// The same for a run that this process has just made, with the ranking of a race that has seen all that is stored: nothing is read again but
/// the causes of failures, and records only when a report asks for them.
Run finished_run(const Plan& plan, const RunStore& store, Ranking ranking);
/// The run that a verb's RUN (or --run) names.
Run past_run(const Arguments& args, const std::string& name);

}  // namespace shortlist
