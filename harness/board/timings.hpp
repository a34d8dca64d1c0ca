#pragma once
// One candidate's times other than those that decide, in histograms: a million gaps cost what a thousand do. TTFT and
// total are not here: the race needs their exact values over the first n items, and the board keeps them call by call.
#include <cstdint>

#include "harness/board/histogram.hpp"
#include "harness/types/record.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// Sums over a set of outcomes, whatever their order. Thread safety: none.
class Timings {
 public:
  /// Gaps are "coalesced", so that chunks cannot stand for tokens, when more than this share of them is 0 (two chunks in
  /// one read), or when chunks and tokens differ by more than this share of the tokens. A difference of one an answer is
  /// none: the token that ends it is counted and not shown.
  static constexpr double coalesced_above = 0.10;

  /// REQUIRES: timed(outcome).
  void add(const Outcome& outcome);
  /// Everything of Latency but `ttft` and `total`.
  Latency figures(RankTable& ranks) const;

 private:
  bool coalesced() const;

  Histogram first_answer_, tpot_, gaps_, queued_, connect_;
  std::size_t timed_ = 0, reasoned_ = 0;
  std::uint64_t tokens_ = 0, differing_ = 0;   // of answers whose tokens and chunks are both known
};

/// Four quantiles of ascending values, or none of none.
Quantiles quantiles(std::span<const float> ascending, RankTable& ranks);
Quantiles quantiles(const Histogram& histogram, RankTable& ranks);

}  // namespace shortlist
