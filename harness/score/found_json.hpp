#pragma once
// The JSON value in an answer. Pure; any thread. Bounded: depth, and the bytes looked at for a value.
#include <optional>
#include <string>
#include <string_view>

#include "harness/types/json.hpp"

namespace shortlist {

inline constexpr std::size_t json_depth_max = 64;
inline constexpr std::size_t json_scan_max =
    8 << 20;  ///< bytes scanned in all, over every place that a value may begin

struct FoundJson {
  std::optional<Json> value;
  std::string problem;  ///< why there is none
};

/// Which kind of value is looked for first where text surrounds it: "[1]" may be a footnote.
enum class JsonShape { any, object, array };

/// `strict`: the whole answer must be one JSON value. Else, in this order: the whole answer, the first code
/// fence that holds one, the first object (or list) of the wanted shape in the text, the first of the other.
FoundJson find_json(std::string_view text, bool strict, JsonShape shape = JsonShape::any);

}  // namespace shortlist
