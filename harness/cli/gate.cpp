#include <fmt/format.h>

#include <filesystem>

#include "harness/cli/execute.hpp"
#include "harness/cli/files.hpp"
#include "harness/cli/past_run.hpp"
#include "harness/cli/prepare.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/cli/write_reports.hpp"
#include "harness/types/error.hpp"
#include "harness/types/parse_json.hpp"
#include "reports/reports.hpp"

namespace shortlist {
namespace {

/// The run to judge: a stored one, or the plan's, run as far as it is not.
Executed run_to_judge(const Plan& plan, const Arguments& args, const Shell& shell) {
  if (!args.has("run")) return execute_plan(plan, args, shell);
  Executed stored{nullptr, past_run(args, args.text("run")), ExitCode::fine, ""};
  stored.run.plan.gate = plan.gate;
  return stored;
}

std::string baseline_path(const Plan& plan, const Arguments& args) { return args.text("baseline", plan.gate.baseline); }

bool compares(const GateCheck& check) { return check.margin || check.max_ratio; }

Json read_baseline(const Plan& plan, const std::string& path) {
  const bool needed = std::any_of(plan.gate.checks.begin(), plan.gate.checks.end(), compares);
  if (!needed && !std::filesystem::exists(path)) return nullptr;
  if (!std::filesystem::exists(path))
    throw UserError(fmt::format("{}: no baseline yet; `shortlist gate bless {}` makes one from the plan's run", path, plan.path));
  Json baseline = parse_json(read_file(path));
  if (baseline.is_discarded()) throw UserError(fmt::format("{}: not JSON; write it anew with `shortlist gate bless`", path));
  return baseline;
}

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass: return "PASS";
    case Verdict::fail: return "FAIL";
    case Verdict::inconclusive: return "INCONCLUSIVE";
    case Verdict::incomplete: return "INCOMPLETE";
  }
  return "";
}

ExitCode code_of(Verdict verdict, const std::string& on_inconclusive) {
  switch (verdict) {
    case Verdict::pass: return ExitCode::fine;
    case Verdict::fail: return ExitCode::gate_failed;
    case Verdict::incomplete: return ExitCode::incomplete;
    case Verdict::inconclusive: break;
  }
  return on_inconclusive == "fail" ? ExitCode::gate_inconclusive : ExitCode::fine;
}

}  // namespace

ExitCode gate_verb(const Arguments& args, const Shell& shell) {
  const std::string on_inconclusive = args.text("on-inconclusive", "warn");
  if (on_inconclusive != "pass" && on_inconclusive != "warn" && on_inconclusive != "fail")
    throw UserError(fmt::format("--on-inconclusive: expected pass, warn or fail, found \"{}\"", on_inconclusive));
  for (const std::string& file : args.list("output")) make_reporter(format_of_file(file));   // before anything is paid for
  const Plan plan = prepare_plan(args, shell);
  if (plan.gate.checks.empty()) throw UserError(fmt::format("{}: no gate.checks, so there is nothing to judge", plan.path));
  const std::string path = baseline_path(plan, args);
  const Json baseline = read_baseline(plan, path);
  const Executed done = run_to_judge(plan, args, shell);
  if (done.code == ExitCode::interrupted) return done.code;
  const GateResult result = judge_gate(done.run, baseline, path);
  for (const std::string& file : args.list("output")) write_report(done.run, format_of_file(file), file);
  shell.out << word(result.verdict) << '\n';
  for (const std::string& reason : result.reasons) shell.out << "  " << reason << '\n';
  const ExitCode code = code_of(result.verdict, on_inconclusive);
  if (result.verdict == Verdict::inconclusive && on_inconclusive == "warn")
    shell.err << "warning: the gate cannot tell; more items or repeats would (--on-inconclusive fail makes this exit code 3)\n";
  return code;
}

ExitCode gate_bless_verb(const Arguments& args, const Shell& shell) {
  const Plan plan = prepare_plan(args, shell);
  const Executed done = run_to_judge(plan, args, shell);
  if (!done.run.ranking.complete || done.code != ExitCode::fine) {
    shell.err << "the run is not complete, so it is not blessed; the same command asks what is missing\n";
    return done.code == ExitCode::fine ? ExitCode::incomplete : done.code;
  }
  const std::string path = baseline_path(plan, args);
  write_atomically(path, baseline_json(done.run).dump(1) + "\n");
  shell.out << fmt::format("{} written from run {}\n", path, done.run.provenance.run_id);
  return ExitCode::fine;
}

}  // namespace shortlist
