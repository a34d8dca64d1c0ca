#pragma once
// `variants`: a grid of settings, each point a candidate of its own.
#include <vector>

#include "harness/config/plan_parts.hpp"

namespace shortlist {

/// All combinations on top of `base`, the last key varying fastest, named "base+fs3+sys1", their base the name before that.
/// `room`: how many may come.
std::vector<Candidate> expanded(const Candidate& base, const Value& variants, const PlanFolder& folder,
                                std::size_t room);

/// `text` with every character that a candidate's name cannot have as "-".
std::string as_name(std::string_view text);
bool is_name(std::string_view text);

}  // namespace shortlist
