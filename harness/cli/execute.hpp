#pragma once
// Runs a prepared plan against its store: `run`, `gate` and `gate bless` share it.
#include <memory>
#include <string>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/shell.hpp"
#include "harness/store/store.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

struct Executed {
  /// Kept until the reports are written, and closed after the run's records: who writes and closes last leaves one whole
  /// file behind. Null for a run that was only read.
  std::unique_ptr<RunStore> store;
  Run run;
  ExitCode code = ExitCode::fine;   ///< fine, incomplete or interrupted
  std::string folder;               ///< where the run and its report.html lie
  bool budget_spent = false;        ///< of money or calls: only a larger one goes on. Each process has the whole time
};

/// Resumes or starts the plan's run, asks what is missing, stores it, and writes report.html beside it.
Executed execute_plan(const Plan& plan, const Arguments& args, const Shell& shell);

}  // namespace shortlist
