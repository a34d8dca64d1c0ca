#pragma once
// The stages in words: who left on what evidence, what a race proved, what an audit found. Pure; texts are visible() and
// not yet escaped.
//
// What a race proved is said as the study of the race words it; "best" is only ever said of the field ("the best of the
// 8"), and a level that is calibrated and not proven is named so wherever it is named.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

inline constexpr std::string_view calibrated_label = "calibrated on public tables, no guarantee";

struct StageRow {
  std::string name, field;          ///< "race", "5 -> 2"; "5 -> 2 so far" while it is open, "not begun"
  std::string rounds, calls;        ///< "-" where there were none
  std::vector<std::string> left;    ///< "claude: behind by 4.1 points, at least 0.3"
  std::vector<std::string> notes;
};
/// Stages that can narrow the field, in the plan's order: not `decide` and `audit`.
std::vector<StageRow> stage_rows(const Run& run);

/// "2 points", "1 point", "2.5 points".
std::string points_of(double share);
/// "A, C and 5 more".
std::string name_list(const Run& run, const std::vector<std::uint32_t>& candidates, std::size_t at_most = 12);
/// "on this 500-question suite", "on this task, of which these 500 questions are a sample".
std::string scope_text(const Run& run, const Certificate& certificate);

/// "Within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified; 21 % of the calls). Not
/// excluded as best: A, C."; one a race, led by the race's name where there are several.
std::vector<std::string> certificate_lines(const Run& run);
/// "audit: ..."; nothing where the plan has none.
std::vector<std::string> audit_lines(const Run& run);

}  // namespace shortlist
