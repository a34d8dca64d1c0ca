#pragma once
// Time as an object, so that a simulation can run the real code under a clock of its own.
#include <functional>

#include "harness/types/time.hpp"

namespace shortlist {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual WallTime wall_now() const = 0;
  /// Runs `what` once at or soon after `when`, on a thread of the clock's. Any thread may call it.
  virtual void at(Instant when, std::function<void()> what) = 0;
};

}  // namespace shortlist
