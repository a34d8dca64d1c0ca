#pragma once
// The sections of the HTML page, in its order; each heading states its finding. Pure; results are markup.
#include <string>

#include "reports/summary.hpp"

namespace shortlist {

std::string ranking_section(const Run& run, const Summary& summary);
std::string suites_section(const Run& run, const Summary& summary);
std::string flaws_section(const Summary& summary);
std::string left_section(const Run& run);
std::string method_section(const Summary& summary);

}  // namespace shortlist
