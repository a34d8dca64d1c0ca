// What is asked of an OpenAI-compatible server, and what a candidate must say for it.
#include "backends/openai.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>

#include "backends/http/http_backend.hpp"
#include "backends/http/url.hpp"
#include "backends/options.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

using Type = Json::value_t;

constexpr std::string_view default_endpoint = "https://api.openai.com/v1";
constexpr std::string_view default_key = "OPENAI_API_KEY";

constexpr OptionRow option_rows[] = {
    {"stream", Type::boolean, "stream the answer (default true); without it there is no time to first token"},
    {"include_usage", Type::boolean, "ask for token counts at the end of a stream (default true)"},
    {"max_tokens_field", Type::string, "max_tokens (default) or max_completion_tokens"},
    {"headers", Type::object, "further headers: name to value"},
    {"ca_file", Type::string, "certificates (PEM) to trust instead of the system's; else SSL_CERT_FILE's"},
    {"idle_timeout_s", Type::number_float, "without a byte, once the reply has begun (default 60)"},
    {"extra", Type::object, "further fields of the request's body, laid over it last"},
};
constexpr std::string_view token_fields[] = {"max_tokens", "max_completion_tokens"};
/// What `extra` may not set, since the house would not know of it.
constexpr std::string_view reserved[] = {"model", "messages", "n", "stream"};

bool is_openais_own(const Candidate& candidate) { return openai_endpoint(candidate) == default_endpoint; }

template <class T>
T option(const Candidate& candidate, const char* name, T fallback) {
  return candidate.options.value(name, std::move(fallback));
}

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// A value of JSON only where something must be escaped: making one costs more than all else of a body.
void add_text(std::string& to, const std::string& text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
  if (plain) to.append(1, '"').append(text).append(1, '"');
  else to += text_of(text);
}

/// "" or the path, relative ones counted from the plan's folder.
std::string ca_file(const Candidate& candidate, const std::string& base) {
  const auto file = option<std::string>(candidate, "ca_file", "");
  return file.empty() ? "" : (std::filesystem::path(base) / file).string();
}

void add_sampling(const Candidate& candidate, Json& body) {
  const Sampling& s = candidate.sampling;
  if (s.temperature) body["temperature"] = *s.temperature;
  if (s.top_p) body["top_p"] = *s.top_p;
  if (s.top_k) body["top_k"] = *s.top_k;
  if (s.seed) body["seed"] = *s.seed;
  if (!s.stop.empty()) body["stop"] = s.stop;
  if (s.max_tokens) body[option<std::string>(candidate, "max_tokens_field", "max_tokens")] = *s.max_tokens;
}

/// OpenAI pads its chunks by default, which bends bytes and times; other servers may refuse the field.
Json stream_options(const Candidate& candidate) {
  Json options = Json::object();
  if (option(candidate, "include_usage", true)) options["include_usage"] = true;
  if (is_openais_own(candidate)) options["include_obfuscation"] = false;
  return options;
}

bool is_header_name(const std::string& name) {
  const auto allowed = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; };
  return !name.empty() && std::all_of(name.begin(), name.end(), allowed);
}

void check_headers(const Candidate& candidate) {
  const Json headers = option(candidate, "headers", Json::object());
  for (const auto& [name, value] : headers.items()) {
    if (!is_header_name(name)) complain(candidate, fmt::format("options.headers: \"{}\" is no header name", name));
    const std::string text = value.is_string() ? value.get<std::string>() : "\n";
    const bool fit = text.find_first_of("\r\n") == std::string::npos;
    if (!fit) complain(candidate, fmt::format("options.headers.{}: must be a string of one line", name));
  }
}

void check_endpoint(const Candidate& candidate) {
  const auto url = parse_url(openai_endpoint(candidate));
  if (!url) complain(candidate, fmt::format("endpoint: \"{}\" is no http or https URL", candidate.endpoint));
  if (url->has_query)
    complain(candidate, fmt::format("endpoint: {} has a query or fragment; give the base URL alone", url->shown));
  if (url->shown.ends_with("/chat/completions"))
    complain(candidate,
             fmt::format("endpoint: {} ends in /chat/completions; give the base URL, up to /v1", url->shown));
}

void check_fields(const Candidate& candidate) {
  if (candidate.model.empty()) complain(candidate, "model: missing; backend openai asks for a model by name");
  if (!candidate.file.empty()) complain(candidate, "file: backend openai takes none, did you mean backend local?");
  if (!candidate.command.empty())
    complain(candidate, "command: backend openai takes none, did you mean backend exec?");
  if (candidate.sampling.top_k && is_openais_own(candidate))
    complain(candidate, "sampling.top_k: api.openai.com knows no top_k; leave it out");
}

void check_option_values(const Candidate& candidate, const std::string& base) {
  const auto field = option<std::string>(candidate, "max_tokens_field", "max_tokens");
  if (std::find(std::begin(token_fields), std::end(token_fields), field) == std::end(token_fields))
    complain(candidate, fmt::format("options.max_tokens_field: \"{}\"{}", field, did_you_mean(field, token_fields)));
  const Json extra = option(candidate, "extra", Json::object());
  for (const std::string_view name : reserved)
    if (extra.contains(name))
      complain(candidate, fmt::format("options.extra: \"{}\" is set by shortlist and cannot be overridden", name));
  const std::string trusted = ca_file(candidate, base);
  if (!trusted.empty() && !std::ifstream(trusted)) complain(candidate, "options.ca_file: cannot read " + trusted);
  if (candidate.options.contains("idle_timeout_s") && !(option(candidate, "idle_timeout_s", 0.0) > 0))
    complain(candidate, "options.idle_timeout_s: must be above 0");
  check_headers(candidate);
}

}  // namespace

std::string openai_endpoint(const Candidate& candidate) {
  std::string endpoint = candidate.endpoint.empty() ? std::string(default_endpoint) : candidate.endpoint;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  return endpoint;
}

KeySource OpenAi::key(const Candidate& candidate) const {
  if (!candidate.api_key_env.empty()) return {candidate.api_key_env, true};
  return {std::string(default_key), is_openais_own(candidate)};
}

HttpRequest OpenAi::request(const Candidate& candidate, const std::string& key) const {
  const bool stream = option(candidate, "stream", true);
  HttpRequest request;
  request.url = openai_endpoint(candidate) + "/chat/completions";
  request.framing = stream ? Framing::sse : Framing::none;
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept", stream ? "text/event-stream" : "application/json"}};
  if (!key.empty()) request.headers.push_back({"Authorization", "Bearer " + key});
  if (!key.empty()) request.secrets.push_back(key);
  const Json headers = option(candidate, "headers", Json::object());
  for (const auto& [name, value] : headers.items()) {
    request.headers.push_back({name, value.get<std::string>()});
    request.secrets.push_back(value.get<std::string>());
  }
  request.ca_file = ca_file(candidate, base_);
  request.idle = std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(option(candidate, "idle_timeout_s", 0.0)));
  return request;
}

std::string OpenAi::common_body(const Candidate& candidate) const {
  Json body = {{"model", candidate.model}};
  add_sampling(candidate, body);
  if (option(candidate, "stream", true)) {
    body["stream"] = true;
    if (Json options = stream_options(candidate); !options.empty()) body["stream_options"] = std::move(options);
  }
  body.update(option(candidate, "extra", Json::object()));
  return text_of(body);
}

// The messages are put in as the last field: building the whole as one JSON value for each item is the dearest part.
std::string OpenAi::body(std::string_view common, const Item& item) const {
  std::string body(common.substr(0, common.size() - 1));
  body += ",\"messages\":[";
  for (const Message& m : item.prompt) {
    if (&m != &item.prompt.front()) body += ',';
    body += "{\"role\":";
    add_text(body, m.role);
    body += ",\"content\":";
    add_text(body, m.content);
    body += '}';
  }
  return body += "]}";
}

void check_openai(const Candidate& candidate, const BackendWorld& world) {
  check_fields(candidate);
  check_endpoint(candidate);
  check_options(candidate, option_rows);
  check_option_values(candidate, world.base);
  const KeyLookup key = look_up_key(OpenAi().key(candidate), world.env);
  if (!key.complaint.empty()) complain(candidate, key.complaint);
}

std::unique_ptr<Backend> make_openai(const BackendWorld& world) {
  return std::make_unique<HttpBackend>(std::make_unique<OpenAi>(world.base), world.env, world.clock);
}

std::string openai_lane(const Candidate& candidate) {
  const auto url = parse_url(openai_endpoint(candidate));
  return fmt::format("openai {} {}", url ? url->shown : "?", OpenAi().key(candidate).variable);
}

}  // namespace shortlist
