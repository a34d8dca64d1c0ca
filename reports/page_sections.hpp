#pragma once
// The sections of the HTML page, in its order; each heading states its finding. Pure; results are markup.
#include <string>

#include "reports/summary.hpp"

namespace shortlist {

/// Shared by the sections.
std::string section(std::string_view id, std::string_view title, std::string_view finding,
                    std::string_view content);
std::string table(std::string_view css_class, std::string_view head, std::string_view body);
std::string table_row(const RankingRow& row, std::string_view cells);
std::string name_cell(const RankingRow& row, bool with_model);
std::string typeset(std::string range);   ///< "81.3..86.6" and "-1.2 .. +2.2" as a page sets them

std::string ranking_section(const Run& run, const Summary& summary);
std::string suites_section(const Run& run, const Summary& summary);
std::string latency_section(const Run& run, const Summary& summary);
std::string lanes_section(const Run& run);   ///< "" where no lane changed
std::string flaws_section(const Summary& summary);
std::string stages_section(const Run& run);                                ///< "" where there are none
std::string decision_section(const Run& run, const Summary& summary);      ///< "" where nobody is chosen
std::string left_section(const Run& run);
std::string method_section(const Summary& summary);

}  // namespace shortlist
