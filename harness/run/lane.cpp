#include "harness/run/lane.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

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
  LaneCall call{key};
  call.due = due;
  fresh_.push({call, sequence_++});
}

std::optional<LaneCall> Lane::take(Instant now) {
  const auto wake = next_wake();
  if (!wake || *wake > now) return std::nullopt;
  const bool again = takes_retry() && retries_.top().call.due <= now;
  Queue& queue = again ? retries_ : fresh_;
  LaneCall call = queue.top().call;
  queue.pop();
  if (history_.steps.empty()) first_take_ = now, note(now, "start");
  if (call.tries == 0) call.first = now;
  if (!call.free) budget_.spend();
  ++call.tries;
  call.taken = now;
  call.probe = breaker_.probes();
  ++in_flight_;
  breaker_.sent();
  quota_.sent(now);
  requests_.spend(1, now);
  tokens_.spend(tokens_expected_, now);
  return call;
}

std::optional<Instant> Lane::settle(const LaneCall& call, const std::variant<Completion, Failure>& result,
                                    Instant now) {
  assert(in_flight_ > 0);
  const auto* failure = std::get_if<Failure>(&result);
  adapt(call, failure, now);
  check_breaker(call, failure, now);
  --in_flight_;
  learn(result, now);
  if (!failure) return std::nullopt;
  obey(*failure, now);
  if (stopped_) return std::nullopt;
  const auto wait = retry_wait(*failure, call.tries, limits_.attempts, retry_jitter(seed_, call.key, call.tries));
  if (!wait || now + *wait > call.first + call_time_max) return std::nullopt;
  LaneCall again = call;
  again.due = now + *wait;
  again.free = asks_to_slow_down(failure->kind);
  retries_.push({again, sequence_++});
  return again.due;
}

/// The same within `history_grain` is one step, and so is what comes after the last that there is room for.
void Lane::note(Instant now, std::string_view why) {
  auto& steps = history_.steps;
  const Duration at = now - first_take_;
  if (!steps.empty() && steps.back().why == why && at - steps.back().at < history_grain)
    steps.back().slots = slots();
  else if (steps.size() < history_max)
    steps.push_back({at, slots(), std::string(why)});
  else
    ++history_.left_out;
}

void Lane::adapt(const LaneCall& call, const Failure* failure, Instant now) {
  if (!failure) {
    budget_.earn();
    if (slots_.served(in_flight_ >= slots(), now)) note(now, "grows");
  } else if (asks_to_slow_down(failure->kind) && slots_.refused(call.taken, in_flight_, now)) {
    note(now, failure->own ? "own machine" : name_of(failure->kind));
  }
}

void Lane::check_breaker(const LaneCall& call, const Failure* failure, Instant now) {
  if (!failure) return breaker_.answered();
  if (!breaker_.failed(failure->kind, call.probe, call.taken, now) || stopped_) return;
  stopped_ = Failure{failure->kind, "no answer any more, only failures: " + failure->detail, std::nullopt};
}

void Lane::heed(std::uint32_t candidate, const Quota& quota, Instant now) {
  if (quota_.heed(candidate, quota, {in_flight_, tokens_expected_}, now)) note(now, "near quota");
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

std::optional<LaneCall> Lane::take_lapsed(Instant now) {
  if (retries_.empty()) return std::nullopt;
  LaneCall call = retries_.top().call;
  const bool late = call.due <= now && now > call.first + call_time_max;
  const bool starved = in_flight_ == 0 && !takes_retry() && !takes_fresh();
  if (!late && !starved) return std::nullopt;
  retries_.pop();
  return call;
}

std::vector<LaneCall> Lane::drop() {
  std::vector<LaneCall> dropped;
  for (Queue* queue : {&retries_, &fresh_})
    for (; !queue->empty(); queue->pop()) dropped.push_back(queue->top().call);
  return dropped;
}

std::vector<LaneCall> Lane::drop(std::uint32_t candidate) {
  std::vector<LaneCall> dropped;
  for (Queue* queue : {&retries_, &fresh_}) {
    Queue others;
    for (; !queue->empty(); queue->pop()) {
      if (queue->top().call.key.candidate == candidate) dropped.push_back(queue->top().call);
      else others.push(queue->top());
    }
    *queue = std::move(others);
  }
  return dropped;
}

// While as many calls wait for another try as may ever be in flight, the endpoint is in trouble: no new ones. (Not as may
// be in flight now: a lane cut down to one would stand still for each call that waits.)
bool Lane::takes_fresh() const {
  return !holds_new_ && !fresh_.empty() && retries_.size() < static_cast<std::size_t>(*limits_.concurrency);
}

std::optional<Instant> Lane::next_wake() const {
  if (stopped_ || in_flight_ >= slots()) return std::nullopt;
  std::optional<Instant> due;
  if (takes_retry()) due = retries_.top().call.due;
  if (takes_fresh()) due = due ? std::min(*due, fresh_.top().call.due) : fresh_.top().call.due;
  if (!due || breaker_.ready() == Instant::max()) return std::nullopt;   // or only the probe's return can help
  return std::max({*due, held_until_, requests_.ready(), tokens_.ready(), quota_.ready(), breaker_.ready()});
}

std::size_t Lane::wants() const {
  const std::size_t wanted = stopped_ ? 0 : 2 * slots();
  return wanted - std::min(wanted, fresh_.size());
}

}  // namespace shortlist
