#pragma once
// A lane: calls that share one endpoint and key, and so its limits. A pure state machine over `now`: it says which call
// goes when, the runner does the sending. Not thread-safe; the runner's main thread owns it.
//
// Invariants: in_flight() <= concurrency; a call is waiting, in flight or gone; a stopped lane gives out nothing.
// To come here (adaptive concurrency, circuit breaker): `slots_` and `stopped_` are their levers.
#include <cstdint>
#include <optional>
#include <queue>
#include <variant>
#include <vector>

#include "harness/run/pacer.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

/// One call as the lane sees it.
struct LaneCall {
  CallKey key;
  int tries = 0;    ///< given out so often, this time included
  Instant due{};    ///< not before
};

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
  /// All that wait leave the lane.
  std::vector<LaneCall> drop();

  /// Lets no new call go (retries still do) until told otherwise.
  void hold_new(bool hold) { holds_new_ = hold; }

  /// When `take` may next give out a call if no reply comes before; nothing while only a reply can help.
  std::optional<Instant> next_wake() const;
  /// New calls that it would like to hold, so as never to run dry.
  std::size_t wants() const;
  std::size_t in_flight() const { return in_flight_; }
  std::size_t waiting() const { return fresh_.size() + retries_.size(); }
  /// The failure that stopped it for good: a bad key, an empty account, a wait beyond `server_wait_max`.
  const std::optional<Failure>& stopped() const { return stopped_; }

 private:
  struct Waiting {
    LaneCall call;
    std::uint64_t sequence;
    bool operator<(const Waiting& other) const;   // for a heap with the earliest on top
  };
  using Queue = std::priority_queue<Waiting>;

  bool takes_fresh() const;
  void learn(const std::variant<Completion, Failure>& result, Instant now);
  void obey(const Failure& failure, Instant now);

  LaneLimits limits_;
  std::uint64_t seed_;
  std::size_t slots_;
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
