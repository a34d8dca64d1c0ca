#include "harness/config/digest.hpp"
#include "harness/store/asked.hpp"
#include "harness/store/store.hpp"

namespace shortlist {
namespace {

Json asked_candidate(const Candidate& candidate, const std::string& plan_path) {
  return {{"name", candidate.name},          {"backend", candidate.backend}, {"model", candidate.model},
          {"endpoint", candidate.endpoint},  {"file", candidate.file},       {"command", candidate.command},
          {"sampling", asked(candidate.sampling)}, {"prompting", asked(candidate.prompting)},
          {"options", asked_options(candidate)}, {"local", local_things(candidate, plan_path)}};
}

}  // namespace

std::string asked_digest(const Plan& plan) {
  Json json = {{"format", 1}, {"seed", plan.seed}, {"repeats", plan.repeats}};
  json["candidates"] = Json::array();
  for (const Candidate& candidate : plan.candidates)
    json["candidates"].push_back(asked_candidate(candidate, plan.path));
  json["suites"] = Json::array();
  for (const Suite& suite : plan.suites)
    json["suites"].push_back({{"asked", suite.asked_digest}, {"limit", suite.limit}});
  return sha256_hex(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace shortlist
