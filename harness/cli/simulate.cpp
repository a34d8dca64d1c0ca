// The real race, lanes and runner on a recorded table, under a clock of its own.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "datasets/score_table.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/ports/items.hpp"
#include "harness/race/race.hpp"
#include "harness/run/clock.hpp"
#include "harness/run/runner.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

class TableItems : public Items {
 public:
  explicit TableItems(const ScoreTable& table) : table_(table) {}
  std::size_t size() const override { return table_.items.size(); }
  std::string id(std::size_t index) const override { return table_.items[index]; }
  Item item(std::size_t index, const Prompting&) const override {
    Item item;
    item.id = table_.items[index];
    return item;
  }

 private:
  const ScoreTable& table_;
};

/// Answers at once; the grader reads the score from the table.
class TableBackend : public Backend {
 public:
  explicit TableBackend(Clock& clock) : clock_(clock) {}
  void ask(const Candidate&, const Item&, CallKey, Duration, Done done) override {
    const Instant now = clock_.now();
    Reply reply;
    reply.stamps = {now, now, now, now, now};
    reply.result = Completion{};
    done(std::move(reply));
  }
  void cancel(CallKey) override {}

 private:
  Clock& clock_;
};

class TableGrader : public Grader {
 public:
  TableGrader(const ScoreTable& table, const std::vector<std::uint32_t>& rows) : table_(table), rows_(rows) {}
  Record grade(Outcome outcome, const Item&) const override {
    const CallKey key = outcome.key;
    Record record{std::move(outcome), {}, Flaw::none, table_.at(rows_[key.candidate], key.item), std::nullopt};
    return record;
  }

 private:
  const ScoreTable& table_;
  const std::vector<std::uint32_t>& rows_;
};

class CountingSink : public RecordSink {
 public:
  void append(std::span<const Record> records) override { count += records.size(); }
  std::size_t count = 0;
};

struct Replay {
  double share_of_calls = 0, regret = 0;
};

struct Simulation {
  const ScoreTable& table;
  RaceStage stage;
  std::uint64_t seed = 1;
  std::size_t candidates = 0;   ///< of each replay
  std::string mode{};

  Replay replay(std::uint64_t number) const;
};

/// `count` rows of the table, by a partial Fisher-Yates shuffle, in table order.
std::vector<std::uint32_t> chosen_rows(std::size_t rows, std::size_t count, std::uint64_t seed) {
  std::vector<std::uint32_t> all(rows);
  std::iota(all.begin(), all.end(), 0u);
  std::mt19937_64 random(seed);
  for (std::size_t i = 0; i < count; ++i) std::swap(all[i], all[i + random() % (rows - i)]);
  all.resize(count);
  std::sort(all.begin(), all.end());
  return all;
}

double mean_of(const ScoreTable& table, std::uint32_t row) {
  double sum = 0;
  for (std::size_t i = 0; i < table.items.size(); ++i) sum += table.at(row, i);
  return sum / static_cast<double>(table.items.size());
}

Replay Simulation::replay(std::uint64_t number) const {
  const auto rows = chosen_rows(table.candidates.size(), candidates, seed + number);
  Plan plan;
  plan.name = "simulation";
  plan.seed = seed + number;
  plan.stages = {stage};
  for (const std::uint32_t row : rows) plan.candidates.emplace_back().name = table.candidates[row];
  plan.suites.resize(1);
  plan.suites[0].name = "table";
  plan.suites[0].items = std::make_shared<TableItems>(table);
  Race race(plan);
  VirtualClock clock;
  TableBackend backend(clock);
  const TableGrader grader(table, rows);
  CountingSink sink;
  LaneSpec lane{"table", &backend, {}};
  lane.limits.concurrency = 64;
  RunnerSetup setup{plan, race, {lane}, std::vector<std::size_t>(rows.size(), 0), grader, sink, clock};
  setup.grader_threads = 0;
  run_race(std::move(setup));
  double best = 0;
  for (const std::uint32_t row : rows) best = std::max(best, mean_of(table, row));
  const auto chosen = race.ranking().chosen;
  const double all = static_cast<double>(rows.size() * table.items.size());
  return {static_cast<double>(sink.count) / all, chosen ? best - mean_of(table, rows[*chosen]) : best};
}

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  const auto at = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
  return values[at == 0 ? 0 : at - 1];
}

Json summary(const Simulation& simulation, const std::vector<Replay>& replays, double within) {
  std::vector<double> shares;
  double regret = 0, good = 0, best = 0;
  for (const Replay& r : replays) {
    shares.push_back(r.share_of_calls);
    regret += r.regret;
    good += r.regret <= within + 1e-9;
    best += r.regret <= 1e-9;
  }
  const auto n = static_cast<double>(replays.size());
  return {{"candidates", simulation.candidates}, {"items", simulation.table.items.size()},
          {"mode", simulation.mode}, {"within", within}, {"replays", replays.size()},
          {"share_of_calls", {{"mean", std::accumulate(shares.begin(), shares.end(), 0.0) / n},
                              {"p50", quantile(shares, 0.5)}, {"p90", quantile(shares, 0.9)}}},
          {"share_within", good / n}, {"share_best", best / n}, {"mean_regret", regret / n}};
}

void print(const Json& s, const Shell& shell) {
  shell.out << fmt::format(
      "{} candidates, {} items, mode {}, {} replays\n"
      "share of calls    {:.1f} % (median {:.1f} %, 90 % of replays below {:.1f} %)\n"
      "within {:.1f} points {:.1f} % of replays; the best one {:.1f} %; {:.2f} points lost on average\n",
      s["candidates"].get<std::size_t>(), s["items"].get<std::size_t>(), s["mode"].get<std::string>(),
      s["replays"].get<std::size_t>(), 100 * s["share_of_calls"]["mean"].get<double>(),
      100 * s["share_of_calls"]["p50"].get<double>(), 100 * s["share_of_calls"]["p90"].get<double>(),
      100 * s["within"].get<double>(), 100 * s["share_within"].get<double>(), 100 * s["share_best"].get<double>(),
      100 * s["mean_regret"].get<double>());
}

}  // namespace

ExitCode simulate_verb(const Arguments& args, const Shell& shell) {
  if (!args.has("scores")) throw UserError("simulate: --scores FILE names the table to replay");
  const bool json = wants_json(args);
  const ScoreTable table = read_score_table(args.text("scores"));
  const auto rows = static_cast<std::int64_t>(table.candidates.size());
  Simulation simulation{table, {}, static_cast<std::uint64_t>(args.integer("seed", 0, INT64_MAX / 2).value_or(1)),
                        static_cast<std::size_t>(args.integer("candidates", 1, rows).value_or(rows))};
  constexpr std::pair<std::string_view, RaceStage::Mode> modes[] = {
      {"certified", RaceStage::Mode::certified}, {"fast", RaceStage::Mode::fast}, {"budget", RaceStage::Mode::budget},
      {"full", RaceStage::Mode::full}};
  const std::string wanted = args.text("mode", "certified");
  const auto mode = std::find_if(std::begin(modes), std::end(modes), [&](const auto& m) { return m.first == wanted; });
  if (mode == std::end(modes))
    throw UserError(fmt::format("--mode: expected certified, fast, budget or full, found \"{}\"", wanted));
  simulation.stage.mode = mode->second, simulation.mode = wanted;
  std::vector<Replay> replays;
  const auto count = static_cast<std::uint64_t>(args.integer("replays", 1, 1'000'000).value_or(100));
  for (std::uint64_t i = 0; i < count; ++i) replays.push_back(simulation.replay(i));
  const Json result = summary(simulation, replays, args.number("within", 0, 1).value_or(0.01));
  if (json) shell.out << result.dump(2) << '\n';
  else print(result, shell);
  return ExitCode::fine;
}

}  // namespace shortlist
