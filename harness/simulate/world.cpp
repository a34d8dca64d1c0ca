#include "harness/simulate/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace shortlist::simulation {
namespace {

/// Flips cells of the row, drawn without replacement among those that can be flipped, until its sum is `wanted`.
void bring_to(std::span<float> row, std::size_t wanted, Random random) {
  const auto sum = static_cast<std::size_t>(std::accumulate(row.begin(), row.end(), 0.0));
  const float from = sum > wanted ? 1 : 0;
  std::vector<std::uint32_t> flippable;
  for (std::uint32_t i = 0; i < row.size(); ++i)
    if (row[i] == from) flippable.push_back(i);
  const std::size_t flips = sum > wanted ? sum - wanted : wanted - sum;
  for (std::size_t i = 0; i < flips; ++i) {
    std::swap(flippable[i], flippable[i + random.below(flippable.size() - i)]);
    row[flippable[i]] = 1 - from;
  }
}

}  // namespace

double uniform(Random& random) { return (static_cast<double>(random.next() >> 11) + 0.5) * 0x1p-53; }

double normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(uniform(random)));
  return radius * std::cos(2 * std::numbers::pi * uniform(random));
}

Table least_favourable(const World& world, Random random) {
  Table table;
  for (std::size_t c = 0; c < world.candidates; ++c) table.candidates.push_back(fmt::format("c{}", c));
  for (std::size_t i = 0; i < world.items; ++i) table.columns.push_back({fmt::format("i{}", i)});
  Random draws = random.fork(0);
  std::vector<double> right;
  for (std::size_t i = 0; i < world.items; ++i) right.push_back(1 / (1 + std::exp(1.5 * normal(draws) - 0.5)));
  for (std::size_t c = 0; c < world.candidates; ++c)
    for (std::size_t i = 0; i < world.items; ++i) table.quality.push_back(uniform(draws) < right[i] ? 1 : 0);
  const auto lead = static_cast<std::size_t>(std::llround(world.gap * static_cast<double>(world.items)));
  const double mean = std::accumulate(table.quality.begin(), table.quality.end(), 0.0) / static_cast<double>(table.quality.size());
  const auto base = std::min(static_cast<std::size_t>(std::llround(mean * static_cast<double>(world.items))), world.items - lead);
  const std::size_t better = random.fork(1).below(world.candidates);
  for (std::size_t c = 0; c < world.candidates; ++c)
    bring_to(std::span(table.quality).subspan(c * world.items, world.items), base + (c == better ? lead : 0), random.fork(c + 2));
  return table;
}

}  // namespace shortlist::simulation
