#pragma once
// How late the wire thread is. The wire thread notes, any thread reads. Two things make it late, and each has a histogram:
//   serving   from when a socket may have been ready to when it was served, other sockets having been served first
//   waking    from when an alarm of its own was due to when it woke: a busy machine lets it wait, for sockets just so
// What is told is the worse of the two. Histograms (harness/types/buckets.hpp) are of fixed size, eight buckets to a power
// of two of nanoseconds, and a figure is the end of its bucket: above what was noted by at most 1/8 (below 16 ns by 1 ns),
// never below it.
#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "harness/types/buckets.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

class LagHistogram {
 public:
  void note(Duration late);
  /// Nothing if nothing was noted.
  std::optional<ClientLag> so_far() const;

 private:
  using Cut = Buckets<3>;
  std::array<std::atomic<std::uint64_t>, Cut::count> counts_{};   // no lock: one thread writes
};

struct Lag {
  LagHistogram serving, waking;
  /// The worse by its p99; nothing before the first byte.
  std::optional<ClientLag> so_far() const;
};

}  // namespace shortlist
