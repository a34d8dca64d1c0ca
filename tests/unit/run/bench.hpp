#pragma once
// A run on a bench: the real loop with the real race, a scripted backend and a clock that moves only when the runner
// waits.
#include <algorithm>
#include <memory>

#include "harness/run/clock.hpp"
#include "harness/run/runner.hpp"
#include "tests/support/fakes.hpp"

namespace shortlist {

using fakes::Answer;
using std::chrono::milliseconds;
using std::chrono::seconds;

inline Answer right(const Item& item, Duration after = milliseconds(100)) {
  return {fakes::completed(item.target), after};
}
inline Answer wrong(FailureKind kind, Duration after = milliseconds(50)) { return {fakes::failed(kind), after}; }

inline Answer silent() { return {.reply = {}, .after = {}, .never = true, .deaf = false}; }
inline Answer deaf() { return {.reply = {}, .after = {}, .never = false, .deaf = true}; }

inline LaneLimits limits_of(int concurrency) {
  LaneLimits limits;
  limits.concurrency = concurrency;
  limits.attempts = 3;
  limits.timeout = seconds(60);
  return limits;
}

/// All that a run needs, with one lane for each candidate.
struct Bench {
  explicit Bench(std::size_t candidates, std::size_t items) : plan(fakes::plan_of(candidates, items)) {}

  RunResult run(fakes::ScriptedBackend::Script script) {
    backend = std::make_unique<fakes::ScriptedBackend>(clock, std::move(script));
    race = std::make_unique<Race>(plan);
    for (const auto& [key, record] : sink.records)
      if (!asks_again(record)) race->observe(record);
    return run_race(setup());
  }

  RunnerSetup setup() {
    RunnerSetup setup{plan, *race, {}, {}, grader, sink, clock, 0, &interrupts, before, on_progress};
    for (std::size_t i = 0; i < plan.candidates.size(); ++i) {
      setup.lane_of.push_back(i);
      setup.lanes.push_back({"lane-" + std::to_string(i), backend.get(), limits});
    }
    return setup;
  }

  const Record& record(std::uint32_t item, std::uint32_t candidate = 0) const {
    return sink.records.at({candidate, 0, item, 0});
  }
  std::size_t failures() const {
    const auto failed = [](const auto& entry) { return failure(entry.second.outcome) != nullptr; };
    return static_cast<std::size_t>(std::ranges::count_if(sink.records, failed));
  }

  Plan plan;
  VirtualClock clock;
  fakes::TargetGrader grader;
  fakes::MemorySink sink;
  LaneLimits limits = limits_of(4);   // three attempts, a minute each
  std::atomic<int> interrupts = 0;
  Spent before;
  std::function<void(const RunProgress&)> on_progress;
  std::unique_ptr<fakes::ScriptedBackend> backend;
  std::unique_ptr<Race> race;
};

}  // namespace shortlist
