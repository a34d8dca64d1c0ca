#include "backends/openai_error.hpp"

#include <fmt/format.h>

#include <charconv>

#include "backends/http/status.hpp"
#include "backends/http/text.hpp"
#include "backends/http/url.hpp"
#include "backends/openai.hpp"

namespace shortlist {
namespace {

namespace dom = simdjson::dom;

struct WordRow { std::string_view word; FailureKind kind; };
/// Looked for in type and code; the first row that is found counts, so the particular stand before the general.
constexpr WordRow word_rows[] = {
    {"insufficient_quota", FailureKind::quota},
    {"billing", FailureKind::quota},
    {"spend_limit", FailureKind::quota},
    {"credit", FailureKind::quota},
    {"context_length", FailureKind::too_long},
    {"exceed_context_size", FailureKind::too_long},
    {"contextwindowexceeded", FailureKind::too_long},
    {"string_above_max_length", FailureKind::too_long},
    {"request_too_large", FailureKind::too_long},
    {"content_filter", FailureKind::content_filter},
    {"content_policy", FailureKind::content_filter},
    {"responsibleaipolicy", FailureKind::content_filter},
    {"rate_limit", FailureKind::rate_limited},
    {"ratelimit", FailureKind::rate_limited},
    {"throttling", FailureKind::rate_limited},
    {"overloaded", FailureKind::overloaded},
    {"unavailable", FailureKind::overloaded},
    {"authentication", FailureKind::auth},
    {"invalid_api_key", FailureKind::auth},
    {"permission", FailureKind::auth},
    {"timeout", FailureKind::timeout},
    {"server_error", FailureKind::server_error},
    {"internal", FailureKind::server_error},
    {"invalid_request", FailureKind::bad_request},
    {"not_found", FailureKind::bad_request},
    {"not_supported", FailureKind::bad_request},
};
/// Looked for in the message, where type and code say nothing more than "invalid request".
constexpr WordRow message_rows[] = {
    {"maximum context length", FailureKind::too_long},
    {"context window", FailureKind::too_long},
    {"context size", FailureKind::too_long},
    {"exceeds the context", FailureKind::too_long},
    {"prompt is too long", FailureKind::too_long},
    {"exceeded your current quota", FailureKind::quota},
    {"content management policy", FailureKind::content_filter},
};

std::string text_of(dom::object object, const char* key) {
  dom::element value;
  if (object[key].get(value)) return "";
  if (value.is<std::string_view>()) return std::string(value.get<std::string_view>().value_unsafe());
  if (value.is<std::int64_t>()) return std::to_string(value.get<std::int64_t>().value_unsafe());
  return "";
}

OpenAiError error_of(dom::object object) {
  return {text_of(object, "message"), text_of(object, "type"), text_of(object, "code")};
}

template <std::size_t N>
std::optional<FailureKind> find_word(const WordRow (&rows)[N], const std::string& text) {
  for (const WordRow& row : rows)
    if (mentions(text, row.word)) return row.kind;
  return std::nullopt;
}

/// Azure hides the filter's word in error.innererror.code.
void add_inner_code(dom::object error, OpenAiError& found) {
  dom::object inner;
  if (error["innererror"].get(inner)) return;
  const std::string code = text_of(inner, "code");
  if (!code.empty()) found.code += (found.code.empty() ? "" : " ") + code;
}

bool says_nothing(dom::element error) {
  bool flag = true;
  std::string_view text = "?";
  return error.is_null() || (!error.get(flag) && !flag) || (!error.get(text) && text.empty());
}

/// Without an "error": {"object":"error", ...}, or FastAPI's {"detail": "..."}.
std::optional<OpenAiError> flat_error(dom::object object) {
  if (text_of(object, "object") == "error") return error_of(object);
  dom::element detail;
  if (!object["choices"].error()) return std::nullopt;
  if (object["detail"].get(detail)) return std::nullopt;
  return OpenAiError{detail.is<std::string_view>() ? text_of(object, "detail") : simdjson::minify(detail), "", ""};
}

/// These are said by the body alone, whatever the status; of the rest the status knows best.
bool overrides_status(FailureKind kind) {
  return kind == FailureKind::quota || kind == FailureKind::too_long || kind == FailureKind::content_filter ||
         kind == FailureKind::rate_limited;
}

std::string shown(const std::string& url) {
  const auto parsed = parse_url(url);
  return parsed ? parsed->shown : url;
}

std::string complaint(const Candidate& candidate, const HttpHead& head, const std::string& said) {
  const int status = head.status;
  if (status >= 300 && status < 400)
    return fmt::format("HTTP {}: redirects are not followed; set endpoint to where this leads: {}", status,
                       shown(std::string(header(head, "location"))));
  if (status == 404)
    return fmt::format("HTTP 404: model \"{}\" or the endpoint {} is not there: {}", candidate.model,
                       shown(openai_endpoint(candidate)), said);
  if (status == 401)
    return fmt::format("HTTP 401: the key in {} is not accepted: {}", OpenAi().key(candidate).variable, said);
  return fmt::format("HTTP {}: {}", status, said.empty() ? "no further word" : said);
}

}  // namespace

std::optional<OpenAiError> find_error(dom::element document) {
  dom::array list;   // Gemini's compatible endpoint wraps its errors in an array
  if (!document.get(list)) {
    dom::element first;
    if (list.at(0).get(first) || first.is<dom::array>()) return std::nullopt;
    return find_error(first);
  }
  dom::object object;
  if (document.get(object)) return std::nullopt;
  dom::element error;
  if (object["error"].get(error) || says_nothing(error)) return flat_error(object);
  dom::object fields;
  if (error.get(fields)) {
    const std::string text = text_of(object, "error");
    return OpenAiError{text.empty() ? simdjson::minify(error) : text, "", ""};
  }
  OpenAiError found = error_of(fields);
  add_inner_code(fields, found);
  return found;
}

std::optional<FailureKind> kind_of(const OpenAiError& error) {
  const auto named = find_word(word_rows, error.type + " " + error.code);
  if (named && *named != FailureKind::bad_request) return named;
  if (const auto said = find_word(message_rows, error.message)) return said;
  int status = 0;
  const char* end = error.code.data() + error.code.size();
  if (std::from_chars(error.code.data(), end, status).ptr == end && status >= 400 && status < 600)
    return kind_of_status(status);
  return named;
}

std::string describe(const OpenAiError& error) {
  if (error.type.empty() && error.code.empty()) return error.message;
  const char* comma = error.type.empty() || error.code.empty() ? "" : ", ";
  return fmt::format("{} ({}{}{})", error.message, error.type, comma, error.code);
}

Failure OpenAi::failure(const Candidate& candidate, const ErrorReply& reply) const {
  dom::parser parser;
  dom::element document;
  std::optional<OpenAiError> error;
  if (!parser.parse(reply.body.data(), reply.body.size()).get(document)) error = find_error(document);
  FailureKind kind = kind_of_status(reply.head.status);
  const auto named = error ? kind_of(*error) : std::nullopt;
  if (named && overrides_status(*named)) kind = *named;
  const std::string said = error ? describe(*error) : one_line(reply.body, 200);
  return {kind, complaint(candidate, reply.head, said), reply.retry_after};
}

}  // namespace shortlist
