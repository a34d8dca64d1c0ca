#pragma once
// Many times in little memory: a log-linear histogram (harness/types/buckets.hpp) with 64 buckets to a power of two of
// nanoseconds. A value is given back as the middle of its bucket, so
// - up to 127 ns it is exact, beyond within 1/128 of it (0.8 %), for any time that Duration holds;
// - it keeps counts alone: what it says is a function of the set of values, and merging is adding;
// - it takes 8 bytes a bucket from the lowest to the highest in use: from 1 ms to 10 s that is 7 KB, however many values.
// 0 has a count of its own. Negative times count as 0.
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/board/statistics.hpp"
#include "harness/types/buckets.hpp"
#include "harness/types/run.hpp"
#include "harness/types/time.hpp"

namespace shortlist {

/// Thread safety: none.
class Histogram {
 public:
  void add(Duration value, std::uint64_t times = 1);
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  std::uint64_t zeros() const { return zeros_; }
  /// The value of this rank in ascending order, from 1. REQUIRES: 1 <= rank <= count().
  Duration at_rank(std::uint64_t rank) const;
  std::size_t bytes() const { return counts_.capacity() * sizeof(std::uint64_t); }

  friend bool operator==(const Histogram&, const Histogram&) = default;

 private:
  using Cut = Buckets<6>;
  std::uint64_t& bucket(std::size_t index);

  std::uint64_t count_ = 0, zeros_ = 0;
  std::size_t first_ = 0;               // the bucket of counts_[0]
  std::vector<std::uint64_t> counts_;   // from the lowest bucket in use to the highest, neither of them empty
};

/// The quantile in ms with its interval, as quantile() has it but for the buckets; nothing of nothing.
std::optional<Estimate> quantile_ms(const Histogram& histogram, double q, RankTable& ranks);

}  // namespace shortlist
