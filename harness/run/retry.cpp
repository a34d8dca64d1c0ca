#include "harness/run/retry.hpp"

#include <algorithm>

namespace shortlist {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr RetryRule rules[] = {
    {FailureKind::rate_limited, seconds(1), seconds(60), true},
    {FailureKind::overloaded, seconds(1), seconds(60), true},
    {FailureKind::server_error, milliseconds(500), seconds(60), false},
    {FailureKind::network, milliseconds(500), seconds(30), false},
    {FailureKind::timeout, milliseconds(500), seconds(30), false},
    {FailureKind::truncated, milliseconds(250), seconds(30), false},
    {FailureKind::protocol, milliseconds(250), seconds(30), false},
};
constexpr int doublings_max = 20;

/// splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
std::uint64_t mix(std::uint64_t state, std::uint64_t value) {
  std::uint64_t z = (state ^ value) + 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

}  // namespace

std::span<const RetryRule> retry_rules() { return rules; }

const RetryRule* retry_rule(FailureKind kind) {
  const auto found = std::ranges::find(rules, kind, &RetryRule::kind);
  return found == std::end(rules) ? nullptr : found;
}

std::optional<Duration> retry_wait(const Failure& failure, int tries, int attempts_max, double jitter) {
  const RetryRule* rule = retry_rule(failure.kind);
  if (!rule || tries >= attempts_max) return std::nullopt;
  const Duration floor = std::max(failure.retry_after.value_or(Duration{}), Duration{});
  if (floor > server_wait_max) return std::nullopt;
  const Duration grown = rule->base * (std::int64_t{1} << std::min(tries - 1, doublings_max));
  const Duration bound = std::min(rule->ceiling, grown);
  return floor + Duration(static_cast<Duration::rep>(jitter * static_cast<double>(bound.count())));
}

double retry_jitter(std::uint64_t seed, const CallKey& key, int tries) {
  std::uint64_t state = seed;
  for (std::uint64_t value : {std::uint64_t{key.candidate}, std::uint64_t{key.suite}, std::uint64_t{key.item},
                              std::uint64_t{key.repeat}, static_cast<std::uint64_t>(tries)})
    state = mix(state, value);
  return static_cast<double>(state >> 11) * 0x1.0p-53;
}

}  // namespace shortlist
