#pragma once
// The parts that a plan is read from, one reader each. Only plan.cpp puts them together.
#include <filesystem>
#include <string>
#include <vector>

#include "harness/config/fields.hpp"
#include "harness/types/plan.hpp"

namespace shortlist {

constexpr std::size_t max_candidates = 10'000;   ///< variants expanded

/// Files named in a plan count from the file that names them, which `extends` may have brought from another folder;
/// in the Plan they count from the plan's own folder.
struct PlanFolder {
  std::filesystem::path folder;
  std::string file(const Value& named) const;                                ///< of text that is a file's name
  std::string file(const Value& named, const std::string& name) const;      ///< `named` is where it was written
};

std::vector<Candidate> read_candidates(const Value& list, const PlanFolder& folder);
std::vector<Suite> read_suites(const Value& list, const PlanFolder& folder);
Objective read_objective(const Value& map);
/// Names of candidates that stages give are looked up among these.
std::vector<Stage> read_stages(const Value& list, const std::vector<Candidate>& candidates);
/// Of a plan that names none.
std::vector<Stage> default_stages(const std::vector<Candidate>& candidates);
FailurePolicy read_failures(const Value& map);
std::map<std::string, LaneLimits> read_lanes(const Value& map);
Budget read_budget(const Value& map);
Gate read_gate(const Value& map);

/// A prompt template: a list of {role, content}, or text, which is one user message.
std::vector<Message> read_messages(const Value& value);

}  // namespace shortlist
