#include "harness/board/order.hpp"

#include <algorithm>
#include <numeric>

#include "harness/board/random.hpp"

namespace shortlist {
namespace {

/// All places, those of one cluster together.
std::vector<Order::Place> by_cluster(std::span<const SuiteShape> suites) {
  std::vector<Order::Place> places;
  for (std::uint32_t s = 0; s < suites.size(); ++s) {
    const std::size_t first = places.size();
    for (std::uint32_t i = 0; i < suites[s].items; ++i) places.push_back({s, i});
    const auto& clusters = suites[s].clusters;
    if (clusters.empty()) continue;
    std::stable_sort(places.begin() + static_cast<std::ptrdiff_t>(first), places.end(),
                     [&](const Order::Place& a, const Order::Place& b) { return clusters[a.item] < clusters[b.item]; });
  }
  return places;
}

bool together(std::span<const SuiteShape> suites, const Order::Place& a, const Order::Place& b) {
  const auto& clusters = suites[a.suite].clusters;
  return a.suite == b.suite && !clusters.empty() && clusters[a.item] == clusters[b.item];
}

}  // namespace

Order::Order(std::span<const SuiteShape> suites, std::uint64_t seed) : starts_{0} {
  for (const SuiteShape& suite : suites) starts_.push_back(starts_.back() + suite.items);
  const std::vector<Place> sorted = by_cluster(suites);
  std::vector<std::uint32_t> firsts;   // of each unit, in `sorted`
  for (std::uint32_t i = 0; i < sorted.size(); ++i)
    if (i == 0 || !together(suites, sorted[i - 1], sorted[i])) firsts.push_back(i);
  shuffle(std::span(firsts), Random(seed));
  positions_.resize(sorted.size());
  places_.reserve(sorted.size());
  for (const std::uint32_t first : firsts) {
    for (std::size_t i = first; i < sorted.size() && (i == first || together(suites, sorted[i - 1], sorted[i])); ++i) {
      positions_[starts_[sorted[i].suite] + sorted[i].item] = static_cast<std::uint32_t>(places_.size());
      places_.push_back(sorted[i]);
    }
    unit_ends_.push_back(static_cast<std::uint32_t>(places_.size()));
  }
}

}  // namespace shortlist
