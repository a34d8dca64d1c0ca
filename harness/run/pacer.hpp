#pragma once
// A rate limit as one point in time: the generic cell rate algorithm (ITU-T I.371), a token bucket without a counter.
#include <optional>

#include "harness/types/time.hpp"

namespace shortlist {

/// Pure. At most `per_minute` units in any minute, evenly spaced but for `slack`, which makes up for late wake-ups.
class Pacer {
 public:
  explicit Pacer(std::optional<int> per_minute);   ///< none: no limit; > 0
  /// The earliest instant for the next unit; Instant::min() when there is no limit.
  Instant ready() const;
  /// Units taken at `now`. Negative gives back what was taken too much.
  void spend(double units, Instant now);

  static constexpr Duration slack = std::chrono::milliseconds(100);

 private:
  std::optional<Duration> interval_;   ///< between two units
  Instant due_{};                      ///< of the next unit, were there no slack
};

}  // namespace shortlist
