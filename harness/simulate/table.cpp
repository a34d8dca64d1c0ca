#include "harness/simulate/table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace shortlist::simulation {
namespace {

std::vector<std::uint32_t> chosen(std::size_t all, std::size_t count, Random random) {
  std::vector<std::uint32_t> picked(all);
  std::iota(picked.begin(), picked.end(), 0u);
  if (count == 0 || count >= all) return picked;
  for (std::size_t i = 0; i < count; ++i) std::swap(picked[i], picked[i + random.below(all - i)]);
  picked.resize(count);
  std::sort(picked.begin(), picked.end());
  return picked;
}

double thrift(double amount, double cap) { return cap > 0 ? 1 - std::min(1.0, amount / cap) : 0; }

/// Utility of a cell.
class Worth {
 public:
  Worth(const Table& table, const Objective& o) : table_(table), o_(o) {}
  double operator()(std::size_t cell) const {
    const double quality = table_.quality[cell];
    if (o_.prefer != Objective::Prefer::utility || (o_.cost_weight == 0 && o_.latency_weight == 0)) return quality;
    double sum = o_.quality_weight * quality;
    if (!table_.cost_usd.empty()) sum += o_.cost_weight * thrift(1000 * table_.cost_usd[cell], o_.cost_cap_usd_per_1k);
    if (!table_.latency_ms.empty()) sum += o_.latency_weight * thrift(table_.latency_ms[cell], o_.latency_cap_ms);
    return sum / (o_.quality_weight + o_.cost_weight + o_.latency_weight);
  }

 private:
  const Table& table_;
  const Objective& o_;
};

}  // namespace

Draw draw(const Table& table, std::size_t candidates, std::size_t items, Random random) {
  return {chosen(table.candidates.size(), candidates, random.fork(0)), chosen(table.columns.size(), items, random.fork(1))};
}

std::vector<double> true_utilities(const Table& table, const Draw& part, const Objective& objective) {
  const Worth worth(table, objective);
  std::vector<double> counts(table.suites.size()), result;
  for (const std::uint32_t column : part.columns) ++counts[table.columns[column].suite];
  double weights = 0;
  for (std::size_t s = 0; s < counts.size(); ++s)
    if (counts[s] > 0) weights += table.suites[s].weight;
  for (const std::uint32_t row : part.rows) {
    std::vector<double> sums(counts.size());
    for (const std::uint32_t column : part.columns) sums[table.columns[column].suite] += worth(table.cell(row, column));
    double mean = 0;
    for (std::size_t s = 0; s < counts.size(); ++s)
      if (counts[s] > 0) mean += table.suites[s].weight / weights * sums[s] / counts[s];
    result.push_back(mean);
  }
  return result;
}

}  // namespace shortlist::simulation
