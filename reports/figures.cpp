#include "reports/figures.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "harness/ports/items.hpp"
#include "reports/calls.hpp"

namespace shortlist {
namespace {

constexpr double confidence = 0.95;
constexpr std::size_t latencies_min = 20;  ///< below, a 95th percentile has no upper end

/// The 95th percentile with the order statistics that hold it with 95 % confidence.
std::optional<Estimate> p95_of(std::vector<double> ms) {
  if (ms.empty()) return std::nullopt;
  std::sort(ms.begin(), ms.end());
  const auto n = ms.size();
  const auto at = [&](double rank) {
    return ms[static_cast<std::size_t>(std::clamp(rank, 1.0, static_cast<double>(n)) - 1)];
  };
  const double middle = at(std::ceil(0.95 * static_cast<double>(n)));
  if (n < latencies_min) return Estimate{middle, ms.front(), ms.back(), n};
  const boost::math::binomial ranks(static_cast<double>(n), 0.95);
  const double tail = (1 - confidence) / 2;
  return Estimate{middle, at(boost::math::quantile(ranks, tail)),
                  at(boost::math::quantile(boost::math::complement(ranks, tail)) + 1), n};
}

std::string cluster_of(const Suite& suite, const std::string& id, std::uint32_t item) {
  const bool known = suite.items && item < suite.items->size();
  const auto cluster = known ? suite.items->item(item, {}).cluster : std::string();
  return cluster.empty() ? "item " + id : "cluster " + cluster;
}

struct Sum {
  double total = 0;
  std::size_t n = 0;
  void add(double value) { total += value, ++n; }
  double mean() const { return total / static_cast<double>(n); }
};

/// What is gathered before the figures of a suite can be told.
struct Gathered {
  std::map<std::uint32_t, Sum> scores;  ///< by item
  std::vector<double> ms;
  Money cost;
  std::size_t calls = 0, failed = 0, priced = 0;

  void add(const Record& record) {
    if (was_unsent(record.outcome)) return;   // no call was made
    ++calls;
    if (record.quality) scores[record.outcome.key.item].add(*record.quality);
    if (!completion(record.outcome))
      ++failed;
    else if (timed(record.outcome))
      ms.push_back(to_ms(total(record.outcome.timing)));
    if (record.cost) cost += *record.cost, ++priced;
  }
};

SuiteFigures figures_from(const Run& run, CallKey key, Gathered gathered) {
  SuiteFigures figures;
  for (const auto& [item, sum] : gathered.scores) {
    key.item = item;
    figures.items[item_id(run, key)] = {sum.mean(), item};
  }
  figures.total_p95 = p95_of(std::move(gathered.ms));
  figures.calls = gathered.calls;
  figures.failed = gathered.failed;
  if (gathered.calls > 0 && gathered.priced == gathered.calls)
    figures.usd_per_1k = 1000 * to_usd(gathered.cost) / static_cast<double>(gathered.calls);
  return figures;
}

/// The sums of differences within each unit.
std::map<std::string, Sum> units_of(const Suite& suite, const SuiteFigures& now,
                                    const std::map<std::string, double>& before) {
  std::map<std::string, Sum> units;
  for (const auto& [id, figure] : now.items)
    if (const auto found = before.find(id); found != before.end())
      units[cluster_of(suite, id, figure.item)].add(figure.quality - found->second);
  return units;
}

}  // namespace

Figures figures_of(const Run& run) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, Gathered> gathered;
  for (const auto& record : run.records)
    gathered[{record.outcome.key.candidate, record.outcome.key.suite}].add(record);
  Figures figures;
  for (auto& [key, sums] : gathered)
    figures[key] = figures_from(run, {key.first, key.second, 0, 0}, std::move(sums));
  return figures;
}

std::optional<Difference> paired_difference(const Suite& suite, const SuiteFigures& now,
                                            const std::map<std::string, double>& before) {
  auto units = units_of(suite, now, before);
  if (units.size() < 2) return std::nullopt;
  Sum plain;
  for (const auto& [name, unit] : units) plain.total += unit.total, plain.n += unit.n;
  units["pseudo +1"].add(+1);
  units["pseudo -1"].add(-1);
  const double n = static_cast<double>(plain.n) + 2, k = static_cast<double>(units.size());
  const double centre = plain.total / n;
  double squares = 0;
  for (const auto& [name, unit] : units)
    squares += std::pow(unit.total - static_cast<double>(unit.n) * centre, 2);
  return Difference{plain.mean(), centre, k / (k - 1) * squares / (n * n), k - 1, plain.n};
}

Difference combined(const std::vector<std::pair<double, Difference>>& weighted) {
  Difference sum;
  double weights = 0, denominator = 0;
  for (const auto& [weight, d] : weighted) weights += weight;
  for (const auto& [weight, d] : weighted) {
    const double w = weight / weights;
    sum.value += w * d.value;
    sum.centre += w * d.centre;
    sum.variance += w * w * d.variance;
    sum.pairs += d.pairs;
    denominator += std::pow(w * w * d.variance, 2) / d.freedom;
  }
  sum.freedom = denominator > 0 ? sum.variance * sum.variance / denominator : 1;
  return sum;
}

Estimate interval_of(const Difference& d) {
  const boost::math::students_t t(std::max(1.0, d.freedom));
  const double reach = boost::math::quantile(t, (1 + confidence) / 2) * std::sqrt(d.variance);
  return {d.value, std::max(-1.0, d.centre - reach), std::min(1.0, d.centre + reach), d.pairs};
}

}  // namespace shortlist
