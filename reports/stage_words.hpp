#pragma once
// The stages in words: who left on what evidence, what an audit found. Pure; texts are visible() and not yet escaped.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

struct StageRow {
  std::string name, field;          ///< "race", "5 -> 2"; "5 -> 2 so far" while it is open, "not begun"; an audit: "2 of 3" who had been dropped
  std::string rounds, calls;        ///< "-" where there were none
  std::vector<std::string> left;    ///< "claude: behind by 4.1 points, at least 0.3"
  std::vector<std::string> notes;
};
/// All stages that can narrow the field or ask anybody, in the plan's order: not `decide`. Their calls are all calls on record,
/// each counted where it was first needed.
std::vector<StageRow> stage_rows(const Run& run);
/// Whether a stage asks in order to choose: not constraints, decide and audit.
bool asks_to_choose(const StageReport& stage);

/// "2 points", "1 point", "2.5 points".
std::string points_of(double share);
/// "A, C and 5 more".
std::string name_list(const Run& run, const std::vector<std::uint32_t>& candidates, std::size_t at_most = 12);

/// "audit: ..."; nothing where the plan has none.
std::vector<std::string> audit_lines(const Run& run);
/// Whether an audit says whether dropping the candidate was wrong: it and the chosen one were asked all, and it answered.
bool is_judged(const Run& run, const AuditFinding& finding);

}  // namespace shortlist
