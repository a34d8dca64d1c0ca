#pragma once
// How much work it is to judge a value by a schema whose references may multiply. Pure; any thread.
#include <cstddef>

#include "harness/types/json.hpp"

namespace shortlist {

inline constexpr std::size_t schema_work_max = 1'000'000;   ///< schemas put to values

/// A bound from above for the times that valijson puts a schema to a value; what exceeds the limit is one more than it.
/// An ordinary recursive `oneOf` doubles them with each level of an answer: 64 levels would never end.
/// REQUIRES: the schema has no reference_problem (schema_walk.hpp).
std::size_t schema_work(Json& schema, const Json& value);

}  // namespace shortlist
