#include "harness/simulate/power.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <string>
#include <unordered_set>

#include "harness/ports/items.hpp"

namespace shortlist::simulation {
namespace {

constexpr double z_level = 1.959964, z_power = 0.841621;  // quantiles .975 and .80 of the standard normal
constexpr std::size_t fewest_items = 30, best_looked_at = 4;

std::size_t count_units(const Items& items) {
  std::unordered_set<std::string> clusters;
  std::size_t alone = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::string cluster = items.cluster(i);
    if (cluster.empty())
      ++alone;
    else
      clusters.insert(std::move(cluster));
  }
  return alone + clusters.size();
}

using ItemScores = std::map<std::pair<std::uint32_t, std::uint32_t>,
                            double>;  // (suite, item) -> quality of the first answer

double mean_of(const ItemScores& scores) {
  double sum = 0;
  for (const auto& [item, quality] : scores) sum += quality;
  return sum / static_cast<double>(scores.size());
}

std::optional<MeasuredSd> sd_of_difference(const ItemScores& a, const ItemScores& b) {
  double n = 0, sum = 0, squares = 0;
  for (const auto& [item, quality] : a)
    if (const auto other = b.find(item); other != b.end()) {
      const double d = quality - other->second;
      ++n, sum += d, squares += d * d;
    }
  if (n < static_cast<double>(fewest_items)) return std::nullopt;
  return MeasuredSd{std::sqrt(std::max(0.0, squares - sum * sum / n) / (n - 1)), static_cast<std::size_t>(n)};
}

/// Standard deviation of the weighted mean of values of standard deviation 1, one a unit.
std::optional<double> spread_of_mean(std::span<const SuiteUnits> suites) {
  double weights = 0, variance = 0;
  for (const SuiteUnits& s : suites)
    if (s.units > 0) weights += s.weight;
  if (!(weights > 0)) return std::nullopt;
  for (const SuiteUnits& s : suites)
    if (s.units > 0) variance += s.weight / weights * s.weight / weights / static_cast<double>(s.units);
  return std::sqrt(variance);
}

}  // namespace

std::optional<MeasuredSd> measured_sd_pair(const Run& run) {
  std::vector<ItemScores> scores(run.plan.candidates.size());
  for (const Record& record : run.records)
    if (const CallKey& key = record.outcome.key; record.quality && key.repeat == 0)
      scores[key.candidate][{key.suite, key.item}] = *record.quality;
  std::erase_if(scores, [](const ItemScores& s) { return s.size() < fewest_items; });
  std::stable_sort(scores.begin(), scores.end(),
                   [](const auto& a, const auto& b) { return mean_of(a) > mean_of(b); });
  scores.resize(std::min(scores.size(), best_looked_at));
  std::vector<MeasuredSd> pairs;
  for (std::size_t a = 0; a < scores.size(); ++a)
    for (std::size_t b = a + 1; b < scores.size(); ++b)
      if (const auto sd = sd_of_difference(scores[a], scores[b])) pairs.push_back(*sd);
  if (pairs.empty()) return std::nullopt;
  std::size_t items = pairs[0].items;
  for (const MeasuredSd& pair : pairs) items = std::min(items, pair.items);
  std::sort(pairs.begin(), pairs.end(), [](const MeasuredSd& a, const MeasuredSd& b) { return a.sd < b.sd; });
  return MeasuredSd{pairs[pairs.size() / 2].sd, items};
}

std::optional<double> detectable(std::span<const SuiteUnits> suites, double sd_pair) {
  const auto spread = spread_of_mean(suites);
  return spread ? std::optional((z_level + z_power) * sd_pair * *spread) : std::nullopt;
}

std::optional<double> known_within(std::span<const SuiteUnits> suites) {
  constexpr double largest_sd = 0.5;  // of a score in [0, 1]
  const auto spread = spread_of_mean(suites);
  return spread ? std::optional(z_level * largest_sd * *spread) : std::nullopt;
}

std::vector<SuiteUnits> units_of(const Plan& plan) {
  std::vector<SuiteUnits> all;
  for (const Suite& suite : plan.suites) all.push_back({suite.weight, count_units(*suite.items)});
  return all;
}

}  // namespace shortlist::simulation
