#pragma once
// Time as the house counts it. Decisions never read a clock: `now` is an argument.
#include <chrono>

namespace shortlist {

using Instant = std::chrono::steady_clock::time_point;  ///< monotonic; means nothing after the process ends
using Duration = std::chrono::nanoseconds;
using WallTime = std::chrono::system_clock::time_point;  ///< only to date records for people

inline double to_ms(Duration d) { return std::chrono::duration<double, std::milli>(d).count(); }
inline double to_s(Duration d) { return std::chrono::duration<double>(d).count(); }
inline Duration from_ms(double ms) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(ms));
}

}  // namespace shortlist
