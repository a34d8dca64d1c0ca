#include "backends/local/wire.hpp"

#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <utility>

#include "harness/types/parse_json.hpp"

namespace shortlist::local {
namespace {

std::vector<Message> messages(const Json& request) {
  std::vector<Message> list;
  for (const Json& message : request.at("messages"))
    list.push_back({message.at("role").get<std::string>(), message.at("content").get<std::string>()});
  return list;
}

/// nlohmann casts whatever number it finds: 1e300 to an int is anything at all.
template <class Number>
Number whole(const Json& value) {
  if (!value.is_number_integer()) throw std::invalid_argument("a whole number is needed, not " + value.dump());
  const bool fits = value.is_number_unsigned() ? std::in_range<Number>(value.get<std::uint64_t>())
                                               : std::in_range<Number>(value.get<std::int64_t>());
  if (!fits) throw std::invalid_argument(value.dump() + " is out of range");
  return value.get<Number>();
}

template <class Number>
Number whole(const Json& object, const char* name, Number otherwise) {
  return object.contains(name) ? whole<Number>(object.at(name)) : otherwise;
}

Sampling sampling(const Json& request) {
  Sampling s;
  const Json given = request.value("sampling", Json::object());
  s.temperature = given.value("temperature", s.temperature);
  s.top_p = given.value("top_p", s.top_p);
  s.top_k = whole(given, "top_k", s.top_k);
  s.max_tokens = whole(given, "max_tokens", s.max_tokens);
  s.stop = given.value("stop", s.stop);
  // Repeats of one item must be able to differ, and each must come out the same another time.
  s.seed = static_cast<std::uint32_t>(whole<std::uint64_t>(given, "seed", s.seed)) + whole(request, "repeat", 0U);
  return s;
}

Request request_of(const Json& json) {
  Request request{whole<std::int64_t>(json.at("id")), Cancel{}};
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
