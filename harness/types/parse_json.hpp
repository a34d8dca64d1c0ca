#pragma once
#include <cstddef>
#include <string_view>

#include "harness/types/json.hpp"

namespace shortlist {

/// nlohmann parses any depth, but copies, compares and prints by recursion: a few megabytes of "[" end the program.
inline constexpr std::size_t json_levels_max = 64;   ///< lists and maps within each other

/// Text from outside: discarded (is_discarded) when it is no JSON or is nested deeper. Pure; any thread.
Json parse_json(std::string_view text);

}  // namespace shortlist
