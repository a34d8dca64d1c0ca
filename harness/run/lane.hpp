#pragma once
// A lane: calls that share one endpoint and key, and so its limits. A pure state machine over `now`: it says which call
// goes when, the runner does the sending. Not thread-safe; the runner's main thread owns it.
//
// Invariants: no call goes while in_flight() >= slots(), which is <= concurrency; a call is waiting, in flight or gone; a
// stopped lane gives out nothing. New calls go in the order in which they were added, so that candidates which the race
// hands out in turn are asked in turn: a slow hour strikes all alike.
#include <cstdint>
#include <optional>
#include <queue>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/run/adaptive.hpp"
#include "harness/run/breaker.hpp"
#include "harness/run/pacer.hpp"
#include "harness/run/quota_guard.hpp"
#include "harness/run/retry_budget.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/record.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// One call as the lane sees it.
struct LaneCall {
  CallKey key;
  int tries = 0;      ///< given out so often, this time included
  Instant due{};      ///< not before
  Instant first{};    ///< given out for the first time
  Instant taken{};    ///< given out for the last time
  bool free = true;   ///< its next try costs nothing of the retry budget
  bool probe = false; ///< it goes alone, to see whether the endpoint is back
};

/// No try starts later than this after a call's first.
inline constexpr Duration call_time_max = std::chrono::minutes(15);

class Lane {
 public:
  /// REQUIRES: limits.concurrency is set; concurrency and attempts >= 1.
  Lane(const LaneLimits& limits, std::uint64_t seed);

  /// A new call, to go at `due` or as soon after as the limits allow. REQUIRES: !stopped().
  void add(const CallKey& key, Instant due);
  /// The next call that may go now; it takes a slot. Retries go before new calls.
  std::optional<LaneCall> take(Instant now);
  /// What came of a call that was taken: when it goes again (the lane keeps it), or nothing when it has ended.
  std::optional<Instant> settle(const LaneCall& call, const std::variant<Completion, Failure>& result, Instant now);
  /// Before `settle`: what the reply's headers said of the provider's limits.
  void heed(std::uint32_t candidate, const Quota& quota, Instant now);
  /// A call that waits for a retry it will not get leaves the lane: its time is over, or the retry budget is used up and
  /// nothing is under way that could fill it.
  std::optional<LaneCall> take_lapsed(Instant now);
  /// All that wait leave the lane.
  std::vector<LaneCall> drop();
  /// Those that have not been tried yet leave it.
  void drop_new() { fresh_ = {}; }
  /// So do those of one candidate.
  std::vector<LaneCall> drop(std::uint32_t candidate);

  /// The new call that would go first; null if none waits.
  const CallKey* next_new() const { return fresh_.empty() ? nullptr : &fresh_.top().call.key; }
  /// Lets no new call go (retries still do) until told otherwise.
  void hold_new(bool hold) { holds_new_ = hold; }

  /// When `take` may next give out a call if no reply comes before; nothing while only a reply can help.
  std::optional<Instant> next_wake() const;
  /// New calls that it would like to hold, so as never to run dry.
  std::size_t wants() const;
  std::size_t in_flight() const { return in_flight_; }
  std::size_t slots() const { return slots_.count(); }   ///< calls that may be in flight now
  std::size_t waiting() const { return fresh_.size() + retries_.size(); }
  /// The failure that stopped it for good: a bad key, an empty account, a wait beyond `server_wait_max`, a breaker that
  /// does not close again.
  const std::optional<Failure>& stopped() const { return stopped_; }
  /// How the limit moved so far; without the lane's name and the date.
  LaneHistory history() const { return history_; }

  static constexpr std::size_t history_max = 500;
  static constexpr Duration history_grain = std::chrono::seconds(1);   ///< growth within it is one step

 private:
  struct Waiting {
    LaneCall call;
    std::uint64_t sequence;
    bool operator<(const Waiting& other) const;   // for a heap with the earliest on top
  };
  using Queue = std::priority_queue<Waiting>;

  bool takes_fresh() const;
  bool takes_retry() const { return !retries_.empty() && (retries_.top().call.free || budget_.affords_one()); }
  void note(Instant now, std::string_view why);
  void adapt(const LaneCall& call, const Failure* failure, Instant now);
  void check_breaker(const LaneCall& call, const Failure* failure, Instant now);
  void learn(const std::variant<Completion, Failure>& result, Instant now);
  void obey(const Failure& failure, Instant now);

  LaneLimits limits_;
  std::uint64_t seed_;
  AdaptiveSlots slots_;
  QuotaGuard quota_;
  RetryBudget budget_;
  Breaker breaker_;
  LaneHistory history_;
  Instant first_take_{};
  std::size_t in_flight_ = 0;
  std::uint64_t sequence_ = 0;
  bool holds_new_ = false;
  Queue fresh_, retries_;
  Pacer requests_, tokens_;
  double tokens_expected_ = 0;   ///< of a call: running mean, taken when it goes and set right when it ends
  double token_replies_ = 0;
  Instant held_until_ = Instant::min();
  std::optional<Failure> stopped_;
};

}  // namespace shortlist
