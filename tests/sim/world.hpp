#pragma once
// A world made from a seed: a plan, models that answer and fail by a rule, a network with latencies and faults, and a
// clock that moves only when the runner waits. What a model answers follows from the seed and the call alone; when it
// answers follows from a seed of its own, so that two worlds may differ in nothing but time.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "harness/run/clock.hpp"
#include "harness/run/runner.hpp"
#include "tests/support/fakes.hpp"

namespace shortlist::sim {

/// Numbers that depend on the seed and the arguments, not on how often they were asked for.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t roll(std::uint64_t what, std::uint64_t a = 0, std::uint64_t b = 0) const;
  std::uint64_t below(std::uint64_t end, std::uint64_t what, std::uint64_t a = 0, std::uint64_t b = 0) const {
    return roll(what, a, b) % end;
  }
  bool chance(double p, std::uint64_t what, std::uint64_t a = 0, std::uint64_t b = 0) const;

 private:
  std::uint64_t seed_;
};

/// How the world treats calls; shares in [0, 1].
struct Weather {
  double fault = 0.15;       ///< of tries: a failure worth retrying
  double refusal = 0.03;     ///< of calls: a failure for good, whenever it is asked
  double remembered = 0.1;   ///< of calls: an earlier run was answered
  double silence = 0.01;     ///< of tries: no reply at all until cancelled
  double bad_key = 0;        ///< of tries: a failure that stops the lane
  bool crowded = false;      ///< providers take fewer calls at once than the plan asks for
  bool metered = false;      ///< and so many in ten seconds, of which each reply tells how many are left
};

struct World {
  World(std::uint64_t seed, std::uint64_t time_seed, Weather weather);

  /// One process: a new race is fed what the sink has stored, a new backend asks for the rest. Each step is checked:
  /// `broken` says what did not hold, and when.
  RunResult process(RecordSink& sink, const std::vector<Record>& stored);
  std::size_t slots() const;   ///< calls that may be in flight, over all lanes

  Dice dice, time;
  Weather weather;
  Plan plan;
  std::vector<LaneLimits> limits;      ///< one a lane
  std::vector<std::size_t> lane_of;
  fakes::TargetGrader grader;
  std::atomic<int> interrupts = 0;
  std::size_t interrupt_at = 0;        ///< the ask that brings an interrupt; 0: none
  // Of the last process; what a dead one had under way dies with its clock:
  std::unique_ptr<VirtualClock> clock;
  std::unique_ptr<fakes::ScriptedBackend> backend;
  std::unique_ptr<Race> race;
  Instant last_ask{};
  std::size_t asked_in_all = 0;        ///< calls, over all processes; a call's retries are not counted again
  std::size_t turned_away = 0;         ///< tries, by providers that were crowded or had counted to their limit
  std::string broken;                  ///< the first invariant that did not hold

 private:
  class Ledger;

  /// What a provider, one a lane, knows of its callers.
  struct Provider {
    std::size_t takes = 0, serving = 0;              ///< 0: any number
    std::size_t in_window = 0, window_limit = 0;     ///< 0: any number
    Instant window{};                                ///< when it began
  };

  fakes::Answer answer(const Item& item, CallKey key, int tries);
  fakes::Answer reply(const Item& item, CallKey key, int tries) const;
  void open_providers();
  bool turns_away(Provider& provider, Reply& reply);
  void check_step(const RunProgress& progress, const Ledger& ledger);
  void expect(bool holds, const char* what);

  std::vector<Provider> providers_;
  Spent before_;                        // of the process under way
  std::size_t observed_before_ = 0;
  static constexpr Money worst_call{50'000};   // 50 tokens at a dollar a million
};

/// The text that a model answers a call with, if it answers, and at what length.
Reply answer_of(const Dice& dice, const Item& item, const CallKey& key);

/// All that a ranking says, to compare two of them.
std::string text_of(const Ranking& ranking);
/// The same without what depends on time.
std::string timeless_text_of(const Ranking& ranking);

}  // namespace shortlist::sim
