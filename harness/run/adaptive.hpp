#pragma once
// How many calls a lane may have in flight, learned from what the provider refuses. Pure: `now` is an argument.
//
// It starts at its ceiling (the plan's `concurrency`, or the backend's usual number), and so is never slower than a
// fixed number until a provider complains. It never grows past the ceiling: the load is part of what a latency means.
#include <cstddef>

#include "harness/types/time.hpp"

namespace shortlist {

class AdaptiveSlots {
 public:
  explicit AdaptiveSlots(std::size_t ceiling);   ///< >= 1
  std::size_t count() const { return static_cast<std::size_t>(limit_); }   ///< [1, ceiling]
  /// A call sent at `sent` came back rate limited or overloaded; `in_flight` counts it. True: the number was cut.
  bool refused(Instant sent, std::size_t in_flight, Instant now);
  /// A call came back answered; `busy`: all slots were taken until then. True: the number grew.
  bool served(bool busy, Instant now);

  /// The cut. What was in flight counts, not what was allowed (TCP: RFC 5681, equation 4); the factor is that of CUBIC
  /// (RFC 9438) and of botocore's adaptive mode; at most TCP's half, for few in flight may only mean few to ask.
  static constexpr double cut_factor = 0.7, cut_most = 0.5;
  /// One cut a round trip: what was sent before the last cut says nothing new (RFC 6582). And no more than one a second,
  /// as a refusal comes back sooner than an answer.
  static constexpr Duration cut_gap = std::chrono::seconds(1);
  /// No growth for so long after a cut (inspect's adaptive connections).
  static constexpr Duration cool_down = std::chrono::seconds(15);
  /// Then one more a round of answers, as TCP does, or this share, as inspect does, whichever is more; and only while
  /// all slots are in use (RFC 7661).
  static constexpr double growth_share = 0.05;

 private:
  double ceiling_, limit_;
  Instant cut_at_ = Instant::min();
};

}  // namespace shortlist
