#pragma once
// What was served, in words: a line a candidate and matter. The names are the servers' own and hostile. Pure;
// texts are visible() and not yet escaped.
#include <string>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

/// What a reader must know: another model, a prompt cut short, changing fingerprints, no token counts.
std::vector<std::string> served_warnings(const Run& run);
/// Models by the names under which they were served, where these differ from the plan's.
std::vector<std::string> served_names(const Run& run);

}  // namespace shortlist
