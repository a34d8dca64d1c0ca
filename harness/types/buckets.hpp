#pragma once
// The buckets of every log-linear histogram of times, the idea of HdrHistogram (Tene, hdrhistogram.org). Pure: the counts
// are the user's, so one may keep them in atomics that another thread reads, another in a vector that grows.
//   unit    nanoseconds, whole
//   range   0 .. 2^63 - 1 ns (292 years), all that a Duration >= 0 holds; nothing is clipped
//   buckets each power of two is cut into 2^cut_bits equal ones; below 2^(cut_bits + 1) each value has its own
//   error   a bucket is at most 1 / 2^cut_bits of its lowest value wide: its end (exclusive) is above a value in it by no
//           more than that share, its middle within half of that share
#include <bit>
#include <cstddef>
#include <cstdint>

#include "harness/types/time.hpp"

namespace shortlist {

template <int cut_bits>
struct Buckets {
  static_assert(cut_bits >= 0 && cut_bits < 32);
  static constexpr std::uint64_t per_octave = std::uint64_t{1} << cut_bits;
  static constexpr std::size_t count = (64 - cut_bits) * per_octave;   ///< every index is below

  /// Negative times are in the bucket of 0. Ascending: a longer time is never in a lower bucket.
  static constexpr std::size_t index_of(Duration time) {
    const std::uint64_t ns = time.count() > 0 ? static_cast<std::uint64_t>(time.count()) : 0;
    if (ns < 2 * per_octave) return ns;
    const int shift = std::bit_width(ns) - 1 - cut_bits;
    return (static_cast<std::size_t>(shift) << cut_bits) + (ns >> shift);
  }

  /// Lowest value, in ns. REQUIRES: index <= count; lowest(count) is the end of the last bucket, 2^63.
  static constexpr std::uint64_t lowest(std::size_t index) {
    if (index < 2 * per_octave) return index;
    return (index % per_octave + per_octave) << (index / per_octave - 1);
  }

  /// Where the next bucket begins, in ns: above every value of this one. REQUIRES: index < count.
  static constexpr std::uint64_t end(std::size_t index) { return lowest(index + 1); }

  /// A bucket of one value is that value.
  static constexpr Duration middle(std::size_t index) {
    return Duration(static_cast<Duration::rep>(lowest(index) + (end(index) - lowest(index)) / 2));
  }
};

}  // namespace shortlist
