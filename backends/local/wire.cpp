#include "backends/local/wire.hpp"

#include <unistd.h>

#include <cerrno>

#include "harness/types/parse_json.hpp"

namespace shortlist::local {
namespace {

std::vector<Message> messages(const Json& request) {
  std::vector<Message> list;
  for (const Json& message : request.at("messages"))
    list.push_back({message.at("role").get<std::string>(), message.at("content").get<std::string>()});
  return list;
}

Sampling sampling(const Json& request) {
  Sampling s;
  const Json given = request.value("sampling", Json::object());
  s.temperature = given.value("temperature", s.temperature);
  s.top_p = given.value("top_p", s.top_p);
  s.top_k = given.value("top_k", s.top_k);
  s.max_tokens = given.value("max_tokens", s.max_tokens);
  s.stop = given.value("stop", s.stop);
  // Repeats of one item must be able to differ, and each must come out the same another time.
  s.seed = given.value("seed", s.seed) + request.value("repeat", 0U);
  return s;
}

Request request_of(const Json& json) {
  Request request{json.at("id").get<std::int64_t>(), Cancel{}};
  const std::string op = json.at("op").get<std::string>();
  if (op == "generate")
    request.what = Generate{messages(json), sampling(json)};
  else if (op == "loglikelihood")
    request.what = Loglikelihood{messages(json), json.at("continuation").get<std::string>()};
  else if (op != "cancel")
    throw std::invalid_argument("unknown op \"" + op + "\"");
  return request;
}

}  // namespace

std::variant<Request, Misunderstood> parse_request(const std::string& line) {
  const Json json = parse_json(line);
  if (!json.is_object()) return Misunderstood{std::nullopt, "not a JSON object"};
  try {
    return request_of(json);
  } catch (const std::exception& error) {  // nlohmann reports a missing or wrong field by exception only
    std::optional<std::int64_t> id;
    if (json.contains("id") && json["id"].is_number_integer()) id = json["id"].get<std::int64_t>();
    return Misunderstood{id, error.what()};
  }
}

void Output::line(const Json& value) {
  const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  std::lock_guard lock(mutex_);
  for (std::size_t at = 0; at < text.size() && !closed_;) {
    ssize_t n = write(fd_, text.data() + at, text.size() - at);
    if (n > 0)
      at += static_cast<std::size_t>(n);
    else if (errno != EINTR)
      closed_ = true;
  }
}

}  // namespace shortlist::local
