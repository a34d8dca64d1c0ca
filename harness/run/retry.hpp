#pragma once
// Whether and when a failed try is made again. Pure: the jitter is an argument.
#include <cstdint>
#include <optional>
#include <span>

#include "harness/types/record.hpp"

namespace shortlist {

/// How one class of failure is retried. A class without a rule ends the call.
struct RetryRule {
  FailureKind kind;
  Duration base;      ///< bound of the first wait; it doubles with each try
  Duration ceiling;   ///< the bound stops growing here
  bool lane_wide;     ///< the server's wait holds for all calls of the lane, not for this one alone
};
std::span<const RetryRule> retry_rules();
const RetryRule* retry_rule(FailureKind kind);

/// The wait before try number `tries` + 1, or none when the call ends here. `jitter` in [0, 1).
/// Exponential back-off with full jitter (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015)
/// above what the server asked for:  retry_after + jitter * min(ceiling, base * 2^(tries - 1)).
/// REQUIRES: tries >= 1.
std::optional<Duration> retry_wait(const Failure& failure, int tries, int attempts_max, double jitter);

/// In [0, 1), from these three alone, so that a run's waits do not depend on the order of its replies.
double retry_jitter(std::uint64_t seed, const CallKey& key, int tries);

/// The server's patience ends the lane where it is longer than this: later is another run.
inline constexpr Duration server_wait_max = std::chrono::seconds(120);

}  // namespace shortlist
