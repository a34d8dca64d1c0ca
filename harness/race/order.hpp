#pragma once
// The order in which items are asked: one for all candidates, fixed by the plan's seed before any answer is seen.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace shortlist {

/// A seeded permutation of all (suite, item) pairs. A *position* counts along it; "the first n items" are positions
/// 0 .. n-1. Immutable.
///
/// Within a suite the items come in uniformly random order. The suites take turns so that every prefix holds them in
/// proportion to their sizes: among the first t of N items, suite s has had its share t * size(s) / N to within less
/// than one item (Tijdeman, "The chairman assignment problem", Discrete Mathematics 32, 1980). So an early cut sees
/// every suite, and the turns are no part of the randomness: given a suite, its next item is a uniform draw from the
/// items of it that are left. (A policy whose proof needs one uniform draw from all that is left takes a plan of one
/// suite, or another order.)
class Order {
 public:
  struct Place { std::uint32_t suite, item; };

  Order(std::span<const std::size_t> sizes, std::uint64_t seed);

  std::size_t size() const { return places_.size(); }
  std::size_t suites() const { return starts_.size() - 1; }
  std::size_t suite_size(std::size_t suite) const { return starts_[suite + 1] - starts_[suite]; }
  const Place& at(std::size_t position) const { return places_[position]; }
  bool holds(std::uint32_t suite, std::uint32_t item) const { return suite < suites() && item < suite_size(suite); }
  /// REQUIRES: holds(suite, item).
  std::size_t position(std::uint32_t suite, std::uint32_t item) const { return positions_[starts_[suite] + item]; }

 private:
  std::vector<Place> places_;
  std::vector<std::size_t> starts_;          // of each suite in positions_; one more at the end
  std::vector<std::uint32_t> positions_;     // of each item, suite by suite
};

}  // namespace shortlist
