#pragma once
// How the limits of lanes moved, in words and drawn. Pure.
#include <string>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

/// One lane of one process whose limit changed.
struct LaneChange {
  const LaneHistory* history = nullptr;
  std::size_t from = 0, to = 0, lowest = 0, highest = 0;   ///< calls in flight allowed
  std::string causes;   ///< "14 rate limits, 2 times near the quota"; "" where it only grew; visible()
};
std::vector<LaneChange> lane_changes(const Run& run);

/// "openai https://api.openai.com/v1: 32 -> 9 in flight after 14 rate limits"; visible().
std::string lane_line(const LaneChange& change);

/// The limit over time as steps, from 0 to the highest; markup.
std::string lane_svg(const LaneChange& change);

}  // namespace shortlist
