#pragma once
// The doing: carries calls from a Race to backends and records back, until the race is finished or must stop.
// The main thread runs it; graders judge and a saver stores on threads of their own; only values cross, through the mailbox.
#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/ports/answers.hpp"
#include "harness/ports/backend.hpp"
#include "harness/ports/clock.hpp"
#include "harness/ports/grader.hpp"
#include "harness/ports/store.hpp"
#include "harness/race/race.hpp"
#include "harness/run/purse.hpp"
#include "harness/types/plan.hpp"

namespace shortlist {

/// What a progress display needs, taken after each step.
struct RunProgress {
  Race::Progress race;
  std::size_t in_flight = 0, failed = 0, retried = 0;
  std::size_t waiting_again = 0;  ///< calls that have failed and wait for another try
  std::size_t asked = 0;          ///< in this process, without what was stored
  std::size_t cached = 0;         ///< answers taken from earlier runs by this process
  Money spent;                    ///< by the whole run: RunnerSetup::before counts
  std::size_t cost_unknown = 0;   ///< calls whose cost is unknown, likewise
  Duration elapsed{};
};

enum class RunEnd { finished, budget, interrupted, lane_stopped };

struct LaneSpec {
  std::string name;
  Backend* backend = nullptr;
  LaneLimits limits;               ///< concurrency is set
};

struct RunnerSetup {
  const Plan& plan;
  Race& race;
  std::vector<LaneSpec> lanes;
  std::vector<std::size_t> lane_of;         ///< one a candidate: index into lanes
  const Grader& grader;
  RecordSink& sink;
  Clock& clock;
  std::size_t grader_threads = 1;           ///< 0: judge and store inline, on the main thread (simulation)
  const std::atomic<int>* interrupts = nullptr;   ///< 1: drain (10 s at most) and stop; 2: cancel what is in flight
  Spent before{};                           ///< by earlier processes of this run, against the same budget
  std::function<void(const RunProgress&)> on_progress{};
  Answers* answers = nullptr;               ///< what earlier runs were answered is not asked again
};

struct RunResult {
  RunEnd end = RunEnd::finished;
  RunProgress progress;
  std::vector<std::string> notes;           ///< why a lane or a candidate was stopped, which limit ended the run
  std::vector<LaneHistory> lanes{};         ///< of the lanes that were used
};

/// What was under way when it had to stop, without an answer, leaves no record: the next run asks it again. An
/// exception of the sink (disk full) or of an item cancels what is in flight and passes on; what was appended stays.
RunResult run_race(RunnerSetup setup);

/// Whether a stored record is worth asking for again when a run goes on: the wire failed it, or a key, or an account.
/// Such a record is not shown to the race, which then hands its call out again.
bool asks_again(const Record& record);

}  // namespace shortlist
