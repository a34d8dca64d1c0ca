#include "harness/store/record_json.hpp"

#include "harness/store/columns.hpp"

namespace shortlist {
namespace {

Json json_of(const Attempt& attempt) {
  Json json = {{"at_ns", attempt.at.count()}, {"took_ns", attempt.took.count()}};
  if (attempt.failure) json["failure"] = name_of(*attempt.failure);
  if (!attempt.detail.empty()) json["detail"] = json_of_bytes(attempt.detail);
  if (attempt.http_status != 0) json["http_status"] = attempt.http_status;
  if (!attempt.request_id.empty()) json["request_id"] = json_of_bytes(attempt.request_id);
  return json;
}

Json json_of(const ToolCall& call) {
  return Json::array({json_of_bytes(call.id), json_of_bytes(call.name), json_of_bytes(call.arguments)});
}

/// Unlike get<>, refuses 1e300.
std::int64_t whole(const Json& json) { return json.get_ref<const std::int64_t&>(); }

Attempt attempt_of(const Json& json) {
  Attempt attempt;
  attempt.at = Duration(whole(json.at("at_ns")));
  attempt.took = Duration(whole(json.at("took_ns")));
  if (json.contains("failure")) attempt.failure = failure_kind(json.at("failure").get<std::string>());
  if (json.contains("detail")) attempt.detail = bytes_of_json(json.at("detail"));
  if (json.contains("http_status")) attempt.http_status = static_cast<int>(whole(json.at("http_status")));
  if (json.contains("request_id")) attempt.request_id = bytes_of_json(json.at("request_id"));
  return attempt;
}

ToolCall tool_call_of(const Json& json) {
  return {bytes_of_json(json.at(0)), bytes_of_json(json.at(1)), bytes_of_json(json.at(2))};
}

template <class T>
std::string list_text(const std::vector<T>& values) {
  Json json = Json::array();
  for (const T& value : values) json.push_back(json_of(value));
  return json.dump();
}

}  // namespace

std::string text_of(const std::vector<Attempt>& attempts) { return list_text(attempts); }
std::string text_of(const std::vector<ToolCall>& calls) { return list_text(calls); }

std::vector<Attempt> attempts_of(const std::string& text) {
  std::vector<Attempt> attempts;
  for (const Json& json : Json::parse(text)) attempts.push_back(attempt_of(json));
  return attempts;
}

std::vector<ToolCall> tool_calls_of(const std::string& text) {
  std::vector<ToolCall> calls;
  for (const Json& json : Json::parse(text)) calls.push_back(tool_call_of(json));
  return calls;
}

}  // namespace shortlist
