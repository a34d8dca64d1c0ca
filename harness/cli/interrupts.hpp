#pragma once
#include <atomic>

namespace shortlist {

/// Counts SIGINT and SIGTERM while it lives; the old handlers come back after it. One at a time.
/// From the third signal on the default action ends the process.
class InterruptCounter {
 public:
  InterruptCounter();
  ~InterruptCounter();
  InterruptCounter(const InterruptCounter&) = delete;
  const std::atomic<int>& count() const;
};

}  // namespace shortlist
