// Input: "CUTS ASKED TROUBLE STATUS", headers, an empty line, the body:
//   CUTS     a number; how the body is cut into reads
//   ASKED    s (a stream was asked for) or w (a whole body)
//   TROUBLE  - (none), r (the connection was reset), t (a time-out), c (cancelled)
// However it is cut, the result is the same, and no Completion comes of a reply that does not say why it ended.
#include <charconv>

#include "backends/http/reply_reader.hpp"
#include "backends/openai.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

struct Received {
  HttpHead head;
  Framing asked = Framing::sse;
  std::optional<Failure> trouble;
  std::string_view body;
  std::uint32_t cuts = 0;
};

template <class Number>
Number number(std::string_view text) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Received received(std::string_view text) {
  Received in;
  std::string_view first = take_line(text);
  in.cuts = number<std::uint32_t>(take_until(first, " "));
  in.asked = take_until(first, " ") == "w" ? Framing::none : Framing::sse;
  const std::string_view trouble = take_until(first, " ");
  if (trouble == "r") in.trouble = Failure{FailureKind::network, "reset", {}};
  if (trouble == "t") in.trouble = Failure{FailureKind::timeout, "too late", {}};
  if (trouble == "c") in.trouble = Failure{FailureKind::cancelled, "cancelled", {}};
  in.head.status = number<int>(first);
  while (!text.empty()) {
    std::string_view line = take_line(text);
    if (line.empty()) break;
    const std::string_view name = take_until(line, ": ");
    in.head.headers.push_back({std::string(name), std::string(line)});
  }
  in.body = text;
  return in;
}

std::string number_text(std::optional<std::int64_t> number) {
  require(number.value_or(0) >= 0, "a count is 0 or more");
  return number ? std::to_string(*number) : "?";
}

/// All of a result as text, to compare.
std::string told(const Completion& done) {
  std::string all = done.text + '\0' + done.reasoning + '\0' + done.refusal + '\0' + done.model_served + '\0' +
                    done.fingerprint + '\0' + std::string(name_of(done.finish));
  if (done.usage)
    for (const auto& count : {done.usage->input, done.usage->cached_input, done.usage->output, done.usage->reasoning})
      all += '\0' + number_text(count);
  for (const ToolCall& call : done.tool_calls) all += '\0' + call.id + '\0' + call.name + '\0' + call.arguments;
  return all;
}
std::string told(const Failure& failure) {
  const auto wait = failure.retry_after;
  require(!wait || *wait >= Duration::zero(), "no wait is negative");
  return std::string(name_of(failure.kind)) + '\0' + failure.detail + '\0' + number_text(wait ? std::optional(wait->count()) : std::nullopt);
}

std::variant<Completion, Failure> read(const Received& in, std::uint32_t cuts) {
  static const OpenAi dialect;
  static const Candidate candidate;
  ReplyReader reader(dialect, candidate, in.asked);
  Instant at{};
  for (const std::string_view piece : pieces(in.body, cuts))
    if (!reader.feed(in.head, piece, at += std::chrono::milliseconds(1)) || reader.ended()) break;
  const Stamps& stamps = reader.stamps();
  require(!stamps.first_token || (stamps.last_token && *stamps.first_token <= *stamps.last_token), "stamps are in order");
  return reader.result(in.head, in.trouble, WallTime{});
}

std::string told(const std::variant<Completion, Failure>& result) {
  return std::visit([](const auto& one) { return told(one); }, result);
}

/// The bytes by which a reply can say that it is whole; escapes may spell them otherwise.
bool may_say_its_end(std::string_view body) {
  return body.find("finish_reason") != body.npos || body.find("[DONE]") != body.npos || body.find("\\u") != body.npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Received in = received(text_of(data, size));
  const auto whole = read(in, 0);
  const std::string said = told(whole);
  require(told(read(in, 1)) == said, "byte by byte gives the same result");
  require(told(read(in, 2 + in.cuts)) == said, "any cuts give the same result");
  if (std::holds_alternative<Failure>(whole)) return 0;
  require(in.head.status >= 200 && in.head.status < 300, "only a success is a completion");
  require(may_say_its_end(in.body), "a completion said why it ended, or came to its end mark");
  return 0;
}
