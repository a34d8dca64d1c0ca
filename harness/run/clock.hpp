#pragma once
// The two clocks: the machine's, and one that moves only when somebody waits.
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "harness/ports/clock.hpp"

namespace shortlist {

/// What is to happen, earliest first; of one instant in the order of asking. No locks: its owner has them.
class Agenda {
 public:
  struct Event {
    Instant when;
    std::uint64_t sequence;
    std::function<void()> what;
  };
  bool empty() const { return heap_.empty(); }
  Instant next() const { return heap_.front().when; }   ///< REQUIRES: !empty()
  void add(Instant when, std::function<void()> what);
  std::function<void()> pop();                          ///< REQUIRES: !empty()

 private:
  std::vector<Event> heap_;
  std::uint64_t sequence_ = 0;
};

/// Steady time of the machine. Any thread may call it; `at` runs events on one thread of its own, started at the first
/// use. Events that have not come when it is destroyed never come.
class SystemClock : public Clock {
 public:
  ~SystemClock() override;
  Instant now() const override { return std::chrono::steady_clock::now(); }
  WallTime wall_now() const override { return std::chrono::system_clock::now(); }
  void at(Instant when, std::function<void()> what) override;

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  Agenda agenda_;
  bool stopping_ = false;
  std::thread thread_;
};

/// One thread's own time, for simulations: events run inside `step`, in the order (time, sequence), so that a run is
/// the same each time.
class VirtualClock : public Clock {
 public:
  Instant now() const override { return now_; }
  WallTime wall_now() const override;
  void at(Instant when, std::function<void()> what) override;
  bool step(Instant until) override;

 private:
  Instant now_ = Instant{} + std::chrono::hours(1);   ///< so that subtracting a little is safe
  Agenda agenda_;
};

}  // namespace shortlist
