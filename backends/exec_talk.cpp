#include "backends/exec_talk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "backends/exec_message.hpp"
#include "harness/types/parse_json.hpp"

namespace shortlist {
namespace {

constexpr std::size_t id_bytes = 32;  ///< that a request's id and line end take at most

/// The request's line with its id in front.
std::string numbered(const std::string& request, std::int64_t id) {
  return fmt::format("{{\"id\":{},{}\n", id, std::string_view(request).substr(1));
}

}  // namespace

void ExecTalk::ask(ExecCall call) {
  std::optional<Failure> refusal = hopeless_;
  if (!refusal && waiting_.size() >= limits_.waiting_calls)
    refusal = Failure{FailureKind::overloaded, fmt::format("{} calls wait already", waiting_.size()), {}};
  if (!refusal && call.request.size() + id_bytes > limits_.line_bytes)
    refusal = Failure{
        FailureKind::too_long, fmt::format("the request is longer than {} bytes", limits_.line_bytes), {}};
  if (refusal) {
    replies_.emplace_back(std::move(call.done), Reply{*refusal, {}, 0, ""});
    return;
  }
  waiting_.push_back(std::move(call));
  send_waiting();
}

void ExecTalk::cancel(CallKey key, Instant now) {
  const Failure cancelled{FailureKind::cancelled, "cancelled", {}};
  auto waiting =
      std::find_if(waiting_.begin(), waiting_.end(), [&](const ExecCall& call) { return call.key == key; });
  if (waiting != waiting_.end()) {
    replies_.emplace_back(std::move(waiting->done), Reply{cancelled, {}, 0, ""});
    waiting_.erase(waiting);
    return;
  }
  for (auto flight = flying_.begin(); flight != flying_.end(); ++flight)
    if (flight->second.call.key == key && !flight->second.called_off) return call_off(flight, cancelled, now);
}

void ExecTalk::started(Instant now) {
  ready_ = false;
  output_.clear();
  sent_ = 0;
  answers_ = 0;
  broken_.clear();
  startup_until_ = now + limits_.startup;
}

bool ExecTalk::breaks(std::string how) {
  broken_ = std::move(how);
  return false;
}

bool ExecTalk::line(std::string_view text, Instant now) {
  const Json json = parse_json(text);
  if (json.is_discarded()) return breaks("wrote a line that is not JSON, or nested too deep: " + in_one_line(text, 200));
  return ready_ ? event(json, now) : hello(json, now);
}

bool ExecTalk::hello(const Json& line, Instant) {
  auto said = exec_hello(line);
  if (auto* wrong = std::get_if<std::string>(&said)) return breaks(*wrong);
  if (auto* failure = std::get_if<Failure>(&said)) {
    refused_ = *failure;
    return breaks(failure->detail);
  }
  ExecHello& hello = std::get<ExecHello>(said);
  parallel_ = hello.parallel;
  facts_ = std::move(hello.facts);
  ready_ = true;
  startup_until_.reset();
  send_waiting();
  return true;
}

bool ExecTalk::event(const Json& line, Instant now) {
  if (!line.is_object() || !line.contains("event") || !line["event"].is_string())
    return breaks("wrote a line without an event: " + in_one_line(line.dump(), 200));
  const std::string what = line["event"];
  if (what == "error" && !line.contains("id"))
    return breaks("did not understand a request: " + exec_failure(line).detail);
  if (!line.contains("id") || !line["id"].is_number_integer())
    return breaks("wrote an event without the id of its request: " + in_one_line(line.dump(), 200));
  const auto id = line["id"].get<std::int64_t>();
  if (id < 1 || id > last_id_)
    return breaks(fmt::format("wrote an event of request {}, which was never made", id));
  auto flight = flying_.find(id);
  if (flight == flying_.end()) return true;  // it had ended: the rest of what was called off
  if (!flight->second.stamps.first_byte) flight->second.stamps.first_byte = now;
  if (what == "token")
    token(flight->second, line, now);
  else if (what == "done")
    finished(flight, line, now);
  else if (what == "error")
    failed(flight, line, now);
  else
    return breaks("wrote an unknown event \"" + in_one_line(what, 100) + "\"");
  return true;
}

void ExecTalk::token(Flying& flight, const Json& line, Instant now) {
  auto text = line.find("text");
  if (text == line.end() || !text->is_string() || text->get_ref<const std::string&>().empty()) return;
  stamp_token(flight.stamps, now, true);
  flight.text += text->get_ref<const std::string&>();
}

void ExecTalk::finished(Flights::iterator flight, const Json& line, Instant now) {
  auto answer = exec_answer(line, flight->second.text);
  // A program that does not stream has its last token when it is done, and no known first one.
  if (!flight->second.stamps.last_token) flight->second.stamps.last_token = now;
  if (auto* wrong = std::get_if<std::string>(&answer))
    reply(flight->second, Failure{FailureKind::protocol, *wrong, {}});
  else
    reply(flight->second, std::move(std::get<Completion>(answer)));
  ++answers_;
  land(flight);
}

void ExecTalk::failed(Flights::iterator flight, const Json& line, Instant) {
  reply(flight->second, exec_failure(line));
  ++answers_;
  land(flight);
}

void ExecTalk::reply(Flying& flight, std::variant<Completion, Failure> result) {
  if (flight.called_off) return;
  replies_.emplace_back(std::move(flight.call.done), Reply{std::move(result), flight.stamps, 0, ""});
}

void ExecTalk::land(Flights::iterator flight) {
  flying_.erase(flight);
  send_waiting();
}

void ExecTalk::call_off(Flights::iterator flight, const Failure& failure, Instant now) {
  reply(flight->second, failure);
  flight->second.called_off = true;
  flight->second.deadline = now + limits_.wind_down;
  output_ += numbered("{\"op\":\"cancel\"}", flight->first);
}

void ExecTalk::send_waiting() {
  while (ready_ && !waiting_.empty() && flying_.size() < parallel_) {
    Flying flight;
    flight.call = std::move(waiting_.front());
    waiting_.pop_front();
    output_ += numbered(flight.call.request, ++last_id_);
    flight.until_written = sent_ + output_.size();
    flying_.emplace(last_id_, std::move(flight));
  }
}

void ExecTalk::written(std::size_t n, Instant now) {
  output_.erase(0, n);
  sent_ += n;
  for (auto& [id, flight] : flying_) {
    if (flight.stamps.written || flight.until_written > sent_) continue;
    flight.stamps.written = now;
    flight.call.request.clear();
    flight.deadline = now + flight.call.timeout;
  }
}

void ExecTalk::lost(const Failure& failure) {
  for (auto flight = flying_.rbegin(); flight != flying_.rend(); ++flight) {
    if (flight->second.stamps.written || flight->second.called_off)
      reply(flight->second, failure);
    else
      waiting_.push_front(std::move(flight->second.call));
  }
  flying_.clear();
  ready_ = false;
  startup_until_.reset();
  output_.clear();
}

void ExecTalk::hopeless(const Failure& failure) {
  hopeless_ = failure;
  lost(failure);
  for (ExecCall& call : waiting_) replies_.emplace_back(std::move(call.done), Reply{failure, {}, 0, ""});
  waiting_.clear();
}

bool ExecTalk::tick(Instant now) {
  if (startup_until_ && now >= *startup_until_)
    return breaks(fmt::format("did not write its first line within {:.0f} s", to_s(limits_.startup)));
  for (auto flight = flying_.begin(); flight != flying_.end(); ++flight) {
    if (!flight->second.deadline || now < *flight->second.deadline) continue;
    if (flight->second.called_off)
      return breaks(
          fmt::format("did not end a call within {:.0f} s of its cancellation", to_s(limits_.wind_down)));
    call_off(flight,
             {FailureKind::timeout,
              fmt::format("no answer within {:.0f} s", to_s(flight->second.call.timeout)),
              {}},
             now);
  }
  return true;
}

std::optional<Instant> ExecTalk::next_tick() const {
  std::optional<Instant> next = startup_until_;
  for (const auto& [id, flight] : flying_)
    if (flight.deadline && (!next || *flight.deadline < *next)) next = flight.deadline;
  return next;
}

}  // namespace shortlist
