#pragma once
#include <cstddef>

namespace shortlist {

/// A figure with its two-sided 95 % interval and the number of values it rests on: items, or answers where it is of times or
/// money. Items of a cluster count one by one, though the interval takes the cluster as one draw.
struct Estimate {
  double value = 0, low = 0, high = 0;
  std::size_t n = 0;
};

}  // namespace shortlist
