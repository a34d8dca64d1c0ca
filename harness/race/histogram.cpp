#include "harness/race/histogram.hpp"

#include <algorithm>
#include <bit>

namespace shortlist {
namespace {

constexpr int cut_bits = 6;   // 2^6 buckets a power of two

std::size_t index_of(std::uint64_t ns) {
  if (ns < 2u << cut_bits) return ns;
  const int shift = std::bit_width(ns) - 1 - cut_bits;
  return (static_cast<std::size_t>(shift) << cut_bits) + (ns >> shift);
}

Duration middle_of(std::size_t index) {
  if (index < 2u << cut_bits) return Duration(static_cast<std::int64_t>(index));
  const auto shift = (index >> cut_bits) - 1;
  const std::uint64_t low = ((index & ((1u << cut_bits) - 1)) + (1u << cut_bits)) << shift;
  return Duration(static_cast<std::int64_t>(low + (std::uint64_t{1} << shift) / 2));
}

}  // namespace

std::uint64_t& Histogram::bucket(std::size_t index) {
  if (counts_.empty()) first_ = index;
  if (index < first_) {
    counts_.insert(counts_.begin(), first_ - index, 0);
    first_ = index;
  }
  if (index - first_ >= counts_.size()) counts_.resize(index - first_ + 1);
  return counts_[index - first_];
}

void Histogram::add(Duration value, std::uint64_t times) {
  if (times == 0) return;
  count_ += times;
  if (value.count() <= 0) zeros_ += times;
  else bucket(index_of(static_cast<std::uint64_t>(value.count()))) += times;
}

void Histogram::merge(const Histogram& other) {
  count_ += other.count_, zeros_ += other.zeros_;
  for (std::size_t i = 0; i < other.counts_.size(); ++i)
    if (other.counts_[i] > 0) bucket(other.first_ + i) += other.counts_[i];
}

Duration Histogram::at_rank(std::uint64_t rank) const {
  std::uint64_t below = zeros_;
  if (rank <= below) return Duration{};
  for (std::size_t i = 0; i < counts_.size(); ++i)
    if ((below += counts_[i]) >= rank) return middle_of(first_ + i);
  return middle_of(first_ + counts_.size() - 1);
}

std::optional<Estimate> quantile_ms(const Histogram& h, double q, RankTable& ranks) {
  if (h.count() == 0) return std::nullopt;
  const Ranks r = ranks.of(h.count(), q);
  return Estimate{to_ms(h.at_rank(r.value)), to_ms(h.at_rank(r.low)), to_ms(h.at_rank(r.high)), h.count()};
}

}  // namespace shortlist
