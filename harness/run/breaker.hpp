#pragma once
// The circuit breaker of a lane (M. Nygard, "Release It!", 2007): an endpoint that only fails is left alone for a
// while, then tried with one call. Pure: `now` is an argument.
#include "harness/types/record.hpp"

namespace shortlist {

class Breaker {
 public:
  /// When the next call may go: at once, after the pause, or (Instant::max()) only once the probe is back.
  Instant ready() const;
  /// Whether a call that goes now is the probe, which decides alone.
  bool probes() const { return until_.has_value(); }
  void sent() { probing_ = probes(); }
  void answered();
  /// A call that went at `sent` failed. True: the lane is to be stopped.
  bool failed(FailureKind kind, bool probe, Instant sent, Instant now);

  /// It opens after so many failures in a row and so long, not counting calls that had gone before the first of them (one
  /// lost connection may fail all that are in flight). When the number is reached first, the rest of the time is waited
  /// for, so that an endpoint that is down does not use up the calls.
  static constexpr int failures_max = 20;
  static constexpr Duration streak_min = std::chrono::seconds(2);
  /// The pause before the first probe; it doubles with each probe that fails, of which there are so many. An endpoint
  /// that never answered gets none: it is more likely to be a wrong address than to be ill for a while.
  static constexpr Duration pause = std::chrono::seconds(30);
  static constexpr int probes_max = 4;

 private:
  void open(Instant now);

  int failures_ = 0, probes_failed_ = 0;
  Instant streak_from_{};
  bool ever_answered_ = false, probing_ = false;
  std::optional<Instant> until_;   ///< set: open
};

/// Whether the server did its work and said no, which is no sign of illness.
bool refuses_in_health(FailureKind kind);
/// "slow down": the lane answers with fewer calls in flight, not with a pause.
bool asks_to_slow_down(FailureKind kind);

}  // namespace shortlist
