#pragma once
// How the figures came to be, for the end of a report: definitions, policy, provenance. Pure.
#include <vector>

#include "reports/summary.hpp"

namespace shortlist {

std::vector<Notes> method_notes(const Run& run);

}  // namespace shortlist
