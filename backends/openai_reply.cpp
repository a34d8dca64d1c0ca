// OpenAI's replies, chunk by chunk or whole, into a Completion.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "backends/http/text.hpp"
#include "backends/openai.hpp"
#include "backends/openai_error.hpp"

namespace shortlist {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t excerpt_bytes = 120;
constexpr std::int64_t largest_count = std::int64_t{1} << 53;   // beyond it a JSON number may have lost digits

struct FinishRow { std::string_view name; Finish finish; };
constexpr FinishRow finish_rows[] = {
    {"stop", Finish::stop},              {"length", Finish::length},
    {"tool_calls", Finish::tool_calls},  {"function_call", Finish::tool_calls},
    {"content_filter", Finish::content_filter}, {"refusal", Finish::refusal},
    {"max_tokens", Finish::length},      {"model_length", Finish::length},
    {"eos", Finish::stop},               {"eos_token", Finish::stop},
    {"end_turn", Finish::stop},          {"stop_sequence", Finish::stop},
};

Finish finish_of(std::string_view name) {
  for (const FinishRow& row : finish_rows)
    if (row.name == name) return row.finish;
  return Finish::unknown;
}

std::string_view text_at(dom::object object, const char* key) {
  std::string_view text;
  return object[key].get(text) ? std::string_view{} : text;
}

std::optional<std::int64_t> count_at(dom::object object, const char* key) {
  std::int64_t count = 0;
  if (object[key].get(count) || count < 0 || count > largest_count) return std::nullopt;
  return count;
}

std::optional<std::int64_t> count_at(dom::object object, const char* part, const char* key) {
  dom::object inner;
  return object[part].get(inner) ? std::nullopt : count_at(inner, key);
}

bool append(std::string& to, std::string_view piece) {
  to += piece;
  return !piece.empty();
}

/// Content given as parts: [{"type": "text", "text": ...}, {"type": "thinking", "thinking": [...]}].
bool append_parts(dom::array parts, std::string& text, std::string& reasoning, int depth = 0) {
  bool any = false;
  for (const dom::element part : parts) {
    dom::object fields;
    dom::array thinking;
    if (part.get(fields)) continue;
    any |= append(text, text_at(fields, "text"));
    if (depth == 0 && !fields["thinking"].get(thinking)) any |= append_parts(thinking, reasoning, reasoning, 1);
  }
  return any;
}

ToolCall& call_at(Draft& draft, std::int64_t index, std::string_view id) {
  auto& calls = draft.completion.tool_calls;
  const auto same_id = [&](const ToolCall& call) { return call.id == id; };
  if (!id.empty()) {   // an id not seen before is a new call, whatever index it claims
    const auto known = std::find_if(calls.begin(), calls.end(), same_id);
    if (known != calls.end()) return *known;
  } else if (index < 0 && !calls.empty()) {
    return calls.back();
  } else if (const auto known = std::find(draft.call_indices.rbegin(), draft.call_indices.rend(), index);
             index >= 0 && known != draft.call_indices.rend()) {
    return calls[static_cast<std::size_t>(draft.call_indices.rend() - known) - 1];
  }
  calls.push_back({std::string(id), "", ""});
  draft.call_indices.push_back(index);
  return calls.back();
}

bool absorb_call(dom::object call, Draft& draft) {
  std::int64_t index = -1;
  if (call["index"].get(index)) index = -1;
  ToolCall& known = call_at(draft, index, text_at(call, "id"));
  dom::object function;
  if (call["function"].get(function)) return false;
  const bool named = append(known.name, text_at(function, "name"));
  std::string_view text;
  dom::element arguments;
  if (function["arguments"].get(arguments)) return named;
  if (arguments.get(text)) known.arguments = simdjson::minify(arguments);   // an object, from servers that parse it
  else known.arguments += text;
  return true;
}

bool absorb_calls(dom::object message, Draft& draft) {
  bool any = false;
  dom::array calls;
  if (message["tool_calls"].get(calls)) return any;
  for (const dom::element call : calls) {
    dom::object fields;
    if (!call.get(fields)) any |= absorb_call(fields, draft);
  }
  return any;
}

/// A delta of a stream and a whole message have the same fields.
bool absorb_message(dom::object message, Draft& draft) {
  Completion& done = draft.completion;
  dom::array parts;
  bool token = append(done.text, text_at(message, "content"));
  if (!message["content"].get(parts)) token |= append_parts(parts, done.text, done.reasoning);
  const std::string_view reasoning = text_at(message, "reasoning_content");   // vLLM renamed it; some send both
  token |= append(done.reasoning, reasoning.empty() ? text_at(message, "reasoning") : reasoning);
  token |= append(done.refusal, text_at(message, "refusal"));
  return absorb_calls(message, draft) || token;
}

void absorb_usage(dom::object document, Completion& done) {
  dom::object usage;
  if (document["usage"].get(usage) && document["x_groq"]["usage"].get(usage)) return;
  done.usage = Usage{count_at(usage, "prompt_tokens"), count_at(usage, "prompt_tokens_details", "cached_tokens"),
                     count_at(usage, "completion_tokens"),
                     count_at(usage, "completion_tokens_details", "reasoning_tokens")};
}

Failure stream_error(const OpenAiError& error) {
  return {kind_of(error).value_or(FailureKind::server_error),
          fmt::format("the reply reports an error: {}", describe(error)), {}};
}

Absorbed absorb_choice(dom::object choice, const char* part, Draft& draft) {
  std::int64_t index = 0;
  if (!choice["index"].get(index) && index != 0) return {};   // one answer was asked for
  dom::object message;
  const bool token = !choice[part].get(message) && absorb_message(message, draft);
  if (const std::string_view reason = text_at(choice, "finish_reason"); !reason.empty()) {
    if (reason == "error") return {token, false, stream_error({"finish_reason is \"error\"", "", ""})};
    draft.completion.finish = finish_of(reason);
    draft.finished = true;
  }
  return {token, false, std::nullopt};
}

Absorbed malformed(std::string_view what, std::string_view bytes) {
  return {false, false,
          Failure{FailureKind::protocol, fmt::format("{}: {}", what, one_line(bytes, excerpt_bytes)), {}}};
}

/// `part` is what a choice holds: "delta" in a stream, "message" in a whole body.
Absorbed absorb_document(dom::object document, const char* part, Draft& draft) {
  Completion& done = draft.completion;
  if (const auto model = text_at(document, "model"); !model.empty()) done.model_served = model;
  if (const auto print = text_at(document, "system_fingerprint"); !print.empty()) done.fingerprint = print;
  absorb_usage(document, done);
  Absorbed all;
  dom::array choices;
  if (document["choices"].get(choices)) return all;   // a usage chunk, a filter's note, null
  for (const dom::element element : choices) {
    dom::object choice;
    if (element.get(choice)) continue;
    const Absorbed one = absorb_choice(choice, part, draft);
    all.token |= one.token;
    if (one.failure) all.failure = one.failure;
  }
  return all;
}

/// Parses and absorbs. One parser a thread is kept: its buffers are dear.
Absorbed absorb_json(std::string_view bytes, const char* part, Draft& draft) {
  thread_local dom::parser parser;
  dom::element element;
  if (const auto error = parser.parse(bytes.data(), bytes.size()).get(element))
    return malformed(fmt::format("malformed JSON ({})", simdjson::error_message(error)), bytes);
  if (const auto error = find_error(element)) return {false, false, stream_error(*error)};
  dom::object document;
  if (element.get(document)) return malformed("not a JSON object", bytes);
  return absorb_document(document, part, draft);
}

}  // namespace

Absorbed OpenAi::absorb(const Frame& frame, Draft& draft) const {
  const std::string_view data = trimmed(frame.data);
  if (data == "[DONE]") return {false, true, std::nullopt};
  if (data.empty() || data[0] == ':') return {};   // "data: : keepalive"
  Absorbed absorbed = absorb_json(data, "delta", draft);
  if (!absorbed.failure && frame.event == "error") absorbed = malformed("an error event", data);
  return absorbed;
}

Absorbed OpenAi::absorb_whole(std::string_view body, Draft& draft) const {
  Absorbed absorbed = absorb_json(body, "message", draft);
  if (!absorbed.failure && !draft.finished) return malformed("a reply without a finished choice", body);
  return absorbed;
}

}  // namespace shortlist
