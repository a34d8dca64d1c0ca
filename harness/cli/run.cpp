#include <fmt/format.h>

#include "harness/cli/estimate.hpp"
#include "harness/cli/execute.hpp"
#include "harness/cli/prepare.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/cli/write_reports.hpp"
#include "reports/reports.hpp"

namespace shortlist {
namespace {

void print_dry_run(const Plan& plan, const Arguments& args, const Shell& shell) {
  shell.out << headline(plan) << '\n' << resolution(plan, earlier_sd(runs_folder(args), plan)) << "\n\n"
            << forecast(plan) << too_dear(plan) << "nobody was asked\n";
}

}  // namespace

ExitCode run_verb(const Arguments& args, const Shell& shell) {
  make_reporter(args.text("format", "console"));   // complain of a format before anything is paid for
  for (const std::string& path : args.list("output")) make_reporter(format_of_file(path));
  const Plan plan = prepare_plan(args, shell);
  if (args.has("dry-run")) return print_dry_run(plan, args, shell), ExitCode::fine;
  const Executed done = execute_plan(plan, args, shell);
  write_reports(done.run, args, shell, "console");
  if (args.text("format", "console") == "console") shell.out << fmt::format("report: {}/report.html\n", done.folder);
  const char* command = args.has("fresh") ? "the same command without --fresh" : "the same command";
  if (done.code == ExitCode::incomplete && done.run.ranking.complete)
    shell.err << "incomplete: no answer could be judged, so there is no choice\n";
  else if (done.code == ExitCode::incomplete)
    shell.err << fmt::format("incomplete: {}{} asks what is missing\n",
                             done.budget_spent ? "with a larger budget, " : "", command);
  if (done.code == ExitCode::interrupted) shell.err << fmt::format("interrupted: {} goes on\n", command);
  return done.code;
}

}  // namespace shortlist
