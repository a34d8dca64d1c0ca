#include "harness/race/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/race/statistics.hpp"

namespace shortlist {
namespace {

using Samples = std::vector<Sample>;   // one a suite

Samples scores(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) {
  Samples samples(board.order().suites());
  for (std::size_t p = 0; p < items; ++p)
    if (const double q = board.quality(candidate, p, repeats); !std::isnan(q)) samples[board.order().at(p).suite].add(q);
  return samples;
}

Samples differences(const Board& board, std::uint32_t a, std::uint32_t b, std::size_t items, std::uint32_t repeats) {
  Samples samples(board.order().suites());
  for (std::size_t p = 0; p < items; ++p)
    if (const double d = board.quality(a, p, repeats) - board.quality(b, p, repeats); !std::isnan(d))
      samples[board.order().at(p).suite].add(d);
  return samples;
}

std::optional<Estimate> over_suites(const Board& board, std::span<const std::optional<Estimate>> by_suite, double least) {
  std::vector<Weighted> parts;
  for (std::size_t s = 0; s < by_suite.size(); ++s)
    if (by_suite[s]) parts.push_back({*by_suite[s], board.plan().suites[s].weight});
  auto all = weighted_mean(parts);
  if (all) all->low = std::max(all->low, least), all->high = std::min(all->high, 1.0);
  return all;
}

using Interval = Estimate (*)(const Sample&);
std::vector<std::optional<Estimate>> estimates(const Samples& samples, Interval interval) {
  std::vector<std::optional<Estimate>> all(samples.size());
  for (std::size_t s = 0; s < samples.size(); ++s)
    if (samples[s].n > 0) all[s] = interval(samples[s]);
  return all;
}

std::vector<float> ascending(const Board& board, Board::Figure figure, std::uint32_t candidate, std::size_t items,
                             std::uint32_t repeats) {
  auto values = board.known(figure, candidate, items, repeats);
  std::sort(values.begin(), values.end());
  return values;
}

std::optional<Estimate> quantile_of(std::span<const float> ascending, double q) {
  if (ascending.empty()) return std::nullopt;
  return quantile(ascending, q);
}

/// 1 at 0, 0 at the cap and beyond; unknown counts as at the cap.
double thrift(const std::optional<Estimate>& figure, double cap) {
  return figure && cap > 0 ? 1 - std::min(1.0, figure->value / cap) : 0;
}

double weights(const Objective& o) { return o.quality_weight + o.cost_weight + o.latency_weight; }

}  // namespace

Quality quality(const Board& board, std::uint32_t candidate, std::size_t items) {
  Quality q;
  q.by_suite = estimates(scores(board, candidate, items, Board::all_repeats), mean_of_scores);
  q.overall = over_suites(board, q.by_suite, 0);
  for (std::uint32_t s = 0; s < q.by_suite.size(); ++s)
    if (!q.by_suite[s] && board.plan().suites[s].weight > 0 && board.order().suite_size(s) > 0) q.missing.push_back(s);
  return q;
}

std::optional<double> mean_quality(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) {
  const Samples samples = scores(board, candidate, items, repeats);
  double sum = 0, total = 0;
  for (std::size_t s = 0; s < samples.size(); ++s) {
    const double weight = board.plan().suites[s].weight;
    if (samples[s].n > 0) sum += weight * samples[s].mean(), total += weight;
  }
  if (!(total > 0)) return std::nullopt;
  return sum / total;
}

std::optional<Estimate> difference(const Board& board, std::uint32_t a, std::uint32_t b, std::size_t items,
                                   std::uint32_t repeats) {
  return over_suites(board, estimates(differences(board, a, b, items, repeats), mean_of_differences), -1);
}

std::optional<Estimate> usd_per_1k(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) {
  const auto costs = board.known(Board::Figure::cost_usd, candidate, items, repeats);
  if (costs.empty() || board.cost_unknown(candidate, items, repeats) > 0) return std::nullopt;
  Estimate e = mean_of_amounts(costs);
  e.value *= 1000, e.low *= 1000, e.high *= 1000;
  return e;
}

Expense expense(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) {
  Expense e;
  const auto ttft = ascending(board, Board::Figure::ttft_ms, candidate, items, repeats);
  const auto total = ascending(board, Board::Figure::total_ms, candidate, items, repeats);
  e.ttft_p50 = quantile_of(ttft, 0.5), e.ttft_p95 = quantile_of(ttft, 0.95);
  e.total_p50 = quantile_of(total, 0.5), e.total_p95 = quantile_of(total, 0.95);
  e.usd_per_1k = usd_per_1k(board, candidate, items, repeats);
  return e;
}

Latency latency(const Board& board, std::uint32_t candidate, RankTable& ranks) {
  const std::size_t all = board.order().size();
  Latency l = board.timings(candidate).figures(ranks);
  l.ttft = quantiles(ascending(board, Board::Figure::ttft_ms, candidate, all, Board::all_repeats), ranks);
  l.total = quantiles(ascending(board, Board::Figure::total_ms, candidate, all, Board::all_repeats), ranks);
  return l;
}

double quality_share(const Objective& o) { return weights(o) > 0 ? o.quality_weight / weights(o) : 0; }

std::optional<double> utility(const Objective& o, std::optional<double> quality, const Expense& e) {
  if (!quality || !(weights(o) > 0)) return std::nullopt;
  const double sum = o.quality_weight * *quality + o.cost_weight * thrift(e.usd_per_1k, o.cost_cap_usd_per_1k) +
                     o.latency_weight * thrift(e.total_p95, o.latency_cap_ms);
  return sum / weights(o);
}

std::string limits_broken(const Objective& o, const Expense& e) {
  struct Limit { std::optional<double> at_most; std::optional<Estimate> figure; std::string_view name, pattern; };
  const Limit limits[] = {
      {o.limit_p95_ms, e.total_p95, "p95", "{:.0f} ms"},
      {o.limit_ttft_p95_ms, e.ttft_p95, "TTFT p95", "{:.0f} ms"},
      {o.limit_usd_per_1k, e.usd_per_1k, "cost", "${:.2f} per 1k"},
  };
  std::string broken;
  for (const auto& [at_most, figure, name, pattern] : limits) {
    if (!at_most || (figure && figure->value <= *at_most)) continue;
    const auto said = [&](double value) { return fmt::format(fmt::runtime(pattern), value); };
    broken += broken.empty() ? "" : "; ";
    broken += figure ? fmt::format("{} {} > {}", name, said(figure->value), said(*at_most))
                     : fmt::format("{} unknown (limit {})", name, said(*at_most));
  }
  return broken;
}

}  // namespace shortlist
