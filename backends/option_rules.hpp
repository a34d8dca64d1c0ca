#pragma once
// Rules for what a plan may say of one candidate, where a type alone does not settle it (options.hpp).
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "harness/types/candidate.hpp"

namespace shortlist {

struct OptionRule {
  std::string_view name, expected;  ///< "threads", "a whole number from 1 to 1024"
  bool (*fits)(const Json& value);
};

/// Throws UserError naming candidate.where, with the nearest name, for a key that no rule has or a value that
/// does not fit. `path` is what the object is called in complaints: "options", "options.faults".
void check_rules(const Candidate& candidate, const Json& object, const std::string& path,
                 std::span<const OptionRule> rules);

/// Throws UserError if the candidate has a field that its backend has no use for. `takes` names those it has.
void check_unused_fields(const Candidate& candidate, std::initializer_list<std::string_view> takes);

/// `file` counted from `base` unless it is absolute.
std::string path_from(const std::string& base, const std::string& file);

inline bool whole_number_in(const Json& value, std::int64_t low, std::int64_t high) {
  return value.is_number_integer() && value >= low && value <= high;
}
inline bool number_in(const Json& value, double low, double high) {
  return value.is_number() && value >= low && value <= high;
}

}  // namespace shortlist
