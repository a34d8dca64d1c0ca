#include "harness/ranking/compared.hpp"

#include <algorithm>

namespace shortlist {

std::size_t asked_items(const Board& board, std::uint32_t candidate) {
  std::size_t p = 0;
  const auto asked = [&](std::size_t position) {
    for (std::uint32_t r = 0; r < board.plan().repeats; ++r)
      if (!board.has(candidate, position, r)) return false;
    return true;
  };
  while (p < board.order().size() && asked(p)) ++p;
  const auto ends = board.order().unit_ends();
  const auto after = std::upper_bound(ends.begin(), ends.end(), p);
  return after == ends.begin() ? 0 : *(after - 1);
}

std::vector<double> item_shares(const Board& board, std::size_t items) {
  const Order& order = board.order();
  std::vector<std::size_t> counts(order.suites());
  for (std::size_t p = 0; p < items; ++p) ++counts[order.at(p).suite];
  double total = 0;
  for (std::size_t s = 0; s < counts.size(); ++s)
    if (counts[s] > 0) total += board.plan().suites[s].weight;
  std::vector<double> shares(items);
  for (std::size_t p = 0; p < items && total > 0; ++p) {
    const std::size_t s = order.at(p).suite;
    shares[p] = board.plan().suites[s].weight / total / static_cast<double>(counts[s]);
  }
  return shares;
}

}  // namespace shortlist
