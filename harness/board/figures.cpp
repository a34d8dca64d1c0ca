#include "harness/board/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "harness/board/utility.hpp"
#include "harness/board/words.hpp"

namespace shortlist {
namespace {

std::vector<double> scores(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) {
  std::vector<double> values(items);
  for (std::size_t p = 0; p < items; ++p) values[p] = board.quality(candidate, p, repeats);
  return values;
}

void subtract(std::vector<double>& values, const std::vector<double>& others) {
  std::transform(values.begin(), values.end(), others.begin(), values.begin(), std::minus());
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

}  // namespace

Quality quality(const Board& board, std::uint32_t candidate, std::size_t items) {
  Quality q;
  q.by_suite = means_by_suite(board, scores(board, candidate, items, Board::all_repeats), false);
  q.overall = over_suites(board, q.by_suite, false);
  for (std::uint32_t s = 0; s < q.by_suite.size(); ++s)
    if (!q.by_suite[s] && board.plan().suites[s].weight > 0 && board.order().suite_size(s) > 0) q.missing.push_back(s);
  return q;
}

std::optional<double> mean_quality(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) {
  const auto mean = mean_over_suites(board, scores(board, candidate, items, repeats), false);
  return mean ? std::optional(mean->value) : std::nullopt;
}

std::optional<Estimate> difference(const Board& board, std::uint32_t a, std::uint32_t b, std::size_t items,
                                   std::uint32_t repeats) {
  auto values = scores(board, a, items, repeats);
  subtract(values, scores(board, b, items, repeats));
  return mean_over_suites(board, values, true);
}

std::optional<Estimate> utility(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) {
  const Knobs knobs = knobs_of(board.plan().objective);
  return mean_over_suites(board, utilities(knobs, amounts(board, candidate, items, repeats)), false);
}

std::optional<Estimate> lead(const Board& board, std::uint32_t a, std::uint32_t b, std::size_t items, std::uint32_t repeats) {
  const Knobs knobs = knobs_of(board.plan().objective);
  auto values = utilities(knobs, amounts(board, a, items, repeats));
  subtract(values, utilities(knobs, amounts(board, b, items, repeats)));
  return mean_over_suites(board, values, true);
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

bool weighs_expense(const Objective& objective) { return !only_quality(knobs_of(objective)); }

bool has_limits(const Objective& o) { return o.limit_p95_ms || o.limit_ttft_p95_ms || o.limit_usd_per_1k; }

std::string limits_broken(const Objective& o, const Expense& e, Unknown unknown) {
  struct Limit { std::optional<double> at_most; std::optional<Estimate> figure; std::string_view name; std::string (*said)(double); };
  const Limit limits[] = {
      {o.limit_p95_ms, e.total_p95, "p95", ms_text},
      {o.limit_ttft_p95_ms, e.ttft_p95, "TTFT p95", ms_text},
      {o.limit_usd_per_1k, e.usd_per_1k, "cost", [](double usd) { return usd_text(usd) + " per 1k"; }},
  };
  std::string broken;
  for (const auto& [at_most, figure, name, said] : limits) {
    if (!at_most || (figure ? figure->value <= *at_most : unknown == Unknown::passes)) continue;
    broken += broken.empty() ? "" : "; ";
    broken += figure ? fmt::format("{} {} > {}", name, said(figure->value), said(*at_most))
                     : fmt::format("{} unknown (limit {})", name, said(*at_most));
  }
  return broken;
}

}  // namespace shortlist
