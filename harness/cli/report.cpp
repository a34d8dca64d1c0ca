#include "harness/cli/past_run.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/cli/write_reports.hpp"

namespace shortlist {

ExitCode report_verb(const Arguments& args, const Shell& shell) {
  write_reports(past_run(args, args.operand("RUN")), args, shell, "console");
  return ExitCode::fine;
}

ExitCode export_verb(const Arguments& args, const Shell& shell) {
  write_reports(past_run(args, args.operand("RUN")), args, shell, "jsonl");
  return ExitCode::fine;
}

}  // namespace shortlist
