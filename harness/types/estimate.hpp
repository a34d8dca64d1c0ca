#pragma once
#include <cstddef>

namespace shortlist {

/// A figure with its two-sided 95 % interval and the number of independent units it rests on.
struct Estimate {
  double value = 0, low = 0, high = 0;
  std::size_t n = 0;
};

}  // namespace shortlist
