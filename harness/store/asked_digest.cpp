#include <filesystem>

#include "harness/config/digest.hpp"
#include "harness/store/store.hpp"

namespace shortlist {
namespace fs = std::filesystem;
namespace {

template <class T>
void put(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = *value;
}

Json asked(const Sampling& sampling) {
  Json json = Json::object();
  put(json, "temperature", sampling.temperature);
  put(json, "top_p", sampling.top_p);
  put(json, "top_k", sampling.top_k);
  put(json, "max_tokens", sampling.max_tokens);
  put(json, "seed", sampling.seed);
  if (!sampling.stop.empty()) json["stop"] = sampling.stop;
  return json;
}

Json asked(const Prompting& prompting) {
  Json json = Json::object();
  put(json, "system", prompting.system);
  put(json, "few_shot", prompting.few_shot);
  if (!prompting.messages) return json;
  json["messages"] = Json::array();
  for (const Message& message : *prompting.messages) json["messages"].push_back({message.role, message.content});
  return json;
}

/// Files and programs are named relative to the plan's folder, so equal names in two folders are two things; a file that
/// has been replaced by one of another size is another file.
Json local_things(const Candidate& candidate, const std::string& plan_path) {
  if (candidate.file.empty() && candidate.command.empty()) return nullptr;
  std::error_code none;
  const fs::path folder = fs::weakly_canonical(fs::absolute(plan_path, none).parent_path(), none);
  Json things = {{"folder", folder.string()}};
  const auto size = fs::file_size(folder / candidate.file, none);
  if (!candidate.file.empty() && !none) things["size"] = size;
  return things;
}

Json asked(const Candidate& candidate, const std::string& plan_path) {
  return {{"name", candidate.name},          {"backend", candidate.backend}, {"model", candidate.model},
          {"endpoint", candidate.endpoint},  {"file", candidate.file},       {"command", candidate.command},
          {"sampling", asked(candidate.sampling)}, {"prompting", asked(candidate.prompting)},
          {"options", candidate.options},    {"local", local_things(candidate, plan_path)}};
}

}  // namespace

std::string asked_digest(const Plan& plan) {
  Json json = {{"format", 1}, {"seed", plan.seed}, {"repeats", plan.repeats}};
  json["candidates"] = Json::array();
  for (const Candidate& candidate : plan.candidates) json["candidates"].push_back(asked(candidate, plan.path));
  json["suites"] = Json::array();
  for (const Suite& suite : plan.suites)
    json["suites"].push_back({{"asked", suite.asked_digest}, {"limit", suite.limit}});
  return sha256_hex(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace shortlist
