// Who wins at which weight of cost or latency.
#include <algorithm>
#include <cmath>

#include "harness/ranking/decision_parts.hpp"

namespace shortlist {
namespace {

using What = WeightAxis::What;
using Row = std::vector<Amount>;

/// The amounts of each candidate compared, made when they are asked for: all at once would be most of a large run's memory.
struct Rows {
  const Board& board;
  const Compared& compared;
  std::size_t size() const { return compared.candidates.size(); }
  Row at(std::size_t row) const { return amounts(board, compared.candidates[row], compared.items, compared.repeats); }
};

double amount_of(const Amount& a, What what) { return what == What::cost ? a.usd_per_1k : a.ms; }

/// The largest mean of what is known; 0 where nothing is.
double largest_mean(const Rows& rows, What what) {
  double largest = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    double sum = 0, n = 0;
    for (const Amount& a : rows.at(r))
      if (const double x = amount_of(a, what); !std::isnan(x)) sum += x, ++n;
    if (n > 0) largest = std::max(largest, sum / n);
  }
  return largest;
}

/// The plan's knobs with this axis' weight at `weight`.
Knobs turned(Knobs knobs, What what, double weight, double cap) {
  (what == What::cost ? knobs.cost : knobs.latency) = weight;
  (what == What::cost ? knobs.usd_cap : knobs.ms_cap) = cap;
  return knobs;
}

double mean_worth(const Board& board, const Knobs& knobs, const Row& row) {
  const auto mean = mean_over_suites(board, utilities(knobs, row), false);
  return mean ? mean->value : 0;
}

bool level(const Board& board, const Knobs& knobs, const Row& a, const Row& b) {
  std::vector<double> difference(a.size());
  for (std::size_t p = 0; p < a.size(); ++p) difference[p] = utility(knobs, a[p]) - utility(knobs, b[p]);
  const auto mean = mean_over_suites(board, difference, true);
  return mean && mean->low <= 0 && mean->high >= 0;
}

/// A weight inside the span from `from` to `until`; infinite: none.
double inside(double from, std::optional<double> until) {
  if (until) return (from + *until) / 2;
  return from > 0 ? 2 * from : 1;
}

void add_spans(const Rows& rows, const Knobs& knobs, WeightAxis& axis) {
  // Without the axis the sum of the weights does not matter to the order, so lines are in weights, not in utilities.
  const Knobs others = turned(knobs, axis.what, 0, axis.cap);
  const Knobs alone = turned({0, 0, 0, 0, 0, 1, 1}, axis.what, 1, axis.cap);
  const double sum = others.quality + others.cost + others.latency;
  std::vector<Line> lines;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const Row row = rows.at(r);
    lines.push_back({sum * mean_worth(rows.board, others, row), mean_worth(rows.board, alone, row)});
  }
  const auto pieces = envelope(lines);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto until = i + 1 < pieces.size() ? std::optional(pieces[i + 1].from) : std::nullopt;
    const Knobs middle = turned(knobs, axis.what, inside(pieces[i].from, until), axis.cap);
    WeightAxis::Span span{pieces[i].from, rows.compared.candidates[pieces[i].line], {}};
    const Row first = rows.at(pieces[i].line);
    for (std::size_t r = 0; r < rows.size(); ++r)
      if (r != pieces[i].line && level(rows.board, middle, rows.at(r), first))
        span.level.push_back(rows.compared.candidates[r]);
    axis.spans.push_back(std::move(span));
  }
}

}  // namespace

std::vector<Piece> envelope(std::span<const Line> lines) {
  std::vector<Piece> pieces;
  if (lines.empty()) return pieces;
  std::size_t on = 0;
  for (std::size_t i = 1; i < lines.size(); ++i)
    if (lines[i].a > lines[on].a || (lines[i].a == lines[on].a && lines[i].b > lines[on].b)) on = i;
  for (pieces.push_back({0, on});;) {
    std::optional<Piece> next;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!(lines[i].b > lines[on].b)) continue;
      const double at = (lines[on].a - lines[i].a) / (lines[i].b - lines[on].b);
      if (!next || at < next->from || (at == next->from && lines[i].b > lines[next->line].b)) next = Piece{at, i};
    }
    if (!next) return pieces;
    pieces.push_back(*next);
    on = next->line;
  }
}

std::vector<WeightAxis> weight_axes(const Board& board, const Compared& compared) {
  std::vector<WeightAxis> axes;
  const bool any = std::ranges::any_of(compared.candidates, [&](std::uint32_t c) {
    return !board.known(Board::Figure::cost_usd, c, compared.items).empty() ||
           !board.known(Board::Figure::total_ms, c, compared.items).empty();
  });
  if (compared.candidates.size() < 2 || compared.items == 0 || !any) return axes;
  const Rows rows{board, compared};
  const Objective& o = board.plan().objective;
  const Knobs knobs{o.quality_weight, o.cost_weight, o.latency_weight, o.cost_cap_usd_per_1k, o.latency_cap_ms, 1, 1};
  for (const What what : {What::cost, What::latency}) {
    const double largest = largest_mean(rows, what);
    if (!(largest > 0)) continue;
    const double set = what == What::cost ? o.cost_cap_usd_per_1k : o.latency_cap_ms;
    WeightAxis axis{what, what == What::cost ? o.cost_weight : o.latency_weight, set > 0 ? set : largest, !(set > 0), {}};
    add_spans(rows, knobs, axis);
    axes.push_back(std::move(axis));
  }
  return axes;
}

}  // namespace shortlist
