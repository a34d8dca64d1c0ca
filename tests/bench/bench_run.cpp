// Google Benchmark of the runner: what a call costs beside the model, the metrics and the disk. The backend answers
// from within ask(), the grader and the sink do nothing, the race is the real one. "main_us": processor time of the main
// thread a call.
#include <benchmark/benchmark.h>
#include <time.h>

#include "harness/run/clock.hpp"
#include "harness/run/runner.hpp"
#include "tests/support/fakes.hpp"

namespace shortlist {
namespace {

/// Holds calls until so many are in flight, or no more can come, and then answers them all.
class Prompt : public Backend {
 public:
  Prompt(std::size_t at_once, std::size_t calls) : at_once_(at_once), left_(calls) {}
  void ask(const Candidate&, const Item& item, CallKey, Duration, Done done) override {
    held_.push_back({std::move(done), item.target});
    --left_;
    if (held_.size() < at_once_ && left_ > 0) return;
    for (Held& held : held_) held.done(fakes::completed(std::move(held.text)));
    held_.clear();
  }
  void cancel(CallKey) override {}

 private:
  struct Held { Done done; std::string text; };
  std::size_t at_once_, left_;
  std::vector<Held> held_;
};

class NullSink : public RecordSink {
 public:
  void append(std::span<const Record> records) override { count += records.size(); }
  std::size_t count = 0;
};

class NullGrader : public Grader {
 public:
  Record grade(Outcome outcome, const Item&) const override {
    Record record;
    record.outcome = std::move(outcome);
    record.quality = 1;
    record.cost = Money{1000};
    return record;
  }
};

double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

void run(benchmark::State& state, std::size_t candidates, std::size_t items, std::size_t grader_threads) {
  const Plan plan = fakes::plan_of(candidates, items);
  const auto in_flight = static_cast<int>(state.range(0));
  const NullGrader grader;
  double main_s = 0;
  std::size_t calls = 0;
  for (auto _ : state) {
    SystemClock clock;
    Race race(plan);
    NullSink sink;
    Prompt backend(static_cast<std::size_t>(in_flight), candidates * items);
    LaneLimits limits;
    limits.concurrency = in_flight;
    RunnerSetup setup{plan, race, {{"lane", &backend, limits}}, std::vector<std::size_t>(candidates), grader, sink, clock};
    setup.grader_threads = grader_threads;
    const double before = thread_seconds();
    const RunResult result = run_race(std::move(setup));
    main_s += thread_seconds() - before;
    if (result.end != RunEnd::finished || sink.count != candidates * items) state.SkipWithError("a call was lost");
    calls += sink.count;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(calls));
  state.counters["main_us"] = main_s * 1e6 / static_cast<double>(calls);
}

void judged_inline(benchmark::State& state) { run(state, 10, 2000, 0); }
void judged_on_a_thread(benchmark::State& state) { run(state, 10, 2000, 1); }

BENCHMARK(judged_inline)->Arg(1)->Arg(50)->Arg(1000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(judged_on_a_thread)->Arg(50)->Arg(1000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace shortlist
