#pragma once
// The schemas inside a JSON Schema: which keywords hold them. Pure.
#include <functional>
#include <optional>
#include <string>

#include "harness/types/json.hpp"

namespace shortlist {

/// Calls `visit` with every schema below (not with `schema` itself); `same_value` tells whether it judges the
/// same value as its parent ("allOf") or a part of it ("items").
void each_subschema(Json& schema, const std::function<void(Json& subschema, bool same_value)>& visit);

/// What is wrong with the references or the depth; unset: nothing.
std::optional<std::string> reference_problem(Json& schema);

}  // namespace shortlist
