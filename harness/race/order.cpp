#include "harness/race/order.hpp"

#include <numeric>

#include "harness/race/random.hpp"

namespace shortlist {
namespace {

std::vector<std::vector<std::uint32_t>> shuffled_items(std::span<const std::size_t> sizes, std::uint64_t seed) {
  std::vector<std::vector<std::uint32_t>> items(sizes.size());
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    items[s].resize(sizes[s]);
    std::iota(items[s].begin(), items[s].end(), 0u);
    shuffle(std::span(items[s]), Random(seed).fork(s));
  }
  return items;
}

/// Tijdeman's rule: of the suites whose share is due, the one that would first be late is next. All in units of
/// 1 / (total * (2k - 2)) of an item, so that it is exact.
class Turns {
 public:
  explicit Turns(std::span<const std::size_t> sizes)
      : sizes_(sizes.begin(), sizes.end()), had_(sizes.size()),
        total_(std::accumulate(sizes_.begin(), sizes_.end(), std::int64_t{0})),
        scale_(sizes.size() > 1 ? 2 * static_cast<std::int64_t>(sizes.size()) - 2 : 1) {}

  std::size_t next() {
    ++turn_;
    std::size_t best = sizes_.size();
    for (std::size_t s = 0; s < sizes_.size(); ++s)
      if (due(s) && (best == sizes_.size() || slack(s) * sizes_[best] < slack(best) * sizes_[s])) best = s;
    ++had_[best];
    return best;
  }

 private:
  std::int64_t owed(std::size_t s) const { return scale_ * (turn_ * sizes_[s] - had_[s] * total_); }
  bool due(std::size_t s) const { return had_[s] < sizes_[s] && owed(s) >= (sizes_.size() > 1 ? total_ : 0); }
  std::int64_t slack(std::size_t s) const { return total_ * (scale_ - 1) - owed(s); }

  std::vector<std::int64_t> sizes_, had_;
  std::int64_t total_, scale_, turn_ = 0;
};

}  // namespace

Order::Order(std::span<const std::size_t> sizes, std::uint64_t seed) : starts_{0} {
  for (std::size_t size : sizes) starts_.push_back(starts_.back() + size);
  positions_.resize(starts_.back());
  places_.reserve(starts_.back());
  const auto items = shuffled_items(sizes, seed);
  std::vector<std::size_t> taken(sizes.size());
  Turns turns(sizes);
  for (std::size_t position = 0; position < positions_.size(); ++position) {
    const std::size_t suite = turns.next();
    const std::uint32_t item = items[suite][taken[suite]++];
    places_.push_back({static_cast<std::uint32_t>(suite), item});
    positions_[starts_[suite] + item] = static_cast<std::uint32_t>(position);
  }
}

}  // namespace shortlist
