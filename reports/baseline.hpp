#pragma once
// The baseline file, schema "shortlist.baseline/1": what a later gate compares with. Pure.
#include <map>
#include <optional>
#include <string>

#include "harness/types/json.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// The entry of the baseline's chosen candidate. Throws UserError when the file is no baseline, is of an
/// incomplete run or names nobody, or when a suite of the plan was asked or judged otherwise: "not
/// comparable", and what differs.
const Json& comparable(const Json& baseline, const Plan& plan, const std::string& where);

/// Readers of a candidate's entry, or of one suite's in it; null reads as unknown.
std::optional<Estimate> baseline_estimate(const Json& entry, const char* name);
std::map<std::string, double> baseline_items(const Json& candidate, const std::string& suite);

}  // namespace shortlist
