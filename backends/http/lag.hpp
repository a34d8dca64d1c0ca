#pragma once
// How late the wire thread is: from when a socket was ready to when its bytes were stamped. The wire thread notes, any
// thread reads. A histogram of fixed size: eight buckets to each power of two nanoseconds, so a figure is at most 1/8
// above the true one, never below it.
#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "harness/types/run.hpp"

namespace shortlist {

class Lag {
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

}  // namespace shortlist
