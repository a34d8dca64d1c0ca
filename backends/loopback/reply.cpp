#include "backends/loopback/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace shortlist::loopback {
namespace {

constexpr std::pair<std::string_view, Fault> fault_names[] = {
    {"e429", Fault::rate_limited}, {"quota", Fault::quota},        {"e500", Fault::server_error},
    {"e503", Fault::overloaded},   {"e401", Fault::unauthorized},  {"e404", Fault::not_found},
    {"e307", Fault::redirect},     {"html", Fault::html},          {"rst", Fault::reset},
    {"rstmid", Fault::reset_midway}, {"cut", Fault::cut},          {"trunc", Fault::truncated},
    {"badjson", Fault::malformed}, {"errstream", Fault::error_in_stream}, {"slowclose", Fault::slow_close},
    {"closeafter", Fault::close_after}, {"hang", Fault::hang},
};

struct ErrorRow { Fault fault; int status; const char* reason; const char* body; };
constexpr ErrorRow error_rows[] = {
    {Fault::rate_limited, 429, "Too Many Requests",
     R"({"error":{"message":"Rate limit reached","type":"requests","param":null,"code":"rate_limit_exceeded"}})"},
    {Fault::quota, 429, "Too Many Requests",
     R"({"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}})"},
    {Fault::server_error, 500, "Internal Server Error",
     R"({"error":{"message":"The server had an error","type":"server_error","code":null}})"},
    {Fault::overloaded, 503, "Service Unavailable",
     R"({"error":{"message":"Loading model","type":"unavailable_error","code":503}})"},
    {Fault::unauthorized, 401, "Unauthorized",
     R"({"error":{"message":"Incorrect API key provided: ANSWER","type":"invalid_request_error","code":"invalid_api_key"}})"},
    {Fault::not_found, 404, "Not Found",
     R"({"error":{"message":"The model does not exist","type":"invalid_request_error","code":"model_not_found"}})"},
    {Fault::redirect, 307, "Temporary Redirect", "moved"},
    {Fault::html, 200, "OK", "<html><body><h1>Welcome to nginx!</h1></body></html>"},
};

/// splitmix64's finaliser (Steele, Lea, Flood 2014).
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

Duration ms(double n) { return Duration(static_cast<Duration::rep>(n * 1e6)); }

void take_word(std::string_view word, Manners& m) {
  const std::size_t digits = std::min(word.find_first_of("0123456789"), word.size());
  const std::string_view name = word.substr(0, digits);
  double value = 0;
  std::from_chars(word.data() + digits, word.data() + word.size(), value);
  if (name == "ttft") m.ttft = ms(value);
  else if (name == "itl") m.inter_token = ms(value);
  else if (name == "slowhdr") m.slow_headers = ms(value);
  else if (name == "tok") m.tokens = static_cast<int>(value);
  else if (name == "cap") m.most_at_once = static_cast<int>(value);
  else if (name == "ra") m.retry_after_s = value;
  else if (word == "roleearly") m.role_early = true;
  const std::size_t bar = std::min(word.find('_'), word.size());
  const Fault fault = fault_named(word.substr(0, bar));
  int share = 100;
  if (bar < word.size()) std::from_chars(word.data() + bar + 1, word.data() + word.size(), share);
  if (fault != Fault::none) m.faults.push_back({fault, share});
}

/// The string that begins at `from`, up to its closing quote, escapes kept.
std::string_view json_string(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return text.substr(from, std::min(end, text.size()) - from);
}

/// The text behind the last `"key":` (given with its quotes and colon); quotes inside strings are escaped, so it is no
/// part of one. npos if there is none.
std::size_t value_of(std::string_view body, std::string_view key) {
  const std::size_t at = body.rfind(key);
  return at == std::string_view::npos ? at : body.find_first_not_of(' ', at + key.size());
}

std::string answer_in(std::string_view body) {
  constexpr std::string_view mark = "ANSWER=";
  if (const auto at = body.rfind(mark); at != std::string_view::npos) {
    const std::string_view rest = body.substr(at + mark.size());
    return std::string(rest.substr(0, std::min(rest.find_first_of(" \\\""), rest.size())));
  }
  const std::size_t at = value_of(body, R"("content":)");
  return at == std::string_view::npos ? "" : std::string(json_string(body, at + 1));
}

bool is_true(std::string_view body, std::string_view key) {
  const std::size_t at = value_of(body, key);
  return at != std::string_view::npos && body.substr(at, 4) == "true";
}

/// Cut behind each blank; padded or joined to `count` pieces if that is not 0.
std::vector<std::string> pieces_of(const std::string& answer, int count) {
  std::vector<std::string> pieces(1);
  for (const char c : answer) {
    const bool room = count == 0 || static_cast<int>(pieces.size()) < count;
    if (!pieces.back().empty() && pieces.back().back() == ' ' && c != ' ' && room) pieces.emplace_back();
    pieces.back() += c;
  }
  while (static_cast<int>(pieces.size()) < count) pieces.emplace_back(" ");
  return pieces;
}

/// One chunk of the chunked coding. A stream has many, so it is made without a format string.
std::string chunk(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  char hex[16];
  const auto end = std::to_chars(hex, hex + sizeof hex, size, 16).ptr;
  std::string text;
  text.reserve(size + 20);
  text.append(hex, end).append("\r\n");
  for (const std::string_view part : parts) text.append(part);
  return text.append("\r\n");
}

struct Writer {
  const Request& request;
  const Manners& manners;
  std::uint64_t number;
  std::vector<Step> steps;
  std::string opening;   ///< of each event

  std::string event(std::string_view before, std::string_view text, std::string_view after,
                    std::string_view finish = "null") const {
    return chunk({opening, before, text, after, R"(},"finish_reason":)", finish, "}]}\n\n"});
  }
  std::string usage(std::size_t tokens) const {
    return fmt::format("\"usage\":{{\"prompt_tokens\":10,\"completion_tokens\":{},\"total_tokens\":{}}}", tokens,
                       tokens + 10);
  }
  void add(Duration at, std::string bytes, bool token = false) { steps.push_back({at, std::move(bytes), token, {}}); }
  void end(Step::Then then) { steps.back().then = then; }

  void head(int status, const char* reason, std::string_view type, std::string_view more) {
    add(manners.slow_headers, fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\nx-request-id: req-{}\r\n{}\r\n", status,
                                          reason, type, number, more));
  }
  void error(const ErrorRow& row) {
    std::string body = row.body;
    if (const auto at = body.find("ANSWER"); at != std::string::npos) body.replace(at, 6, request.answer);
    std::string more = fmt::format("Content-Length: {}\r\n", body.size());
    if (row.status == 429 && manners.retry_after_s > 0) more += fmt::format("Retry-After: {}\r\n", manners.retry_after_s);
    if (row.status == 307) more += fmt::format("Location: http://{}/v1/chat/completions\r\n", request.answer);
    head(row.status, row.reason, body[0] == '{' ? "application/json" : "text/html", more);
    add(manners.slow_headers, body);
    end(Step::Then::keep_alive);
  }
  void whole(Fault fault) {
    const auto pieces = pieces_of(request.answer, manners.tokens);
    const std::string body = fmt::format(
        "{{\"id\":\"chatcmpl-{}\",\"object\":\"chat.completion\",\"model\":\"{}\",\"choices\":[{{\"index\":0,\"message\":"
        "{{\"role\":\"assistant\",\"content\":\"{}\"}},\"finish_reason\":\"stop\"}}],{}}}",
        number, request.model, request.answer, usage(pieces.size()));
    const bool half = fault == Fault::reset_midway || fault == Fault::cut || fault == Fault::truncated;
    const std::string said = half || fault == Fault::malformed ? body.substr(0, body.size() / 2) : body;
    head(200, "OK", "application/json", fmt::format("Content-Length: {}\r\n", half ? body.size() : said.size()));
    const Duration thinking = manners.inter_token * static_cast<int>(pieces.size() - 1);
    add(std::max(manners.ttft, manners.slow_headers) + thinking, said, true);
    const bool ends = fault == Fault::cut || fault == Fault::truncated || fault == Fault::close_after;
    end(fault == Fault::reset_midway ? Step::Then::reset : ends ? Step::Then::close : Step::Then::keep_alive);
  }
  void stream(Fault fault);
};

void Writer::stream(Fault fault) {
  const auto pieces = pieces_of(request.answer, manners.tokens);
  const Duration first = std::max(manners.ttft, manners.slow_headers);
  opening = fmt::format(R"(data: {{"id":"chatcmpl-{}","object":"chat.completion.chunk","model":"{}",)"
                        R"("choices":[{{"index":0,"delta":{{)", number, request.model);
  steps.reserve(pieces.size() + 6);
  head(200, "OK", "text/event-stream", "Transfer-Encoding: chunked\r\nCache-Control: no-cache\r\n");
  add(manners.role_early ? manners.slow_headers : first, event(R"("role":"assistant","content":")", "", "\""));
  const bool half = fault != Fault::none && fault != Fault::slow_close && fault != Fault::close_after;
  Duration at = first;
  for (std::size_t i = 0; i < pieces.size(); ++i, at += manners.inter_token) {
    if (half && i >= pieces.size() / 2) break;
    add(at, event(R"("content":")", pieces[i], "\""), true);
  }
  if (at > first) at -= manners.inter_token;
  switch (fault) {
    case Fault::reset_midway: return end(Step::Then::reset);
    case Fault::cut: return end(Step::Then::close);
    case Fault::malformed: add(at, chunk({"data: {\"choices\":[{\"delta\":{\"content\":\n\n"})); break;
    case Fault::error_in_stream:
      add(at, chunk({"data: {\"error\":{\"message\":\"overloaded\",\"type\":\"overloaded_error\"}}\n\n"}));
      break;
    case Fault::truncated: break;
    default:
      add(at, event("", "", "", "\"stop\""));
      if (request.include_usage) add(at, chunk({"data: {\"choices\":[],", usage(pieces.size()), "}\n\n"}));
      add(at, chunk({"data: [DONE]\n\n"}));
      if (fault == Fault::slow_close) return;
  }
  add(at, "0\r\n\r\n");
  end(fault == Fault::close_after ? Step::Then::close : Step::Then::keep_alive);
}

}  // namespace

Fault fault_named(std::string_view name) {
  for (const auto& [known, fault] : fault_names)
    if (known == name) return fault;
  return Fault::none;
}

std::string_view name_of(Fault fault) {
  for (const auto& [name, known] : fault_names)
    if (known == fault) return name;
  return "ok";
}

Manners manners_of(std::string_view model) {
  Manners manners;
  while (!model.empty()) {
    const std::size_t end = std::min(model.find('-'), model.size());
    take_word(model.substr(0, end), manners);
    model.remove_prefix(std::min(end + 1, model.size()));
  }
  return manners;
}

Fault draw(const Manners& manners, std::uint64_t seed, std::uint64_t number) {
  auto roll = static_cast<int>(mix(seed ^ mix(number)) % 100);
  for (const auto& [fault, share] : manners.faults) {
    if (roll < share) return fault;
    roll -= share;
  }
  return Fault::none;
}

Request read_request(std::string_view body) {
  const std::size_t model = value_of(body, R"("model":)");
  return {model == std::string_view::npos ? "" : std::string(json_string(body, model + 1)), answer_in(body),
          is_true(body, R"("stream":)"), is_true(body, R"("include_usage":)")};
}

std::vector<Step> reply_to(const Request& request, const Manners& manners, Fault fault, std::uint64_t number) {
  Writer writer{request, manners, number, {}, {}};
  if (fault == Fault::hang) return {};
  if (fault == Fault::reset) return {{manners.slow_headers, "", false, Step::Then::reset}};
  for (const ErrorRow& row : error_rows)
    if (row.fault == fault) return writer.error(row), std::move(writer.steps);
  if (request.stream) writer.stream(fault);
  else writer.whole(fault);
  return std::move(writer.steps);
}

}  // namespace shortlist::loopback
