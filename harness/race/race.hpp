#pragma once
// The decision. Pure: no thread, clock, file or random device; the plan's seed fixes the order.
//
// Records go in, calls and a ranking come out. Decisions fall only when a round closes and read the board in item
// order, so the ranking is a function of the *set* of records, never of their order of arrival. Resume, replay,
// simulate, re-score and report are therefore one operation: feed records to a Race.
//
// Thread safety: none; the main thread owns it.
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "harness/types/plan.hpp"
#include "harness/types/record.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

class Race {
 public:
  /// REQUIRES: the plan's suites have their items.
  explicit Race(const Plan& plan);
  ~Race();
  Race(Race&&) noexcept;

  /// Up to `room` calls to make now, each handed out once, none that has a record. Empty and not finished: the open
  /// round waits for records.
  std::vector<CallKey> next(std::size_t room);
  /// Takes a record in any order, also for a call that was never handed out (resume). The first of a key counts.
  void observe(const Record& record);
  bool finished() const;
  /// At any time: what the records so far support.
  Ranking ranking() const;

  struct Progress {
    std::size_t stage = 0;                     ///< of the plan; once finished, the last
    std::size_t round = 0, rounds = 0;         ///< from 1, of all stages
    std::size_t racing = 0;                    ///< candidates still in
    std::size_t observed = 0;                  ///< calls with a record
    std::size_t at_most = 0;                   ///< calls in all, if nobody else were to leave
  };
  Progress progress() const;
  /// What became of the stages so far, as ranking() has it, without the cost of a ranking.
  std::vector<StageReport> stages() const;
  /// The stage of the plan that is open; the number of stages once finished.
  std::size_t stage() const;
  /// Candidates still in, ascending; good until the next record.
  std::span<const std::uint32_t> racing() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Calls if nobody were ever dropped: the worst case that a dry run prints.
std::size_t worst_case_calls(const Plan& plan);

}  // namespace shortlist
