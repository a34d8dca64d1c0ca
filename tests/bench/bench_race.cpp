// The race's own cost: taking records, handing out calls, closing a round, ranking. Arguments: candidates, items.
#include <benchmark/benchmark.h>

#include "tests/unit/race/support.hpp"

namespace shortlist {
namespace {

Plan plan_for(const benchmark::State& state, Stage stage) {
  return testing::make_plan(static_cast<std::size_t>(state.range(0)), {static_cast<std::size_t>(state.range(1))}, std::move(stage));
}

Record yes_or_no(CallKey key) { return testing::answer(key, testing::chance(1, key) < 0.8 - 0.0005 * key.candidate); }

/// A record a call, in the order handed out.
void observe(benchmark::State& state) {
  const Plan plan = plan_for(state, {});
  Record record = testing::answer({}, 1);
  for (auto _ : state) {
    Race race(plan);
    while (!race.finished())
      for (const CallKey& key : race.next(4096)) record.outcome.key = key, race.observe(record);
    benchmark::DoNotOptimize(race.finished());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * state.range(1));
}

/// The last record of a halving's first round, half of the items: ranks all, cuts half, words the evidence.
void close_round(benchmark::State& state) {
  const Plan plan = plan_for(state, testing::halving(0.5, static_cast<std::size_t>(state.range(1)) / 2));
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
  Race race(plan_for(state, {}));
  while (!race.finished())
    for (const CallKey& key : race.next(4096)) race.observe(yes_or_no(key));
  for (auto _ : state) benchmark::DoNotOptimize(race.ranking());
}

BENCHMARK(observe)->Args({51, 800})->Args({1000, 10000})->Unit(benchmark::kMillisecond);
BENCHMARK(close_round)->Args({51, 800})->Args({1000, 10000})->Unit(benchmark::kMillisecond);
BENCHMARK(ranking)->Args({51, 800})->Args({1000, 10000})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace shortlist
