#include "harness/run/calls.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "harness/run/retry.hpp"

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
    : setup_(setup), deliver_(std::make_shared<const std::function<void(Arrived)>>(std::move(deliver))),
      tales_(setup.lanes.size()), first_answers_(setup.plan.candidates.size()), items_(setup.plan) {
  for (const LaneSpec& spec : setup.lanes) lanes_.emplace_back(spec.limits, setup.plan.seed);
}

Calls::~Calls() { cancel_all(); }

std::size_t Calls::wants() const {
  return std::accumulate(lanes_.begin(), lanes_.end(), std::size_t{0},
                         [](std::size_t sum, const Lane& lane) { return sum + lane.wants(); });
}

void Calls::add(const CallKey& key) {
  Lane& lane = lanes_[lane_of(key)];
  const auto& refused = first_answers_.stopped(key.candidate);
  if (const auto& why = lane.stopped() ? lane.stopped() : refused)
    ended_.push_back({unsent(key, *why, setup_.clock.wall_now())});
  else if (!recall(key))
    lane.add(key, setup_.clock.now());
}

/// Takes the answer from an earlier run, if one was asked just this.
bool Calls::recall(const CallKey& key) {
  if (!setup_.answers || !setup_.answers->any()) return false;
  std::shared_ptr<const Item> item = items_.of(key);
  auto known = setup_.answers->recall(setup_.answers->key_of(key, *item));
  if (!known) return false;
  known->key = key;
  ended_.push_back({std::move(*known), std::move(item)});
  ++cached_;
  return true;
}

void Calls::send(const std::function<bool(const CallKey&)>& may_start,
                 const std::function<void(const CallKey&, const Item&)>& started) {
  for (std::size_t index = 0; index < lanes_.size(); ++index) {
    Lane& lane = lanes_[index];
    while (true) {
      const CallKey* next = lane.next_new();
      lane.hold_new(next && !may_start(*next));
      const Instant due = setup_.clock.now();
      const auto call = lane.take(due);
      if (!call) break;
      Flight& flight = flights_[call->key];
      if (call->tries == 1) {
        start(flight, call->key, due);
        started(call->key, *flight.item);
      } else {
        ++retried_;
      }
      ask(flight, *call);
    }
    end_lapsed(index);
  }
}

void Calls::start(Flight& flight, const CallKey& key, Instant due) {
  flight.due = due;
  flight.started = setup_.clock.wall_now();
  flight.item = items_.of(key);
  if (setup_.answers) flight.asked = setup_.answers->key_of(key, *flight.item);
  auto& first = tales_[lane_of(key)].started;
  if (!first) first = flight.started;
}

void Calls::ask(Flight& flight, const LaneCall& call) {
  const LaneSpec& spec = setup_.lanes[lane_of(call.key)];
  flight.call = call;
  flight.overdue = false;
  flight.sent = setup_.clock.now();
  flight.deadline = *flight.sent + spec.limits.timeout + reply_grace;
  spec.backend->ask(setup_.plan.candidates[call.key.candidate], *flight.item, call.key, spec.limits.timeout,
                    [deliver = deliver_, key = call.key, tries = call.tries, &clock = setup_.clock](Reply reply) {
                      (*deliver)({key, tries, std::move(reply), clock.now()});
                    });
}

/// Calls whose retry the lane will not make keep the failure of their last try, so that the next run asks them again.
void Calls::end_lapsed(std::size_t index) {
  while (const auto call = lanes_[index].take_lapsed(setup_.clock.now())) {
    ++tales_[index].lapsed;
    const Attempt& last = flights_.at(call->key).attempts.back();
    end_waiting(*call, {*last.failure, last.detail, std::nullopt});
  }
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
  const Instant now = setup_.clock.now();
  lanes_[index].heed(arrived.key.candidate, reply.quota, now);
  const bool again = lanes_[index].settle(flight.call, reply.result, now).has_value();
  const bool useless = first_answers_.heed(arrived.key.candidate, reply.result);
  const auto* failure = std::get_if<Failure>(&reply.result);
  const bool unanswered = failure && (again || failure->kind == FailureKind::cancelled);
  if (draining_ && unanswered) {
    lanes_[index].drop();
    abandon(found);
  } else if (!again) {
    end(found, std::move(reply.result), timing_of(reply.stamps, when, flight.due));
  }
  if (useless) stop_candidate(arrived.key.candidate);
  if (lanes_[index].stopped() && !tales_[index].stop_seen) stop_lane(index);
}

void Calls::end(Flights::iterator flight, std::variant<Completion, Failure> result, const Timing& timing) {
  Flight& f = flight->second;
  ended_.push_back({{flight->first, std::move(result), timing, std::move(f.attempts), f.started, f.asked},
                    std::move(f.item)});
  flights_.erase(flight);
}

void Calls::abandon(Flights::iterator flight) {
  abandoned_.push_back(flight->first);
  flights_.erase(flight);
}

void Calls::stop_lane(std::size_t index) {
  tales_[index].stop_seen = true;
  const Failure& why = *lanes_[index].stopped();
  const Duration wait = why.retry_after.value_or(Duration{});
  const std::string patience = wait > server_wait_max
      ? fmt::format("; it asks to wait {:.0f} s, and no run waits longer than {:.0f} s: run the same command then",
                    to_s(wait), to_s(server_wait_max)) : "";
  notes_.push_back(fmt::format("{}: stopped, {}: {}{}", setup_.lanes[index].name, name_of(why.kind), why.detail, patience));
  for (const LaneCall& call : lanes_[index].drop()) end_waiting(call, why);
}

void Calls::stop_candidate(std::uint32_t candidate) {
  const Failure& why = *first_answers_.stopped(candidate);
  notes_.push_back(fmt::format("{}: stopped, its first {} requests were refused: {}",
                               setup_.plan.candidates[candidate].name, FirstAnswers::refusals_max, why.detail));
  for (const LaneCall& call : lanes_[setup_.lane_of[candidate]].drop(candidate)) end_waiting(call, why);
}

void Calls::end_waiting(const LaneCall& call, const Failure& why) {
  const auto flight = flights_.find(call.key);
  if (flight == flights_.end())
    ended_.push_back({unsent(call.key, why, setup_.clock.wall_now())});
  else
    end(flight, Failure{why.kind, "not tried again: " + why.detail, std::nullopt},
        timing_of_last(flight->second.attempts));
}

void Calls::check_overdue() {
  const Instant now = setup_.clock.now();
  for (auto next = flights_.begin(); next != flights_.end();) {
    const auto flight = next++;
    if (!flight->second.sent || now < flight->second.deadline) continue;
    if (flight->second.overdue) {
      give_up_overdue(flight, now);
      continue;
    }
    flight->second.overdue = true;
    flight->second.deadline = now + reply_grace;
    setup_.lanes[lane_of(flight->first)].backend->cancel(flight->first);
  }
}

// Not even cancelling brought a word, so this key must not be asked again: the backend may still hold it.
void Calls::give_up_overdue(Flights::iterator flight, Instant now) {
  const std::size_t index = lane_of(flight->first);
  const Failure failure = silence(setup_.lanes[index].limits.timeout + 2 * reply_grace);
  Reply reply;
  reply.result = failure;
  const Try when{*flight->second.sent, now};
  flight->second.attempts.push_back(attempt_of(reply, when, flight->second.due));
  lanes_[index].settle(flight->second.call, cancelled, now);
  end(flight, failure, timing_of({}, when, flight->second.due));
}

void Calls::stop_new() {
  for (Lane& lane : lanes_) lane.drop_new();
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

bool Calls::all_stopped() const { return std::ranges::all_of(tales_, &LaneTale::stop_seen); }

std::vector<std::string> Calls::notes() const {
  std::vector<std::string> notes = notes_;
  for (std::size_t i = 0; i < tales_.size(); ++i)
    if (tales_[i].lapsed > 0)
      notes.push_back(fmt::format("{}: too many failures to try all again: {} calls are left to the next run",
                                  setup_.lanes[i].name, tales_[i].lapsed));
  return notes;
}

std::vector<LaneHistory> Calls::histories() const {
  std::vector<LaneHistory> histories;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (!tales_[i].started) continue;
    LaneHistory history = lanes_[i].history();
    history.lane = setup_.lanes[i].name;
    history.started = fmt::format("{:%FT%TZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(*tales_[i].started)));
    histories.push_back(std::move(history));
  }
  return histories;
}

}  // namespace shortlist
