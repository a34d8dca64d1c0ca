#pragma once
// Front door of the reading: plan files in, plans out, each complaint with its place and the way out.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "harness/types/json.hpp"
#include "harness/types/plan.hpp"

namespace shortlist {

/// Looks an environment variable up; the environment itself is the caller's.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// Reads a plan file (YAML or JSON), follows `extends`, fills `${VAR}`, expands variants. The suites are only named
/// (source, weight, limit): datasets/ loads them. Throws UserError.
Plan read_plan(const std::string& path, const Environment& env);
/// The same from text; `path` serves complaints and relative paths.
Plan parse_plan(std::string_view text, const std::string& path, const Environment& env);
/// The resolved plan in the plan file's own format, all defaults written out: parse_plan reads it back to an equal
/// plan. The same plan gives the same bytes. Dollar signs in text come doubled, as in any plan.
Json plan_json(const Plan& plan);
/// JSON Schema (draft-07) of the plan file, for editors.
std::string_view plan_schema();

}  // namespace shortlist
