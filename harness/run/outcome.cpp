#include "harness/run/outcome.hpp"

namespace shortlist {

Attempt attempt_of(const Reply& reply, const Try& when, Instant due) {
  Attempt attempt;
  attempt.at = when.sent - due;
  attempt.took = when.arrived - when.sent;
  if (const auto* failure = std::get_if<Failure>(&reply.result)) {
    attempt.failure = failure->kind;
    attempt.detail = failure->detail;
  }
  attempt.http_status = reply.http_status;
  attempt.request_id = reply.request_id;
  attempt.partial = reply.partial;
  return attempt;
}

Timing timing_of(const Stamps& stamps, const Try& when, Instant due) {
  const auto offset = [&](const std::optional<Instant>& stamp) -> std::optional<Duration> {
    if (!stamp) return std::nullopt;
    return *stamp - due;
  };
  Timing timing;
  timing.queued = when.sent - due;
  timing.connected = offset(stamps.connected);
  timing.written = offset(stamps.written);
  timing.first_byte = offset(stamps.first_byte);
  timing.first_token = offset(stamps.first_token);
  timing.first_answer = offset(stamps.first_answer);
  timing.last_token = offset(stamps.last_token);
  for (std::size_t i = 1; i < stamps.chunks.size(); ++i)
    timing.gaps.push_back(stamps.chunks[i] - stamps.chunks[i - 1]);
  timing.done = when.arrived - due;
  return timing;
}

Outcome unsent(const CallKey& key, const Failure& why, WallTime now) {
  Attempt attempt;
  attempt.failure = why.kind;
  attempt.detail = std::string(not_sent) + why.detail;
  Outcome outcome;
  outcome.key = key;
  outcome.result = Failure{why.kind, attempt.detail, std::nullopt};
  outcome.attempts = {attempt};
  outcome.started = now;
  return outcome;
}

}  // namespace shortlist
