#pragma once
// How late the wire thread is. The wire thread notes, any thread reads. Two things make it late, and each has a histogram:
//   serving   from when a socket may have been ready to when it was served, other sockets having been served first
//   waking    from when an alarm of its own was due to when it woke: a busy machine lets it wait, for sockets just so
// What is told is the worse of the two. Histograms are of fixed size: eight buckets to each power of two nanoseconds, so
// a figure is at most 1/8 above what was noted, never below it.
#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "harness/types/run.hpp"

namespace shortlist {

class LagHistogram {
 public:
  void note(Duration late);
  /// Nothing if nothing was noted.
  std::optional<ClientLag> so_far() const;

 private:
  static constexpr std::size_t per_octave = 8, octaves = 40;
  static std::size_t bucket_of(std::uint64_t ns);
  static double end_ms(std::size_t bucket);
  std::array<std::atomic<std::uint64_t>, per_octave * octaves> counts_{};
};

struct Lag {
  LagHistogram serving, waking;
  /// The worse by its p99; nothing before the first byte.
  std::optional<ClientLag> so_far() const;
};

}  // namespace shortlist
