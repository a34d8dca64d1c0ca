#include "harness/run/calls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "harness/ports/items.hpp"

namespace shortlist {
namespace {

const Failure cancelled{FailureKind::cancelled, "", std::nullopt};

Failure silence(Duration timeout) {
  return {FailureKind::timeout, fmt::format("no reply within {:.0f} s", to_s(timeout)), std::nullopt};
}

Timing timing_of_last(const std::vector<Attempt>& attempts) {
  Timing timing;
  timing.queued = attempts.back().at;
  timing.done = attempts.back().at + attempts.back().took;
  return timing;
}

}  // namespace

Calls::Calls(const RunnerSetup& setup, std::function<void(Arrived)> deliver)
    : setup_(setup), deliver_(std::move(deliver)), stop_seen_(setup.lanes.size()) {
  for (const LaneSpec& spec : setup.lanes) lanes_.emplace_back(spec.limits, setup.plan.seed);
}

Calls::~Calls() { cancel_all(); }

std::size_t Calls::wants() const {
  return std::accumulate(lanes_.begin(), lanes_.end(), std::size_t{0},
                         [](std::size_t sum, const Lane& lane) { return sum + lane.wants(); });
}

void Calls::add(const CallKey& key) {
  Lane& lane = lanes_[lane_of(key)];
  if (lane.stopped())
    ended_.push_back(unsent(key, *lane.stopped(), setup_.clock.wall_now()));
  else if (!recall(key))
    lane.add(key, setup_.clock.now());
}

/// Takes the answer from an earlier run, if one was asked just this.
bool Calls::recall(const CallKey& key) {
  if (!setup_.answers) return false;
  const Item item = setup_.plan.suites[key.suite].items->item(key.item,
                                                              setup_.plan.candidates[key.candidate].prompting);
  auto known = setup_.answers->recall(setup_.answers->key_of(key, item));
  if (!known) return false;
  known->key = key;
  ended_.push_back(std::move(*known));
  ++cached_;
  return true;
}

void Calls::hold_new(bool hold) {
  for (Lane& lane : lanes_) lane.hold_new(hold);
}

void Calls::send(const std::function<bool()>& may_start,
                 const std::function<void(const CallKey&, const Item&)>& started) {
  hold_new(!may_start());
  for (Lane& lane : lanes_) {
    while (const auto call = lane.take(setup_.clock.now())) {
      const Instant due = setup_.clock.now();
      const CallKey& key = call->key;
      const Item item = setup_.plan.suites[key.suite].items->item(key.item,
                                                                  setup_.plan.candidates[key.candidate].prompting);
      if (call->tries == 1) started(key, item);
      ask(*call, item, due);
      if (call->tries == 1) hold_new(!may_start());
    }
  }
}

void Calls::ask(const LaneCall& call, const Item& item, Instant due) {
  const LaneSpec& spec = setup_.lanes[lane_of(call.key)];
  Flight& flight = flights_[call.key];
  if (call.tries == 1) {
    flight.due = due;
    flight.started = setup_.clock.wall_now();
    if (setup_.answers) flight.asked = setup_.answers->key_of(call.key, item);
  } else {
    ++retried_;
  }
  flight.call = call;
  flight.overdue = false;
  flight.sent = setup_.clock.now();
  flight.deadline = *flight.sent + spec.limits.timeout + reply_grace;
  spec.backend->ask(setup_.plan.candidates[call.key.candidate], item, call.key, spec.limits.timeout,
                    [deliver = deliver_, key = call.key, tries = call.tries, &clock = setup_.clock](Reply reply) {
                      deliver({key, tries, std::move(reply), clock.now()});
                    });
}

void Calls::receive(Arrived arrived) {
  const auto found = flights_.find(arrived.key);
  if (found == flights_.end() || !found->second.sent || found->second.call.tries != arrived.tries)
    return;   // the late word of a try that was given up
  Flight& flight = found->second;
  const std::size_t index = lane_of(arrived.key);
  Reply& reply = arrived.reply;
  if (const auto* failure = std::get_if<Failure>(&reply.result); failure && flight.overdue)
    reply.result = silence(setup_.lanes[index].limits.timeout);
  const Try when{*flight.sent, arrived.at};
  flight.attempts.push_back(attempt_of(reply, when, flight.due));
  flight.sent.reset();
  const bool again = lanes_[index].settle(flight.call, reply.result, setup_.clock.now()).has_value();
  const auto* failure = std::get_if<Failure>(&reply.result);
  const bool unanswered = failure && (again || failure->kind == FailureKind::cancelled);
  if (draining_ && unanswered) {
    lanes_[index].drop();
    abandon(found);
  } else if (!again) {
    end(found, std::move(reply.result), timing_of(reply.stamps, when, flight.due));
  }
  if (lanes_[index].stopped() && !stop_seen_[index]) stop_lane(index);
}

void Calls::end(Flights::iterator flight, std::variant<Completion, Failure> result, const Timing& timing) {
  ended_.push_back({flight->first, std::move(result), timing, std::move(flight->second.attempts),
                    flight->second.started, flight->second.asked});
  flights_.erase(flight);
}

void Calls::abandon(Flights::iterator flight) {
  abandoned_.push_back(flight->first);
  flights_.erase(flight);
}

void Calls::stop_lane(std::size_t index) {
  stop_seen_[index] = true;
  const Failure& why = *lanes_[index].stopped();
  notes_.push_back(fmt::format("{}: stopped, {}: {}", setup_.lanes[index].name, name_of(why.kind), why.detail));
  for (const LaneCall& call : lanes_[index].drop()) end_waiting(call, why);
}

void Calls::end_waiting(const LaneCall& call, const Failure& why) {
  const auto flight = flights_.find(call.key);
  if (flight == flights_.end())
    ended_.push_back(unsent(call.key, why, setup_.clock.wall_now()));
  else
    end(flight, Failure{why.kind, "not tried again: " + why.detail, std::nullopt},
        timing_of_last(flight->second.attempts));
}

void Calls::check_overdue() {
  const Instant now = setup_.clock.now();
  for (auto next = flights_.begin(); next != flights_.end();) {
    const auto flight = next++;
    if (!flight->second.sent || now < flight->second.deadline) continue;
    const CallKey key = flight->first;
    const std::size_t index = lane_of(key);
    if (!flight->second.overdue) {
      flight->second.overdue = true;
      flight->second.deadline = now + reply_grace;
      setup_.lanes[index].backend->cancel(key);
      continue;
    }
    // Not even cancelling brought a word, so this key must not be asked again: the backend may still hold it.
    const Failure failure = silence(setup_.lanes[index].limits.timeout + 2 * reply_grace);
    Reply reply;
    reply.result = failure;
    const Try when{*flight->second.sent, now};
    flight->second.attempts.push_back(attempt_of(reply, when, flight->second.due));
    lanes_[index].settle(flight->second.call, cancelled, now);
    end(flight, failure, timing_of({}, when, flight->second.due));
  }
}

void Calls::drain() {
  draining_ = true;
  for (Lane& lane : lanes_)
    for (const LaneCall& call : lane.drop())
      if (const auto flight = flights_.find(call.key); flight != flights_.end()) abandon(flight);
}

void Calls::cancel_all() {
  std::vector<CallKey> keys;   // a backend may answer at once
  for (const auto& [key, flight] : flights_)
    if (flight.sent) keys.push_back(key);
  for (const CallKey& key : keys) setup_.lanes[lane_of(key)].backend->cancel(key);
}

void Calls::abandon_all() {
  while (!flights_.empty()) {
    const auto flight = flights_.begin();
    lanes_[lane_of(flight->first)].settle(flight->second.call, cancelled, setup_.clock.now());
    abandon(flight);
  }
}

std::optional<Instant> Calls::next_wake() const {
  std::optional<Instant> earliest;
  for (const Lane& lane : lanes_)
    if (const auto wake = lane.next_wake()) earliest = std::min(earliest.value_or(*wake), *wake);
  return earliest;
}

std::size_t Calls::in_flight() const {
  return std::accumulate(lanes_.begin(), lanes_.end(), std::size_t{0},
                         [](std::size_t sum, const Lane& lane) { return sum + lane.in_flight(); });
}

std::size_t Calls::waiting() const {
  return std::accumulate(lanes_.begin(), lanes_.end(), std::size_t{0},
                         [](std::size_t sum, const Lane& lane) { return sum + lane.waiting(); });
}

bool Calls::all_stopped() const { return std::ranges::find(stop_seen_, false) == stop_seen_.end(); }

}  // namespace shortlist
