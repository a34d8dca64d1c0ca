#include "harness/board/histogram.hpp"

namespace shortlist {

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
  else bucket(Cut::index_of(value)) += times;
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
    if ((below += counts_[i]) >= rank) return Cut::middle(first_ + i);
  return Cut::middle(first_ + counts_.size() - 1);
}

std::optional<Estimate> quantile_ms(const Histogram& h, double q, RankTable& ranks) {
  if (h.count() == 0) return std::nullopt;
  const Ranks r = ranks.of(h.count(), q);
  return Estimate{to_ms(h.at_rank(r.value)), to_ms(h.at_rank(r.low)), to_ms(h.at_rank(r.high)), h.count()};
}

}  // namespace shortlist
