#pragma once
// Runs a prepared plan against its store: `run`, `gate` and `gate bless` share it.
#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/shell.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

struct Executed {
  Run run;
  ExitCode code = ExitCode::fine;   ///< fine, incomplete or interrupted
  std::string folder;               ///< where the run and its report.html lie
  bool budget_reached = false;
};

/// Resumes or starts the plan's run, asks what is missing, stores it, and writes report.html beside it.
Executed execute_plan(const Plan& plan, const Arguments& args, const Shell& shell);

}  // namespace shortlist
