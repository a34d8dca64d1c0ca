#pragma once
// Plans for the tests, and equality of plans field by field.
#include <map>
#include <string>

#include "harness/config/config.hpp"

namespace shortlist {

inline Environment environment(std::map<std::string, std::string> variables = {}) {
  return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

inline Plan plan_of(const std::string& text) { return parse_plan(text, "plan.yaml", environment()); }

/// A whole plan with these candidates.
inline std::string with_candidates(const std::string& lines) {
  return "version: 1\nsuites: [s]\ncandidates:\n" + lines;
}
/// A whole plan with more keys.
inline std::string with_more(const std::string& lines) {
  return "version: 1\nsuites: [s]\ncandidates: [\"mock:a\", \"mock:b\"]\n" + lines;
}

/// The plan of the README, without what later stages bring.
extern const char* const example_plan;

/// "" if they are equal in all but the places of complaints, else the first field that differs.
std::string difference(const Plan& a, const Plan& b);

}  // namespace shortlist
