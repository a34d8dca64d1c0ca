// The race's own cost: taking records, handing out calls, closing a round, ranking. Arguments: candidates, items.
#include <benchmark/benchmark.h>

#include <chrono>

#include "harness/simulate/simulate.hpp"
#include "tests/unit/race/support.hpp"

namespace shortlist {
using namespace simulation;
namespace {

Plan plan_for(const benchmark::State& state, Stage stage) {
  return testing::make_plan(static_cast<std::size_t>(state.range(0)), {static_cast<std::size_t>(state.range(1))}, std::move(stage));
}

Record yes_or_no(CallKey key) { return testing::answer(key, testing::chance(1, key) < 0.8 - 0.0005 * key.candidate); }

/// A record a call, in the order handed out.
void observe(benchmark::State& state) {
  const Plan plan = plan_for(state, testing::race_stage(RaceStage::Mode::full));
  Record record = testing::answer({}, 1);
  for (auto _ : state) {
    Race race(plan);
    while (!race.finished())
      for (const CallKey& key : race.next(4096)) record.outcome.key = key, race.observe(record);
    benchmark::DoNotOptimize(race.finished());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * state.range(1));
}

/// The last record of a halving's first round: ranks all, cuts half, words the evidence.
void close_round(benchmark::State& state) {
  const Plan plan = plan_for(state, testing::halving());
  for (auto _ : state) {
    state.PauseTiming();
    auto race = std::make_unique<Race>(plan);
    std::vector<CallKey> last;
    for (auto handed = race->next(4096); !handed.empty(); handed = race->next(4096)) {
      for (const CallKey& key : last) race->observe(yes_or_no(key));
      last = std::move(handed);
    }
    for (std::size_t i = 0; i + 1 < last.size(); ++i) race->observe(yes_or_no(last[i]));
    const Record final_record = yes_or_no(last.back());
    state.ResumeTiming();
    race->observe(final_record);
    state.PauseTiming();
    if (race->ranking().cuts.empty()) state.SkipWithError("the round did not close");
    race.reset();
    state.ResumeTiming();
  }
}

void ranking(benchmark::State& state) {
  Race race(plan_for(state, testing::race_stage(RaceStage::Mode::full)));
  while (!race.finished())
    for (const CallKey& key : race.next(4096)) race.observe(yes_or_no(key));
  for (auto _ : state) benchmark::DoNotOptimize(race.ranking());
}

/// A thousand replays of a table like those of public leaderboards, on one thread.
void replays(benchmark::State& state, RaceStage::Mode mode) {
  const auto candidates = static_cast<std::size_t>(state.range(0)), items = static_cast<std::size_t>(state.range(1));
  Table table;
  Random random(5);
  for (std::size_t i = 0; i < items; ++i) table.columns.push_back({std::to_string(i)});
  for (std::size_t c = 0; c < candidates; ++c) {
    table.candidates.push_back(std::to_string(c));
    const double skill = 0.85 - 0.5 * static_cast<double>(c) / static_cast<double>(candidates);
    for (std::size_t i = 0; i < items; ++i) table.quality.push_back(uniform(random) < skill ? 1 : 0);
  }
  Setting setting;
  setting.stage.mode = mode, setting.stage.within = 0.01, setting.replays = 1000;
  double calls = 0;
  for (auto _ : state) calls += simulate(table, setting).share_of_calls.mean;
  state.counters["share_of_calls"] = calls / static_cast<double>(state.iterations());
}

/// The calls of the open round, all of them.
std::vector<CallKey> whole_round(Race& race) {
  std::vector<CallKey> calls;
  for (auto more = race.next(65536); !more.empty(); more = race.next(65536)) calls.insert(calls.end(), more.begin(), more.end());
  return calls;
}

/// How long a round's last record takes (all that is decided, and the next round opened), the first round that ends beyond
/// `depth` items; certified. Argument 3: depth. 4: candidates are all equal (0) or spread (1).
void decide_round(benchmark::State& state) {
  RaceStage stage;
  stage.within = 0.01;
  const Plan plan = plan_for(state, stage);
  const double spread = state.range(3) ? 0.6 / static_cast<double>(state.range(0)) : 0;
  for (auto _ : state) {
    Race race(plan);
    Record record = testing::answer({}, 1);
    std::vector<std::size_t> asked(plan.candidates.size());
    std::size_t deepest = 0;
    std::chrono::duration<double> took{};
    while (deepest < static_cast<std::size_t>(state.range(2)) && !race.finished()) {
      const std::vector<CallKey> calls = whole_round(race);
      for (const CallKey& key : calls) {
        record.outcome.key = key, record.quality = testing::chance(1, key) < 0.9 - spread * key.candidate ? 1 : 0;
        deepest = std::max(deepest, ++asked[key.candidate]);
        const auto start = std::chrono::steady_clock::now();
        race.observe(record);
        if (&key == &calls.back()) took = std::chrono::steady_clock::now() - start;
      }
    }
    state.SetIterationTime(took.count());
    state.counters["racing"] = static_cast<double>(race.racing().size());
  }
}

BENCHMARK(observe)->Args({51, 800})->Args({1000, 10000})->Unit(benchmark::kMillisecond);
BENCHMARK(close_round)->Args({51, 800})->Args({1000, 10000})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replays, certified, RaceStage::Mode::certified)->Args({51, 800})->Args({5, 100})->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(replays, fast, RaceStage::Mode::fast)->Args({51, 800})->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK(decide_round)
    ->ArgsProduct({{1000}, {100'000}, {100, 1000, 10'000}, {0, 1}})
    ->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);
BENCHMARK(ranking)->Args({51, 800})->Args({1000, 10000})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace shortlist
