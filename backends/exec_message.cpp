#include "backends/exec_message.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shortlist {
namespace {

constexpr Duration longest_wait = std::chrono::hours(24);   ///< that a program can ask for

Json sampling_json(const Sampling& sampling) {
  Json json = Json::object();
  if (sampling.temperature) json["temperature"] = *sampling.temperature;
  if (sampling.top_p) json["top_p"] = *sampling.top_p;
  if (sampling.top_k) json["top_k"] = *sampling.top_k;
  if (sampling.max_tokens) json["max_tokens"] = *sampling.max_tokens;
  if (sampling.seed) json["seed"] = *sampling.seed;
  if (!sampling.stop.empty()) json["stop"] = sampling.stop;
  return json;
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::string text_in(const Json& object, const char* name) {
  auto found = object.find(name);
  return found == object.end() || found->is_null() ? "" : text_of(*found);
}

std::optional<std::int64_t> tokens(const Json& usage, const char* name) {
  auto found = usage.find(name);
  if (found == usage.end() || !found->is_number_integer() || *found < 0) return std::nullopt;
  return found->get<std::int64_t>();
}

std::optional<Usage> usage_in(const Json& line) {
  auto usage = line.find("usage");
  if (usage == line.end() || !usage->is_object()) return std::nullopt;
  return Usage{tokens(*usage, "input"), tokens(*usage, "cached"), tokens(*usage, "output"),
               tokens(*usage, "reasoning")};
}

}  // namespace

std::string exec_request(const Candidate& candidate, const Item& item, std::uint32_t repeat) {
  Json messages = Json::array();
  for (const Message& message : item.prompt)
    messages.push_back({{"role", message.role}, {"content", message.content}});
  const Json request{{"op", "generate"},
                     {"model", candidate.model},
                     {"messages", std::move(messages)},
                     {"sampling", sampling_json(candidate.sampling)},
                     {"item", item.id},
                     {"repeat", repeat}};
  return request.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::variant<ExecHello, Failure, std::string> exec_hello(const Json& line) {
  if (!line.is_object() || text_in(line, "protocol") != exec_protocol)
    return fmt::format("the first line must be {{\"protocol\":\"{}\"}}, not {}", exec_protocol,
                       in_one_line(line.dump(), 200));
  if (line.contains("error")) {
    Failure failure = exec_failure(line["error"]);
    if (failure.detail.empty()) failure.detail = "the program says that it cannot work, and not why";
    return failure;
  }
  ExecHello hello;
  if (auto parallel = line.find("parallel"); parallel != line.end()) {
    if (!parallel->is_number_integer() || *parallel < 1 || *parallel > 1024)
      return fmt::format("parallel must be a whole number from 1 to 1024, not {}", parallel->dump());
    hello.parallel = parallel->get<std::size_t>();
  }
  if (auto facts = line.find("facts"); facts != line.end()) {
    if (!facts->is_object()) return "facts must be an object, not " + in_one_line(facts->dump(), 200);
    for (const auto& [name, value] : facts->items()) hello.facts[name] = text_of(value);
  }
  return hello;
}

std::variant<Completion, std::string> exec_answer(const Json& line, const std::string& streamed) {
  Completion answer;
  if (auto text = line.find("text"); text == line.end())
    answer.text = streamed;
  else if (!text->is_string())
    return "text must be a string, not " + in_one_line(text->dump(), 200);
  else
    answer.text = *text;
  const std::string name = line.contains("finish") ? text_in(line, "finish") : "stop";
  answer.finish = finish(name).value_or(Finish::unknown);
  answer.reasoning = text_in(line, "reasoning");
  answer.model_served = text_in(line, "model");
  answer.usage = usage_in(line);
  return answer;
}

Failure exec_failure(const Json& line) {
  if (!line.is_object()) return {FailureKind::protocol, "an error without its kind", {}};
  const std::string name = text_in(line, "kind"), detail = in_one_line(text_in(line, "detail"), 2000);
  const auto kind = failure_kind(name);
  if (!kind)
    return {FailureKind::protocol,
            fmt::format("unknown kind of error \"{}\": {}", in_one_line(name, 100), detail),
            {}};
  Failure failure{*kind, detail, {}};
  if (auto wait = line.find("retry_after_ms"); wait != line.end() && wait->is_number() && *wait >= 0)
    failure.retry_after = from_ms(std::min(wait->get<double>(), to_ms(longest_wait)));
  return failure;
}

std::string in_one_line(std::string_view text, std::size_t bytes_max) {
  std::string line(text.substr(0, bytes_max));
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' ')) line.pop_back();
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return text.size() > bytes_max ? line + " ..." : line;
}

}  // namespace shortlist
