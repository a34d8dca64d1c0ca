#pragma once
// A candidate in one word: BACKEND:MODEL or BACKEND/MODEL.
#include <string>
#include <string_view>
#include <vector>

#include "harness/config/plan_parts.hpp"

namespace shortlist {

/// For local and replay the rest is a file, for exec a command, else a model.
Candidate read_shorthand(const Value& value, const PlanFolder& folder);

/// Words as a POSIX shell splits them: blanks, 'single', "double" quotes, backslashes; nothing is expanded.
std::vector<std::string> shell_words(const Value& value, std::string_view text);

}  // namespace shortlist
