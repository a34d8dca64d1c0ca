#include "harness/board/sampling.hpp"

#include <algorithm>
#include <cmath>

namespace shortlist {
namespace {

/// What one unit of the order has.
struct Part {
  std::size_t suite = 0, judged = 0;
  double sum = 0;
};

Part part_of(const Board& board, std::span<const double> values, std::size_t from, std::size_t end) {
  Part part{board.order().at(from).suite};
  for (std::size_t p = from; p < end; ++p)
    if (!std::isnan(values[p])) part.sum += values[p], ++part.judged;
  return part;
}

}  // namespace

std::vector<Draws> draws(const Board& board, std::span<const double> values) {
  std::vector<Draws> all(board.order().suites());
  std::vector<std::size_t> units(all.size());
  std::vector<Part> parts;
  std::size_t from = 0;
  for (const std::size_t unit_end : board.order().unit_ends()) {
    if (from >= values.size()) break;
    const Part part = part_of(board, values, from, std::min(unit_end, values.size()));
    from = unit_end;
    if (part.judged == 0) continue;
    all[part.suite].items += part.judged, ++units[part.suite];
    parts.push_back(part);
  }
  for (const Part& part : parts) {
    const std::size_t n = all[part.suite].items, k = units[part.suite];
    all[part.suite].sample.add(n == k ? part.sum : part.sum * static_cast<double>(k) / static_cast<double>(n));
  }
  return all;
}

std::vector<std::optional<Estimate>> means_by_suite(const Board& board, std::span<const double> values, bool difference) {
  std::vector<std::optional<Estimate>> means;
  for (const auto& [sample, items] : draws(board, values)) {
    if (items == 0) {
      means.emplace_back();
      continue;
    }
    means.emplace_back(difference ? mean_of_differences(sample) : mean_of_scores(sample));
    means.back()->n = items;
  }
  return means;
}

std::optional<Estimate> over_suites(const Board& board, std::span<const std::optional<Estimate>> by_suite, bool difference) {
  std::vector<Weighted> parts;
  for (std::size_t s = 0; s < by_suite.size(); ++s)
    if (by_suite[s]) parts.push_back({*by_suite[s], board.plan().suites[s].weight});
  auto all = weighted_mean(parts);
  if (all) all->low = std::max(all->low, difference ? -1.0 : 0.0), all->high = std::min(all->high, 1.0);
  return all;
}

std::optional<Estimate> mean_over_suites(const Board& board, std::span<const double> values, bool difference) {
  return over_suites(board, means_by_suite(board, values, difference), difference);
}

}  // namespace shortlist
