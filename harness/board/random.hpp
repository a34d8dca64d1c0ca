#pragma once
// Random numbers whose every bit is specified, so that one seed gives one order on every machine. The standard's
// distributions and std::shuffle are left to each library, hence these few lines.
#include <cstdint>
#include <span>
#include <utility>

namespace shortlist {

/// SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  /// Uniform in [0, bound), exactly: numbers from the incomplete last stretch are drawn again. REQUIRES: bound > 0.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t excess = (0 - bound) % bound;   // 2^64 mod bound
    std::uint64_t drawn = next();
    while (drawn < excess) drawn = next();
    return drawn % bound;
  }

  /// A generator of its own for part `index`, so that one part's size never moves another's order.
  Random fork(std::uint64_t index) const { return Random(Random(state_ ^ Random(index + 1).next()).next()); }

 private:
  std::uint64_t state_;
};

/// Fisher-Yates: each order is equally likely.
template <class T>
void shuffle(std::span<T> values, Random random) {
  for (std::size_t left = values.size(); left > 1; --left)
    std::swap(values[left - 1], values[random.below(left)]);
}

}  // namespace shortlist
