#pragma once
// What the readers of stages share.
#include <string>
#include <vector>

#include "harness/config/plan_parts.hpp"

namespace shortlist {

using Candidates = std::vector<Candidate>;

/// The name of the candidate that stands here; of a variant's base name, the first variant is meant.
std::string candidate_named(const Value& value, const Candidates& candidates);

/// The keys of a race, which optimise has too. The caller closes.
RaceStage read_race_settings(Fields& fields, const Candidates& candidates);
/// The keys of a race that its mode has.
Json race_json(const RaceStage& race);

/// Complains of what makes no sense one after the other. `values`: where the stages stand.
void check_stage_order(const Value& list, const std::vector<Value>& values, const std::vector<Stage>& stages,
                       const Candidates& candidates);

}  // namespace shortlist
