#include "harness/types/record.hpp"

#include <array>
#include <utility>

namespace shortlist {
namespace {

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<FailureKind, 13> failure_names{{
    {FailureKind::rate_limited, "rate_limited"}, {FailureKind::overloaded, "overloaded"},
    {FailureKind::server_error, "server_error"}, {FailureKind::network, "network"},
    {FailureKind::timeout, "timeout"},           {FailureKind::truncated, "truncated"},
    {FailureKind::protocol, "protocol"},         {FailureKind::auth, "auth"},
    {FailureKind::quota, "quota"},               {FailureKind::too_long, "too_long"},
    {FailureKind::bad_request, "bad_request"},   {FailureKind::content_filter, "content_filter"},
    {FailureKind::cancelled, "cancelled"},
}};
constexpr Names<Finish, 6> finish_names{{
    {Finish::stop, "stop"}, {Finish::length, "length"}, {Finish::tool_calls, "tool_calls"},
    {Finish::content_filter, "content_filter"}, {Finish::refusal, "refusal"}, {Finish::unknown, "unknown"},
}};
constexpr Names<Flaw, 5> flaw_names{{
    {Flaw::none, "none"}, {Flaw::refused, "refused"}, {Flaw::truncated, "truncated"},
    {Flaw::empty, "empty"}, {Flaw::unparsable, "unparsable"},
}};

template <class Table, class Enum>
std::string_view name_in(const Table& table, Enum value) {
  for (const auto& [key, name] : table)
    if (key == value) return name;
  return "unknown";
}

template <class Enum, std::size_t N>
std::optional<Enum> value_in(const Names<Enum, N>& table, std::string_view wanted) {
  for (const auto& [key, name] : table)
    if (name == wanted) return key;
  return std::nullopt;
}

}  // namespace

bool worth_retrying(FailureKind kind) { return kind < FailureKind::auth; }

std::string_view name_of(FailureKind kind) { return name_in(failure_names, kind); }
std::string_view name_of(Finish finish) { return name_in(finish_names, finish); }
std::string_view name_of(Flaw flaw) { return name_in(flaw_names, flaw); }
std::optional<FailureKind> failure_kind(std::string_view name) { return value_in(failure_names, name); }
std::optional<Finish> finish(std::string_view name) { return value_in(finish_names, name); }
std::optional<Flaw> flaw(std::string_view name) { return value_in(flaw_names, name); }

bool was_unsent(const Outcome& outcome) {
  if (outcome.attempts.size() != 1) return false;
  const Attempt& only = outcome.attempts.front();
  return only.failure && only.took == Duration{} && only.detail.starts_with(not_sent);
}

void stamp_token(Stamps& stamps, Instant at, bool answered) {
  if (!stamps.first_token) stamps.first_token = at;
  if (answered && !stamps.first_answer) stamps.first_answer = at;
  stamps.last_token = at;
  stamps.chunks.push_back(at);
}

std::optional<Duration> ttft(const Timing& t) {
  if (!t.first_token || !t.written) return std::nullopt;
  return *t.first_token - *t.written;
}

Duration total(const Timing& t) { return t.last_token.value_or(t.done) - t.written.value_or(t.queued); }

bool timed(const Outcome& o) { return !o.cached && o.attempts.size() == 1 && completion(o) != nullptr; }

std::optional<Duration> time_to_answer(const Timing& t) {
  if (!t.first_answer || !t.written) return std::nullopt;
  return *t.first_answer - *t.written;
}

std::size_t chunks(const Timing& t) { return t.first_token ? t.gaps.size() + 1 : 0; }

std::optional<std::int64_t> streamed_tokens(const Completion& answer) {
  if (!answer.usage || !answer.usage->output) return std::nullopt;
  const std::int64_t unseen = answer.reasoning.empty() ? answer.usage->reasoning.value_or(0) : 0;
  return *answer.usage->output - unseen;
}

std::optional<Duration> tpot(const Outcome& o) {
  const Completion* answer = completion(o);
  const Timing& t = o.timing;
  if (!answer || !t.first_token || !t.last_token || *t.last_token <= *t.first_token) return std::nullopt;
  const auto tokens = streamed_tokens(*answer);
  if (!tokens || *tokens < 2) return std::nullopt;
  return (*t.last_token - *t.first_token) / (*tokens - 1);
}

}  // namespace shortlist
