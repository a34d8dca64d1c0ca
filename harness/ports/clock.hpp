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
  /// For a thread that has nothing to do before `until`. A clock that only moves when somebody waits (simulation) runs
  /// its next event, or moves to `until`, and returns true. False: time passes by itself, so sleep.
  virtual bool step(Instant until) { return static_cast<void>(until), false; }
};

}  // namespace shortlist
