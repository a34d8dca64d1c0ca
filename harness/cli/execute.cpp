#include "harness/cli/execute.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "harness/cli/estimate.hpp"
#include "harness/cli/interrupts.hpp"
#include "harness/cli/past_run.hpp"
#include "harness/cli/prepare.hpp"
#include "harness/cli/progress.hpp"
#include "harness/cli/rescore.hpp"
#include "harness/cli/write_reports.hpp"
#include "harness/run/clock.hpp"
#include "harness/run/outcome.hpp"
#include "harness/run/runner.hpp"
#include "harness/score/score.hpp"
#include "harness/store/store.hpp"

namespace shortlist {
namespace {

std::string rfc3339(WallTime time) {
  return fmt::format("{:%FT%TZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

/// The backends that a plan's candidates need, one each, and the lanes over them.
struct Crew {
  std::map<std::string, std::unique_ptr<Backend>> backends;
  std::vector<LaneSpec> lanes;
  std::vector<std::size_t> lane_of;
};

Crew hire(const Plan& plan, const BackendWorld& world) {
  Crew crew;
  std::map<std::string, std::size_t> lane_index;
  for (const Candidate& c : plan.candidates) {
    auto& backend = crew.backends[c.backend];
    if (!backend) backend = backend_row(c).make(world);
    const std::string lane = lane_name(c);
    const auto [at, fresh] = lane_index.try_emplace(lane, crew.lanes.size());
    if (fresh) crew.lanes.push_back({lane, backend.get(), lane_limits(plan, c, lane)});
    crew.lane_of.push_back(at->second);
  }
  return crew;
}

bool worse(const ClientLag& lag, const std::optional<ClientLag>& than) {
  return lag.n > 0 && (!than || lag.p99_ms > than->p99_ms);
}

void note_facts(const Crew& crew, Provenance& provenance) {
  for (const auto& [name, backend] : crew.backends)
    if (const auto lag = backend->lag(); lag && worse(*lag, provenance.lag)) provenance.lag = lag;
  for (const auto& [name, backend] : crew.backends)
    for (const auto& [key, value] : backend->facts()) {
      if (key.starts_with("warning")) provenance.warnings.push_back(fmt::format("{}: {}", name, value));
      else provenance.facts[key] = value;
    }
}

void count(const Record& record, Spent& spent) {
  if (record.outcome.cached || was_unsent(record.outcome)) return;   // an earlier run has paid for it, or nobody
  ++spent.calls;
  if (record.cost) spent.money += *record.cost;
  else ++spent.cost_unknown;
}

/// Shows the race what is stored, but for what is to be asked again (then not all is shown). Gives what it all has cost so
/// far.
Spent feed_stored(const RunStore& store, Race& race, bool& all_shown) {
  Spent spent;
  store.each([&](Record record) {
    count(record, spent);
    if (asks_again(record)) all_shown = false;
    else race.observe(record);
  });
  return spent;
}

std::unique_ptr<Answers> earlier_answers(RunStore& store, const Plan& plan, const Shell& shell) {
  std::vector<AnswerRule> rules;
  for (const Candidate& c : plan.candidates) {
    const BackendRow& row = backend_row(c);
    rules.push_back({row.request_format > 0, row.sees_item, row.request_format});
  }
  return store.answers(plan, rules, [&](const std::string& text) { shell.err << "warning: " << text << '\n'; });
}

/// "new run .shortlist/runs/2026-11-24-x: 320 of 480 answers from earlier runs"
std::string where_it_went(const RunStore& store, const RunProgress& progress) {
  std::string line = fmt::format("{}{}", store.is_new() ? "new run " : "", store.folder());
  if (progress.cached)
    line += fmt::format(": {} of {} answers from earlier runs", grouped(progress.cached), grouped(progress.race.observed));
  return line;
}

std::string_view state_after(const RunResult& result, bool complete) {
  if (result.end == RunEnd::interrupted) return "interrupted";
  return complete ? "finished" : "incomplete";
}

RunResult ask(const Plan& plan, Race& race, RunStore& store, Spent before, const Arguments& args, const Shell& shell,
              Provenance& provenance) {
  SystemClock clock;
  const auto grader = make_grader(plan);
  ProgressDisplay display(plan, args, shell);
  InterruptCounter interrupts;
  Crew crew = hire(plan, backend_world(plan, shell, clock, environment(args, shell)));
  RunnerSetup setup{plan, race, crew.lanes, crew.lane_of, *grader, store, clock};
  setup.interrupts = &interrupts.count();
  setup.before = before;
  const auto answers = earlier_answers(store, plan, shell);
  setup.answers = answers.get();
  setup.on_progress = [&](const RunProgress& p) { display.show(p, interrupts.count() > 0); };
  RunResult result = run_race(std::move(setup));
  display.finish(result);
  if (!args.has("quiet") && (store.is_new() || result.progress.cached))
    shell.err << where_it_went(store, result.progress) << '\n';
  note_facts(crew, provenance);
  provenance.warnings.insert(provenance.warnings.end(), result.notes.begin(), result.notes.end());
  provenance.lanes.insert(provenance.lanes.end(), result.lanes.begin(), result.lanes.end());
  return result;
}

/// No answer at all can be judged: then there is nothing to choose by. (That nobody keeps the limits is a finding.)
bool nothing_judged(const Ranking& ranking) {
  return std::ranges::none_of(ranking.standings, [](const Standing& s) { return s.quality.has_value(); });
}

ExitCode code_after(const RunResult& result, const Ranking& ranking) {
  if (result.end == RunEnd::interrupted) return ExitCode::interrupted;
  return ranking.complete && !nothing_judged(ranking) ? ExitCode::fine : ExitCode::incomplete;
}

}  // namespace

Executed execute_plan(const Plan& plan, const Arguments& args, const Shell& shell) {
  SystemClock clock;
  auto store = RunStore::open(runs_folder(args), plan, clock.wall_now(), args.has("fresh") ? Start::fresh : Start::go_on);
  if (!store->is_new()) bring_up_to_date(*store, plan, clock.wall_now(), shell);
  Race race(plan);
  bool all_shown = true;
  const Spent before = feed_stored(*store, race, all_shown);
  if (!args.has("quiet"))
    shell.err << headline(plan) << '\n' << resolution(plan, earlier_sd(runs_folder(args), plan, store->id())) << '\n';
  RunResult result;
  Ranking ranking;
  if (race.finished()) {
    ranking = race.ranking();
    if (!args.has("quiet")) shell.err << fmt::format("{}: all answers are there, nobody is asked\n", store->folder());
  } else {
    Provenance provenance = store->provenance();
    provenance.run_id = store->id();
    provenance.version = SHORTLIST_VERSION;
    provenance.warnings.clear();   // those of earlier processes say what is true no more
    if (provenance.started.empty()) provenance.started = rfc3339(clock.wall_now());
    store->set_provenance(provenance, "interrupted");   // true until the end is reached
    result = ask(plan, race, *store, before, args, shell, provenance);
    provenance.finished = rfc3339(clock.wall_now());
    ranking = race.ranking();
    store->set_provenance(provenance, std::string(state_after(result, race.finished() && ranking.complete)));
  }
  Executed done{nullptr, all_shown ? finished_run(plan, *store, std::move(ranking)) : past_run(*store), ExitCode::fine, store->folder()};
  done.store = std::move(store);
  done.code = code_after(result, done.run.ranking);
  const bool time_over = plan.budget.time && result.progress.elapsed >= *plan.budget.time;
  done.budget_spent = result.end == RunEnd::budget && !time_over;
  write_report(done.run, "html", (std::filesystem::path(done.folder) / "report.html").string());
  return done;
}

}  // namespace shortlist
