#pragma once
// The order in which items are asked: one for all candidates, fixed by the plan's seed before any answer is seen.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace shortlist {

/// One suite's items as the order sees them.
struct SuiteShape {
  std::size_t items = 0;
  std::vector<std::uint32_t> clusters{};   ///< one an item, or empty: each item is alone
};

/// A seeded permutation of all (suite, item) pairs. A *position* counts along it; "the first n items" are positions
/// 0 .. n-1. Immutable.
///
/// What is permuted are *units*: items that are alone, and whole clusters, whose items stand together. Every order of
/// the units, of all suites mixed, is equally likely: so, whatever was seen of the first t units, the next one is a
/// uniform draw from all that are left. The race's proof rests on this (condition C8 in README.md).
class Order {
 public:
  struct Place { std::uint32_t suite, item; };

  Order(std::span<const SuiteShape> suites, std::uint64_t seed);

  std::size_t size() const { return places_.size(); }
  std::size_t suites() const { return starts_.size() - 1; }
  std::size_t suite_size(std::size_t suite) const { return starts_[suite + 1] - starts_[suite]; }
  const Place& at(std::size_t position) const { return places_[position]; }
  bool holds(std::uint32_t suite, std::uint32_t item) const { return suite < suites() && item < suite_size(suite); }
  /// REQUIRES: holds(suite, item).
  std::size_t position(std::uint32_t suite, std::uint32_t item) const { return positions_[starts_[suite] + item]; }

  /// Of each unit, one past its last position; ascending, the last is size().
  std::span<const std::uint32_t> unit_ends() const { return unit_ends_; }

 private:
  std::vector<Place> places_;
  std::vector<std::size_t> starts_;          // of each suite in positions_; one more at the end
  std::vector<std::uint32_t> positions_;     // of each item, suite by suite
  std::vector<std::uint32_t> unit_ends_;
};

}  // namespace shortlist
