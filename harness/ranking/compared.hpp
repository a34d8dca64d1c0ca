#pragma once
// The items on which a decision compares candidates: like with like.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/board/board.hpp"
#include "harness/ranking/compared.hpp"

namespace shortlist {

/// The first items that some candidates were all asked, and these candidates.
struct Compared {
  std::size_t items = 0;                       ///< ends with a unit of the order
  std::vector<std::uint32_t> candidates;       ///< by standing, the first first
  std::uint32_t repeats = 1;                   ///< answers an item that all of them have
};
/// First items of which the candidate has every answer that the plan asks, cut back to whole units.
std::size_t asked_items(const Board& board, std::uint32_t candidate);

/// What each item weighs in the mean over suites, if all have a value; the sum is 1.
std::vector<double> item_shares(const Board& board, std::size_t items);

}  // namespace shortlist
