#include "backends/mock.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>

#include "backends/mock_options.hpp"
#include "backends/option_rules.hpp"
#include "backends/timed_replies.hpp"

namespace shortlist {
namespace {

constexpr double shared_difficulty = 0.6;

/// A stream of numbers that a text decides: FNV-1a over it, then splitmix64 (Steele, Lea, Flood 2014).
class Luck {
 public:
  explicit Luck(std::string_view text, std::uint64_t seed = 0) : state_(0xcbf29ce484222325 ^ seed) {
    for (unsigned char c : text) state_ = (state_ ^ c) * 0x100000001b3;
  }
  std::uint64_t bits() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
  /// Box and Muller 1958.
  double normal() {
    const double r = std::sqrt(-2 * std::log(1 - uniform()));
    return r * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t state_;
};

double normal_cdf(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

/// The entry that a uniform number falls on when each takes its share, or none.
template <class What>
std::optional<What> drawn(const std::map<What, double>& shares, double uniform) {
  for (const auto& [what, share] : shares)
    if ((uniform -= share) < 0) return what;
  return std::nullopt;
}

bool right(const MockOptions& options, const Item& item, Luck& call) {
  const double z = std::sqrt(shared_difficulty) * Luck(item.id).normal() +
                   std::sqrt(1 - shared_difficulty) * call.normal();
  return normal_cdf(z) < options.accuracy;
}

/// Of the same kind as the reference, but not it: other digits, another letter, other words.
std::string wrong_answer(const std::string& target, Luck& luck) {
  std::string text = target;
  if (text.size() == 1 && std::isalpha(static_cast<unsigned char>(text[0]))) {
    const char base = std::isupper(static_cast<unsigned char>(text[0])) ? 'A' : 'a';
    text[0] = static_cast<char>(base + luck.bits() % 4);
    if (text == target) text[0] = static_cast<char>(text[0] == base ? base + 1 : text[0] - 1);
    return text;
  }
  const int shift = 1 + static_cast<int>(luck.bits() % 8);
  for (char& c : text)
    if (c >= '0' && c <= '9') c = static_cast<char>('1' + (c - '0' + shift) % 9);  // no zero: "05" reads as 5
  return text == target ? "something else" : text;
}

Completion flawed(MockFlaw flaw, Completion answer) {
  switch (flaw) {
    case MockFlaw::refused:
      answer.text = answer.refusal = "I cannot help with that.";
      answer.finish = Finish::refusal;
      break;
    case MockFlaw::truncated:
      answer.text.resize(answer.text.size() / 2);
      answer.finish = Finish::length;
      break;
    case MockFlaw::empty:
      answer.text.clear();
      break;
    case MockFlaw::unparsable:
      answer.text = "That is hard to say.";
      break;
  }
  return answer;
}

Usage usage_of(const MockOptions& options, const Item& item, const Completion& answer) {
  std::size_t bytes = 0;
  for (const Message& message : item.prompt) bytes += message.content.size();
  Usage usage;
  usage.input = static_cast<std::int64_t>(bytes / 4 + 1);
  usage.output = options.tokens.value_or(static_cast<int>(answer.text.size() / 4 + 1));
  return usage;
}

std::string call_name(const Candidate& candidate, const Item& item, std::uint32_t repeat) {
  return candidate.name + '\0' + item.id + '\0' + std::to_string(repeat);
}

class MockBackend : public Backend {
 public:
  explicit MockBackend(Clock& clock) : clock_(clock), replies_(clock) {}

  void ask(const Candidate& candidate, const Item& item, CallKey key, Duration timeout, Done done) override {
    MockReply said = mock_reply(candidate, item, key.repeat, attempt(key), clock_.now());
    const auto* failure = std::get_if<Failure>(&said.reply.result);
    if (failure && worth_retrying(failure->kind)) failed_before(key);
    if (failure && failure->kind == FailureKind::timeout) said.delay = std::max(said.delay, timeout);
    replies_.deliver(key, std::move(said.reply), said.delay, timeout, std::move(done));
  }
  void cancel(CallKey key) override { replies_.cancel(key); }

 private:
  std::uint32_t attempt(CallKey key) const {
    auto known = attempts_.find(key);
    return known == attempts_.end() ? 0 : known->second;
  }
  void failed_before(CallKey key) { ++attempts_[key]; }

  Clock& clock_;
  std::map<CallKey, std::uint32_t>
      attempts_;  ///< of calls that failed; only ask() uses it, on the main thread
  TimedReplies replies_;
};

}  // namespace

MockReply mock_reply(const Candidate& candidate, const Item& item, std::uint32_t repeat,
                     std::uint32_t attempt, Instant now) {
  const MockOptions options = mock_options(candidate.options);
  const std::string name = call_name(candidate, item, repeat);
  Luck call(name, options.seed), wire(name + '\0' + std::to_string(attempt), options.seed);
  const bool is_right = right(options, item, call);
  const auto flaw = drawn(options.flaws, call.uniform());
  const double slowness = std::exp(options.jitter * wire.normal());
  Reply reply;
  reply.stamps.written = now;
  const Duration ttft = from_ms(options.ttft_ms * slowness);
  if (auto kind = drawn(options.failures, wire.uniform())) {
    reply.result = Failure{*kind, "as the plan's options.faults ask", {}};
    return {reply, ttft};
  }
  Completion answer;
  answer.finish = Finish::stop;
  answer.model_served = "mock";
  answer.text = options.answer ? *options.answer : is_right ? item.target : wrong_answer(item.target, call);
  if (flaw) answer = flawed(*flaw, std::move(answer));
  answer.usage = usage_of(options, item, answer);
  const auto gaps = static_cast<double>(*answer.usage->output - 1);
  const Duration total = ttft + from_ms(options.itl_ms * slowness * gaps);
  reply.stamps.first_byte = reply.stamps.first_token = now + ttft;
  reply.stamps.last_token = now + total;
  reply.result = std::move(answer);
  return {std::move(reply), total};
}

void check_mock(const Candidate& candidate, const BackendWorld&) {
  check_unused_fields(candidate, {});
  check_mock_options(candidate);
}
std::unique_ptr<Backend> make_mock(const BackendWorld& world) {
  return std::make_unique<MockBackend>(world.clock);
}
std::string mock_lane(const Candidate&) { return "mock"; }

}  // namespace shortlist
