#include "harness/run/lane.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

#include "harness/run/retry.hpp"

namespace shortlist {
namespace {

/// Failures that no other call of the lane can escape.
bool stops_lane(const Failure& failure) {
  return failure.kind == FailureKind::auth || failure.kind == FailureKind::quota ||
         failure.retry_after.value_or(Duration{}) > server_wait_max;
}

std::optional<double> tokens_of(const std::variant<Completion, Failure>& result) {
  const auto* answer = std::get_if<Completion>(&result);
  if (!answer || !answer->usage) return std::nullopt;
  return static_cast<double>(answer->usage->input.value_or(0) + answer->usage->output.value_or(0));
}

}  // namespace

bool Lane::Waiting::operator<(const Waiting& other) const {
  return std::tie(call.due, sequence) > std::tie(other.call.due, other.sequence);
}

Lane::Lane(const LaneLimits& limits, std::uint64_t seed)
    : limits_(limits), seed_(seed), slots_(static_cast<std::size_t>(limits.concurrency.value_or(1))),
      requests_(limits.requests_per_minute), tokens_(limits.tokens_per_minute) {
  assert(limits.concurrency && *limits.concurrency >= 1 && limits.attempts >= 1);
}

void Lane::add(const CallKey& key, Instant due) {
  assert(!stopped_);
  fresh_.push({{key, 0, due}, sequence_++});
}

std::optional<LaneCall> Lane::take(Instant now) {
  const auto wake = next_wake();
  if (!wake || *wake > now) return std::nullopt;
  Queue& queue = !retries_.empty() && retries_.top().call.due <= now ? retries_ : fresh_;
  LaneCall call = queue.top().call;
  queue.pop();
  ++call.tries;
  ++in_flight_;
  requests_.spend(1, now);
  tokens_.spend(tokens_expected_, now);
  return call;
}

std::optional<Instant> Lane::settle(const LaneCall& call, const std::variant<Completion, Failure>& result,
                                    Instant now) {
  assert(in_flight_ > 0);
  --in_flight_;
  learn(result, now);
  const auto* failure = std::get_if<Failure>(&result);
  if (!failure) return std::nullopt;
  obey(*failure, now);
  if (stopped_) return std::nullopt;
  const auto wait = retry_wait(*failure, call.tries, limits_.attempts, retry_jitter(seed_, call.key, call.tries));
  if (!wait) return std::nullopt;
  retries_.push({{call.key, call.tries, now + *wait}, sequence_++});
  return now + *wait;
}

void Lane::learn(const std::variant<Completion, Failure>& result, Instant now) {
  const auto tokens = tokens_of(result);
  tokens_.spend(tokens.value_or(0) - tokens_expected_, now);
  if (!tokens) return;
  token_replies_ += 1;
  tokens_expected_ += (*tokens - tokens_expected_) / token_replies_;
}

void Lane::obey(const Failure& failure, Instant now) {
  if (stops_lane(failure)) {
    if (!stopped_) stopped_ = failure;
    return;
  }
  const RetryRule* rule = retry_rule(failure.kind);
  if (rule && rule->lane_wide && failure.retry_after) held_until_ = std::max(held_until_, now + *failure.retry_after);
}

std::vector<LaneCall> Lane::drop() {
  std::vector<LaneCall> dropped;
  for (Queue* queue : {&retries_, &fresh_})
    for (; !queue->empty(); queue->pop()) dropped.push_back(queue->top().call);
  return dropped;
}

// While as many calls wait for another try as may be in flight, the endpoint is in trouble: no new ones.
bool Lane::takes_fresh() const { return !holds_new_ && !fresh_.empty() && retries_.size() < slots_; }

std::optional<Instant> Lane::next_wake() const {
  if (stopped_ || in_flight_ >= slots_) return std::nullopt;
  std::optional<Instant> due;
  if (!retries_.empty()) due = retries_.top().call.due;
  if (takes_fresh()) due = due ? std::min(*due, fresh_.top().call.due) : fresh_.top().call.due;
  if (!due) return std::nullopt;
  return std::max({*due, held_until_, requests_.ready(), tokens_.ready()});
}

std::size_t Lane::wants() const {
  const std::size_t wanted = stopped_ ? 0 : 2 * slots_;
  return wanted - std::min(wanted, fresh_.size());
}

}  // namespace shortlist
