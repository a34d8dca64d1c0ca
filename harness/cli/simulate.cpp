// What the words of `simulate` mean; the work is in harness/simulate.
#include "harness/simulate/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <thread>

#include "datasets/score_table.hpp"
#include "harness/cli/idle_options.hpp"
#include "harness/cli/past_run.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
using namespace simulation;
namespace {

constexpr std::int64_t most_replays = 1'000'000, most_candidates = 10'000, most_items = 10'000'000,
                       most_cells = 100'000'000, most_threads = 1024;
constexpr double widest_gap = 0.3, most_weight = 1e6, most_cap = 1e9;

/// One word of a few; UserError otherwise.
template <class Value, std::size_t n>
Value one_of(const Arguments& args, std::string_view option,
             const std::pair<std::string_view, Value> (&rows)[n]) {
  if (!args.has(option)) return rows[0].second;
  const std::string word = args.text(option);
  std::vector<std::string_view> names;
  for (const auto& [name, value] : rows) {
    if (name == word) return value;
    names.push_back(name);
  }
  throw UserError(fmt::format("--{}: expected {}, found \"{}\"{}", option, fmt::join(names, ", "), word,
                              did_you_mean(word, names)));
}

Table to_table(ScoreTable scores) {
  Table table;
  table.candidates = std::move(scores.candidates);
  for (std::string& item : scores.items) table.columns.push_back({std::move(item)});
  table.quality = std::move(scores.scores);
  return table;
}

Table read_tables(const Arguments& args) {
  constexpr std::pair<std::string_view, EmptyCell> empty[] = {{"refuse", EmptyCell::refused},
                                                              {"zero", EmptyCell::zero}};
  const ScoreTable scores = read_score_table(args.text("scores"), one_of(args, "missing", empty));
  Table table = to_table(scores);
  if (args.has("cost")) table.cost_usd = read_amount_table(args.text("cost"), scores).scores;
  if (args.has("latency")) table.latency_ms = read_amount_table(args.text("latency"), scores).scores;
  return table;
}

double part_of(std::string_view text, double low, double high, std::string_view what) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= low && value <= high))
    throw UserError(fmt::format("--least-favourable K,N,GAP[,EPS]: expected {} from {} to {}, found \"{}\"",
                                what, low, high, text));
  return value;
}

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text)
    if (c == ',')
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

World world_of(const Arguments& args, Setting& setting) {
  const auto parts = parts_of(args.text("least-favourable"));
  if (parts.size() != 3 && parts.size() != 4)
    throw UserError("--least-favourable: expected K,N,GAP or K,N,GAP,EPS, such as 10,500,0.02,0.01");
  World world;
  const auto whole = [](const std::string& text, std::int64_t most, const char* what) {
    const double value = part_of(text, 1, static_cast<double>(most), what);
    return value == static_cast<double>(static_cast<std::size_t>(value))
               ? static_cast<std::size_t>(value)
               : throw UserError(
                     fmt::format("--least-favourable: {} \"{}\" must be a whole number", what, text));
  };
  world.candidates = whole(parts[0], most_candidates, "a number of candidates");
  world.items = whole(parts[1], most_items, "a number of items");
  world.gap = part_of(parts[2], 0, widest_gap, "a gap");
  if (world.candidates * world.items > most_cells)
    throw UserError(fmt::format("--least-favourable: {} x {} is more than {} answers", world.candidates,
                                world.items, most_cells));
  if (parts.size() == 4) {
    if (args.has("within"))
      throw UserError("--within and the EPS of --least-favourable are the same: give one");
    setting.stage.within = part_of(parts[3], 1e-6, 1, "EPS");
  }
  return world;
}

Replayed::What what_is_replayed(const Arguments& args) {
  if (args.has("scores")) return Replayed::What::scores;
  return args.has("least-favourable") ? Replayed::What::made_up : Replayed::What::stored;
}

/// A number above `low`, not at it.
std::optional<double> above(const Arguments& args, std::string_view option, double low, double high) {
  const auto value = args.number(option, low, high);
  if (value && *value == low)
    throw UserError(fmt::format("--{}: must be above {}, not {}", option, low, args.text(option)));
  return value;
}

double confidence_of(const Arguments& args) {
  const double value = above(args, "confidence", 0.5, 1).value_or(0.95);
  if (value == 1)
    throw UserError("--confidence: must be below 1, not 1: nothing short of asking everything is certain");
  return value;
}

void read_stage(const Arguments& args, Setting& setting) {
  constexpr std::pair<std::string_view, RaceStage::Mode> modes[] = {{"certified", RaceStage::Mode::certified},
                                                                    {"fast", RaceStage::Mode::fast},
                                                                    {"budget", RaceStage::Mode::budget},
                                                                    {"full", RaceStage::Mode::full},
                                                                    {"pareto", RaceStage::Mode::pareto}};
  constexpr std::pair<std::string_view, bool> populations[] = {{"finite", false}, {"infinite", true}};
  setting.stage.mode = one_of(args, "mode", modes);
  setting.mode = args.text("mode", "certified");
  setting.stage.within = above(args, "within", 0, 1).value_or(0.01);
  setting.stage.confidence = confidence_of(args);
  if (const auto budget = above(args, "budget", 0, 1)) setting.stage.budget = *budget;
  setting.stage.infinite = one_of(args, "population", populations);
  if (args.has("favourites")) setting.stage.favourites = parts_of(args.text("favourites"));
}

struct Weighing {
  std::string_view name, cap;
  double Objective::*weight;
  double Objective::*most;
  const std::vector<float>& known;
};

void weigh(const Arguments& args, const Weighing& w, Objective& objective) {
  const std::string weight = fmt::format("{}-weight", w.name), cap = fmt::format("{}-cap", w.name);
  if (const auto given = above(args, cap, 0, most_cap)) objective.*w.most = *given;
  if (const auto given = args.number(weight, 0, most_weight)) objective.*w.weight = *given;
  if (objective.*w.weight == 0) return;
  if (w.known.empty())
    throw UserError(fmt::format("--{}: what is replayed knows no {}; with --scores FILE, --{} FILE names it",
                                weight, w.name, w.name));
  if (!(objective.*w.most > 0))
    throw UserError(fmt::format("--{} needs --{} {}: where it counts as all bad", weight, cap, w.cap));
}

void refuse_strangers(const std::vector<std::string>& favourites,
                      const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> names(candidates.begin(), candidates.end());
  for (const std::string& name : favourites)
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw UserError(
          fmt::format("--favourites: no candidate is called \"{}\"{}", name, did_you_mean(name, names)));
}

Table stored_table(const Arguments& args, const Shell& shell, Objective& objective) {
  const Run run = past_run(args, args.operand("RUN"));
  RunTable stored;
  try {
    stored = table_of(run);
  } catch (const UserError& e) {
    throw UserError(fmt::format("run {}: {}", run.provenance.run_id, e.what()));
  }
  for (const std::string& note : stored.notes) shell.err << fmt::format("note: {}\n", note);
  objective = run.plan.objective;
  if (stored.table.cost_usd.empty()) objective.cost_weight = 0;
  if (stored.table.latency_ms.empty()) objective.latency_weight = 0;
  if (objective.limit_p95_ms || objective.limit_ttft_p95_ms || objective.limit_usd_per_1k)
    shell.err << "note: the plan's hard limits are no part of a replay: who breaks one races on\n";
  objective.limit_p95_ms = objective.limit_ttft_p95_ms = objective.limit_usd_per_1k = std::nullopt;
  return std::move(stored.table);
}

Source source_of(const Arguments& args, const Shell& shell, Setting& setting) {
  const bool scores = args.has("scores"), made_up = args.has("least-favourable"),
             stored = !args.operand("RUN").empty();
  if (scores + made_up + stored != 1)
    throw UserError(
        "simulate: one of --scores FILE, --least-favourable K,N,GAP and RUN (a stored run, such as latest) "
        "says what to replay");
  if (made_up) return world_of(args, setting);
  return scores ? read_tables(args) : stored_table(args, shell, setting.objective);
}

void read_size(const Arguments& args, const Source& source, Setting& setting) {
  const auto* table = std::get_if<Table>(&source);
  const Table none;
  const Table& t = table ? *table : none;
  refuse_idle_options(args, {what_is_replayed(args), setting.stage.mode, setting.objective,
                             !t.cost_usd.empty(), !t.latency_ms.empty()});
  if (table) {
    setting.candidates = static_cast<std::size_t>(
        args.integer("candidates", 1, static_cast<std::int64_t>(t.candidates.size())).value_or(0));
    setting.items = static_cast<std::size_t>(
        args.integer("items", 1, static_cast<std::int64_t>(t.columns.size())).value_or(0));
    refuse_strangers(setting.stage.favourites, t.candidates);
  }
  weigh(args, {"cost", "USD", &Objective::cost_weight, &Objective::cost_cap_usd_per_1k, t.cost_usd},
        setting.objective);
  weigh(args, {"latency", "MS", &Objective::latency_weight, &Objective::latency_cap_ms, t.latency_ms},
        setting.objective);
}

}  // namespace

ExitCode simulate_verb(const Arguments& args, const Shell& shell) {
  const bool json = wants_json(args);
  Setting setting;
  read_stage(args, setting);
  setting.replays = static_cast<std::size_t>(args.integer("replays", 1, most_replays).value_or(100));
  setting.seed = static_cast<std::uint64_t>(args.integer("seed", 0, INT64_MAX).value_or(1));
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  setting.jobs = static_cast<unsigned>(args.integer("jobs", 1, most_threads).value_or(processors));
  const Source source = source_of(args, shell, setting);
  read_size(args, source, setting);
  const Summary summary = simulate(source, setting);
  if (json)
    shell.out << to_json(summary).dump(2) << '\n';
  else
    shell.out << to_text(summary);
  return ExitCode::fine;
}

}  // namespace shortlist
