#include "tests/unit/store/records.hpp"

#include <sstream>

namespace shortlist {
namespace {

using std::chrono::nanoseconds;

Outcome outcome_of(const CallKey& key, std::variant<Completion, Failure> result) {
  Timing timing;
  timing.queued = nanoseconds(1);
  timing.written = nanoseconds(3);
  timing.first_token = nanoseconds(1'234'567'890'123);
  timing.first_answer = nanoseconds(1'234'567'890'124);
  timing.gaps = {nanoseconds(0), nanoseconds(1), nanoseconds(127), nanoseconds(128), nanoseconds(20'000'000),
                 std::chrono::hours(1000)};
  timing.done = nanoseconds(2'000'000'000'001);
  Attempt first{nanoseconds(1), nanoseconds(50), FailureKind::overloaded, "busy\xFF\0!", 529, "req-1"};
  first.detail = std::string("busy\xFF\0!", 7);
  first.partial = std::string("half an ans\xFF\0", 13);
  const Attempt second{nanoseconds(70), nanoseconds(90), std::nullopt, "", 200, "req-\"2\""};
  const WallTime started(std::chrono::nanoseconds(1'790'000'000'123'456'789));
  Outcome outcome{key, std::move(result), timing, {first, second}, started};
  for (std::uint8_t i = 0; i < outcome.asked.size(); ++i) outcome.asked[i] = static_cast<std::uint8_t>(i * 17);
  outcome.cached = true;
  return outcome;
}

class Text {
 public:
  Text& operator<<(const std::string& s) { return out_ << s.size() << ':' << s << '|', *this; }
  Text& operator<<(std::string_view s) { return *this << std::string(s); }
  Text& operator<<(std::int64_t n) { return out_ << n << '|', *this; }
  Text& operator<<(double n) { return out_.precision(17), out_ << n << '|', *this; }
  Text& operator<<(Duration d) { return *this << static_cast<std::int64_t>(d.count()); }
  Text& operator<<(Money m) { return *this << m.nano_usd; }
  template <class T>
  Text& operator<<(const std::optional<T>& value) {
    if (value) return *this << *value;
    return out_ << "-|", *this;
  }
  std::string str() const { return out_.str(); }

 private:
  std::ostringstream out_;
};

void describe(Text& text, const Completion& answer) {
  text << answer.text << answer.reasoning << answer.refusal << name_of(answer.finish);
  text << std::int64_t{answer.usage.has_value()};
  if (answer.usage)
    text << answer.usage->input << answer.usage->cached_input << answer.usage->output << answer.usage->reasoning;
  for (const ToolCall& call : answer.tool_calls) text << call.id << call.name << call.arguments;
  text << answer.model_served << answer.fingerprint;
}

void describe(Text& text, const Failure& failure) {
  text << name_of(failure.kind) << failure.detail << failure.retry_after;
}

}  // namespace

Record full_answer(const CallKey& key) {
  Completion answer;
  answer.text = std::string("\xEC\x95\x88\xEB\x85\x95\0 nul, \xFF\xFE not UTF-8, '; DROP TABLE calls; --", 50);
  answer.reasoning = "because\r\n";
  answer.refusal = "";
  answer.finish = Finish::tool_calls;
  answer.usage = Usage{118, std::nullopt, 0, 9'007'199'254'740'993};
  answer.tool_calls = {{"id", "name", std::string("{\"a\":\xFF\0}", 8)}, {"", "", ""}};
  answer.model_served = "m";
  answer.fingerprint = std::string("\0", 1);
  Record record;
  record.outcome = outcome_of(key, answer);
  record.scores = {{"exact", 1.0 / 3, "expected \xF0\x9F\x98\x80"}, {"judge", std::nullopt, std::string("a\0b", 3)}};
  record.flaw = Flaw::unparsable;
  record.quality = 0.1;
  record.cost = Money{11'200};
  record.notices = {true, false, true};
  return record;
}

Record full_failure(const CallKey& key) {
  Record record;
  record.outcome = outcome_of(key, Failure{FailureKind::rate_limited, "slow down \xC3", std::chrono::seconds(7)});
  return record;
}

std::string described(const Record& record) {
  Text text;
  const Outcome& outcome = record.outcome;
  for (const std::uint32_t part : {outcome.key.candidate, outcome.key.suite, outcome.key.item, outcome.key.repeat})
    text << std::int64_t{part};
  std::visit([&](const auto& result) { describe(text, result); }, outcome.result);
  const Timing& t = outcome.timing;
  text << t.queued << t.connected << t.written << t.first_byte << t.first_token << t.first_answer << t.last_token;
  text << t.done << static_cast<std::int64_t>(t.gaps.size());
  for (const Duration gap : t.gaps) text << gap;
  for (const Attempt& attempt : outcome.attempts) {
    text << attempt.at << attempt.took << (attempt.failure ? name_of(*attempt.failure) : "none") << attempt.detail;
    text << std::int64_t{attempt.http_status} << attempt.request_id << attempt.partial;
  }
  text << std::chrono::duration_cast<Duration>(outcome.started.time_since_epoch());
  for (const Score& score : record.scores) text << score.metric << score.value << score.reason;
  text << name_of(record.flaw) << record.quality << record.cost;
  text << std::string(outcome.asked.begin(), outcome.asked.end()) << std::int64_t{outcome.cached};
  const Notices& notices = record.notices;
  for (const bool notice : {notices.prompt_cut, notices.other_model, notices.no_usage}) text << std::int64_t{notice};
  return text.str();
}

}  // namespace shortlist
