// Google Benchmark of the store: durable batches in, all records out, keys of calls. CPU is what the program spends;
// the real time of `append` waits for the disk.
#include <benchmark/benchmark.h>

#include <vector>

#include "harness/store/store.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/temporary_folder.hpp"

namespace shortlist {
namespace {

const WallTime now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

Record typical(std::uint32_t item) {
  Record record;
  Completion answer;
  answer.text = std::string(200, 'a');
  answer.finish = Finish::stop;
  answer.usage = Usage{118, 0, 50, 0};
  answer.model_served = "model";
  record.outcome = {{0, 0, item, 0}, std::move(answer), {}, {Attempt{}}, now};
  record.scores = {{"exact", 1.0, "expected 42"}};
  record.quality = 1;
  record.cost = Money{11'200};
  return record;
}

void append_batches(benchmark::State& state) {
  const auto size = static_cast<std::uint32_t>(state.range(0));
  TemporaryFolder root;
  const auto store = RunStore::open(root.str(), fakes::plan_of(1, 10), now);
  std::uint32_t item = 0;
  for (auto step : state) {
    state.PauseTiming();
    std::vector<Record> batch;
    for (std::uint32_t i = 0; i < size; ++i) batch.push_back(typical(item++));
    state.ResumeTiming();
    store->append(batch);
  }
  state.SetItemsProcessed(state.iterations() * size);
}

/// A race's own order: each of 20 candidates is asked the same items, which come in random order; a stream's gaps.
void append_race(benchmark::State& state) {
  constexpr std::uint32_t candidates = 20, all_items = 50'000;
  const auto size = static_cast<std::uint32_t>(state.range(0));
  TemporaryFolder root;
  const auto store = RunStore::open(root.str(), fakes::plan_of(1, 10), now);
  std::uint32_t call = 0;
  for (auto step : state) {
    state.PauseTiming();
    std::vector<Record> batch;
    for (std::uint32_t i = 0; i < size; ++i, ++call) {
      batch.push_back(typical(static_cast<std::uint32_t>(call / candidates * 7919ull % all_items)));
      batch.back().outcome.key.candidate = call % candidates;
      batch.back().outcome.asked.fill(static_cast<std::uint8_t>(call % 251 + 1));
      batch.back().outcome.timing.gaps.assign(50, std::chrono::milliseconds(20));
    }
    state.ResumeTiming();
    store->append(batch);
  }
  state.SetItemsProcessed(state.iterations() * size);
}
BENCHMARK(append_race)->Arg(64)->Arg(512)->UseRealTime();

BENCHMARK(append_batches)->RangeMultiplier(8)->Range(1, 4096)->UseRealTime();

void read_all(benchmark::State& state) {
  const auto size = static_cast<std::uint32_t>(state.range(0));
  TemporaryFolder root;
  const auto store = RunStore::open(root.str(), fakes::plan_of(1, 10), now);
  std::vector<Record> batch;
  for (std::uint32_t i = 0; i < size; ++i) batch.push_back(typical(i));
  store->append(batch);
  for (auto step : state) benchmark::DoNotOptimize(store->records());
  state.SetItemsProcessed(state.iterations() * size);
}
BENCHMARK(read_all)->Arg(1000)->Arg(20000)->Unit(benchmark::kMillisecond);

void keys_of_calls(benchmark::State& state) {
  const Plan plan = fakes::plan_of(1, 10);
  TemporaryFolder root;
  const auto store = RunStore::open(root.str(), plan, now);
  const auto answers = store->answers(plan, {{true, false, 1}}, [](const std::string&) {});
  Item item;
  item.prompt = {{"system", std::string(100, 's')}, {"user", std::string(static_cast<std::size_t>(state.range(0)), 'u')}};
  std::uint32_t repeat = 0;
  for (auto step : state) benchmark::DoNotOptimize(answers->key_of({0, 0, 0, ++repeat}, item));
}
BENCHMARK(keys_of_calls)->Arg(100)->Arg(1000);

}  // namespace
}  // namespace shortlist
