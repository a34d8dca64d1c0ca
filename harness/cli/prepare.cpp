#include "harness/cli/prepare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "datasets/datasets.hpp"
#include "harness/config/env_file.hpp"
#include "harness/run/clock.hpp"
#include "harness/score/score.hpp"
#include "harness/simulate/entrants.hpp"
#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace fs = std::filesystem;
namespace {

constexpr double most_usd = 1e6, most_minutes = 10'080;   // as in a plan
constexpr double most_calls_allowed = 1e15;               // still exact in a double
constexpr std::int64_t most_items = 100'000'000, most_repeats = 1000, most_jobs = 10'000, most_candidates = 10'000;

/// An amount above 0 of something that the run may use up.
std::optional<double> amount(const Arguments& args, std::string_view option, std::string_view what, double least, double most) {
  if (!args.has(option)) return std::nullopt;
  const std::string text = args.text(option);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || std::isnan(value))
    throw UserError(fmt::format("--{}: expected {}, found \"{}\"", option, what, text));
  if (!(value >= least))
    throw UserError(fmt::format("--{}: must be {}, not {}: with nothing to spend nobody can be asked; --dry-run says what a run may take",
                                option, least == 1 ? "at least 1" : "above 0", text));
  if (value > most) throw UserError(fmt::format("--{}: must be at most {}, not {}", option, most, text));
  return value;
}

void apply_budget(const Arguments& args, Budget& budget) {
  constexpr double tiny = 1e-9;   // USD or minutes: the smallest that counts
  if (const auto usd = amount(args, "max-cost", "US dollars as a number, such as 2.50", tiny, most_usd)) budget.money = from_usd(*usd);
  if (const auto calls = amount(args, "max-calls", "a whole number of calls, such as 5000", 1, most_calls_allowed)) {
    if (*calls != std::floor(*calls))
      throw UserError(fmt::format("--max-calls: expected a whole number of calls, such as 5000, found \"{}\"", args.text("max-calls")));
    budget.calls = static_cast<std::uint64_t>(*calls);
  }
  if (const auto minutes = amount(args, "max-time", "minutes as a number, such as 30 or 0.5", tiny, most_minutes))
    budget.time = Duration(std::llround(*minutes * 60e9));
}

/// --audit K: at the end, or of the audit that the plan has already.
void apply_audit(const Arguments& args, std::vector<Stage>& stages) {
  const auto wanted = args.integer("audit", 1, most_candidates);
  if (!wanted) return;
  const AuditStage audit{static_cast<std::size_t>(*wanted)};
  bool has_one = false;
  for (Stage& stage : stages)
    if (auto* its = std::get_if<AuditStage>(&stage)) *its = audit, has_one = true;
  if (!has_one) stages.emplace_back(audit);
}

/// What runs in a process of this machine is local, unless the plan says otherwise: no guess, for there is no other way.
void declare_local(Plan& plan) {
  for (Candidate& c : plan.candidates)
    if (c.backend == "local" && !c.facts.local) c.facts.local = true;
}

void apply_overrides(const Arguments& args, Plan& plan) {
  if (const auto limit = args.integer("limit", 1, most_items))
    for (Suite& suite : plan.suites) {
      const auto asked = static_cast<std::size_t>(*limit);
      suite.limit = suite.limit == 0 ? asked : std::min(suite.limit, asked);
    }
  if (const auto repeat = args.integer("repeat", 1, most_repeats)) plan.repeats = static_cast<std::uint32_t>(*repeat);
  apply_budget(args, plan.budget);
  apply_audit(args, plan.stages);
  if (const auto seed = args.integer("seed", 0, INT64_MAX)) plan.seed = static_cast<std::uint64_t>(*seed);
  if (const auto jobs = args.integer("jobs", 1, most_jobs)) {
    plan.lanes["*"];
    for (auto& [name, limits] : plan.lanes) limits.concurrency = static_cast<int>(*jobs);
  }
}

/// Each with its backend. Whom declared facts keep out is never asked, so it needs no key.
void check_candidates(const Plan& plan, const BackendWorld& world) {
  BackendWorld keyless = world;
  keyless.env = [&world](const std::string& name) {
    const auto value = world.env(name);
    return value && !value->empty() ? value : "not needed";
  };
  std::vector<bool> asked(plan.candidates.size());
  for (const std::uint32_t candidate : simulation::entrants(plan)) asked[candidate] = true;
  for (std::size_t c = 0; c < asked.size(); ++c)
    backend_row(plan.candidates[c]).check(plan.candidates[c], asked[c] ? world : keyless);
}

/// Reports and exports tell suites apart by name.
void refuse_equal_names(const Plan& plan) {
  std::map<std::string_view, const Suite*> seen;
  for (const Suite& suite : plan.suites)
    if (const auto [other, fresh] = seen.try_emplace(suite.name, &suite); !fresh)
      throw UserError(fmt::format("{}: {} and {} both call themselves \"{}\"; rename one", suite.where,
                                  other->second->source, suite.source, suite.name));
}

void refuse_unknown_lanes(const Plan& plan) {
  std::set<std::string> names{"*"};
  for (const Candidate& c : plan.candidates) names.insert({lane_name(c), c.backend});
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const auto& [lane, limits] : plan.lanes)
    if (!names.contains(lane))
      throw UserError(fmt::format("{} lanes: no candidate uses the lane \"{}\"{}", plan.path, lane, did_you_mean(lane, known)));
}

}  // namespace

Environment environment(const Arguments& args, const Shell& shell) {
  if (!args.has("env-file")) return shell.env;
  return [outer = shell.env, file = read_env_file(args.text("env-file"))](const std::string& name) {
    if (auto value = outer(name)) return value;
    const auto found = file.find(name);
    return found == file.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
}

std::string shipped_suites_folder(const Shell& shell) {
  if (const auto named = shell.env("SHORTLIST_SUITES")) return *named;
  const fs::path installed = fs::path(shell.program_dir) / ".." / "share" / "shortlist" / "suites";
  return fs::is_directory(installed) ? installed.lexically_normal().string() : SHORTLIST_SUITES_DIR;
}

BackendWorld backend_world(const Plan& plan, const Shell& shell, Clock& clock, Environment env) {
  return {clock, std::move(env), fs::path(plan.path).parent_path().string(), shell.program_dir};
}

Plan prepare_plan(const Arguments& args, const Shell& shell) {
  const Environment env = environment(args, shell);
  Plan plan = read_plan(args.operand("PLAN"), env);
  apply_overrides(args, plan);
  declare_local(plan);
  const SuitePaths paths{shipped_suites_folder(shell), fs::path(plan.path).parent_path().string()};
  for (Suite& suite : plan.suites) {
    suite = load_suite(suite, paths, plan.seed);
    for (const MetricSpec& metric : suite.metrics) make_metric(metric);
    for (const Candidate& candidate : plan.candidates) check_prompting(suite, candidate);
  }
  refuse_equal_names(plan);
  refuse_unknown_lanes(plan);
  SystemClock clock;
  check_candidates(plan, backend_world(plan, shell, clock, env));
  return plan;
}

std::string runs_folder(const Arguments& args) { return (fs::path(args.text("dir", ".shortlist")) / "runs").string(); }

std::string lane_name(const Candidate& candidate) {
  return candidate.lane.empty() ? backend_row(candidate).lane(candidate) : candidate.lane;
}

LaneLimits lane_limits(const Plan& plan, const Candidate& candidate, const std::string& lane) {
  LaneLimits limits;
  for (const std::string& name : {lane, candidate.backend, std::string("*")})
    if (const auto found = plan.lanes.find(name); found != plan.lanes.end()) {
      limits = found->second;
      break;
    }
  const int usual = backend_row(candidate).concurrency;
  if (!limits.concurrency) limits.concurrency = usual > 0 ? usual : std::max(1u, std::thread::hardware_concurrency());
  return limits;
}

}  // namespace shortlist
