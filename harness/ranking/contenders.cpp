#include "harness/ranking/contenders.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace shortlist {
namespace {

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

Rates rates(const Tally& t) {
  Rates r;
  r.calls = t.calls, r.unsent = t.effort.unsent, r.answers = t.answers, r.retried = t.retried, r.cached = t.cached;
  r.failed = share(t.failed, t.calls);
  r.refused = share(t.refused, t.answers), r.truncated = share(t.truncated, t.answers);
  r.empty = share(t.empty, t.answers), r.unparsable = share(t.unparsable, t.answers);
  r.not_judged = share(t.not_judged, t.answers);
  return r;
}

double sum(const std::vector<float>& values) {
  double total = 0;
  for (double value : values) total += value;
  return total;
}

std::optional<double> usd_per_1k_passed(const Board& board, std::uint32_t candidate, const Expense& spent) {
  const double earned = sum(board.known(Board::Figure::quality, candidate, board.order().size()));
  if (!spent.usd_per_1k || !(earned > 0)) return std::nullopt;
  return 1000 * sum(board.known(Board::Figure::cost_usd, candidate, board.order().size())) / earned;
}

Standing figures(const Board& board, std::uint32_t candidate, Quality quality, RankTable& ranks) {
  const Objective& objective = board.plan().objective;
  Standing s;
  s.candidate = candidate;
  s.latency = latency(board, candidate, ranks), s.served = board.served(candidate);
  const auto& [ttft, total] = std::tie(s.latency.ttft, s.latency.total);
  const Expense e{ttft.p50, ttft.p95, total.p50, total.p95, usd_per_1k(board, candidate, board.order().size())};
  s.quality = quality.overall, s.by_suite = std::move(quality.by_suite);
  s.ttft_p50 = e.ttft_p50, s.ttft_p95 = e.ttft_p95, s.total_p50 = e.total_p50, s.total_p95 = e.total_p95;
  s.usd_per_1k = e.usd_per_1k, s.usd_per_1k_passed = usd_per_1k_passed(board, candidate, e);
  s.rates = rates(board.tally(candidate));
  if (const auto mean = utility(board, candidate, board.order().size())) s.utility = mean->value;
  if (s.rates.calls > 0) s.limits_broken = limits_broken(objective, e);
  s.within_limits = s.limits_broken.empty();
  return s;
}

using Suites = std::vector<std::uint32_t>;

/// A suite in which nobody is judged is nobody's fault. `missing`: one a candidate.
void mark_missing(const Board& board, std::vector<Contender>& entries, const std::vector<Suites>& missing) {
  std::vector<std::size_t> lacking(board.plan().suites.size());
  for (const auto& suites : missing)
    for (std::uint32_t s : suites) ++lacking[s];
  for (std::size_t c = 0; c < entries.size(); ++c)
    for (std::uint32_t s : missing[c]) {
      if (lacking[s] == entries.size()) continue;
      entries[c].whole = false;
      entries[c].missing += (entries[c].missing.empty() ? "" : ", ") + board.plan().suites[s].name;
    }
}

void mark_near_best(const Objective& objective, std::vector<Contender>& entries) {
  double best = -1;
  for (const Contender& e : entries)
    if (e.eligible()) best = std::max(best, e.standing.quality->value);
  for (Contender& e : entries)   // the margin forgives the last bits of 0.84 - 0.02
    e.near_best = e.judged() && e.standing.quality->value >= best - objective.within - 1e-9;
}

/// How `a` stands to `b` on one axis, more being better; unset: incomparable.
enum class Against { worse, level, clearly_better };
std::optional<Against> compare(const std::optional<Estimate>& a, const std::optional<Estimate>& b) {
  if (!a && !b) return Against::level;
  if (!a || !b) return std::nullopt;
  if (a->value < b->value) return Against::worse;
  return a->low > b->high ? Against::clearly_better : Against::level;
}

bool dominates(const Standing& a, const Standing& b) {
  const std::optional<Against> axes[] = {compare(a.quality, b.quality), compare(b.total_p95, a.total_p95),
                                         compare(b.usd_per_1k, a.usd_per_1k)};   // of these two less is better
  const auto no_worse = [](const auto& axis) { return axis && *axis != Against::worse; };
  return std::ranges::all_of(axes, no_worse) && std::ranges::find(axes, Against::clearly_better) != std::end(axes);
}

void mark_front(std::vector<Contender>& entries) {
  for (Contender& e : entries)
    e.standing.pareto = e.judged() && std::none_of(entries.begin(), entries.end(), [&](const Contender& other) {
      return other.judged() && dominates(other.standing, e.standing);
    });
}

void mark_cuts(std::vector<Contender>& entries, std::span<const Cut> cuts) {
  for (Contender& e : entries) e.left = std::numeric_limits<std::size_t>::max();
  std::size_t when = 0;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    if (i == 0 || place_of(cuts[i]) != place_of(cuts[i - 1])) ++when;
    Contender& e = entries[cuts[i].candidate];
    e.cut = &cuts[i], e.left = when;
    e.standing.left_at = place_of(cuts[i]);
  }
}

/// A stage that asked all who were left everything leaves it to the figures.
void mark_leader(const Plan& plan, const RaceStatus& status, std::vector<Contender>& entries) {
  Contender* leader = nullptr;
  for (std::size_t s = 0; s < status.stages.size(); ++s) {
    const StageReport& report = status.stages[s];
    if (report.begun && std::holds_alternative<ConfirmStage>(plan.stages[s])) leader = nullptr;
    if (report.certificate) leader = &entries[report.certificate->leader];
  }
  if (!leader) return;
  for (Contender& e : entries)   // who is exactly level with it leads as well
    e.leads = &e == leader || (e.cut == nullptr && e.standing.utility && e.standing.utility == leader->standing.utility);
}

}  // namespace

std::vector<Contender> make_contenders(const Board& board, const RaceStatus& status) {
  std::vector<Contender> entries(board.candidates());
  std::vector<Suites> missing(entries.size());
  RankTable ranks;
  for (std::uint32_t c = 0; c < entries.size(); ++c) {
    Quality q = quality(board, c, board.order().size());
    missing[c] = q.missing;
    entries[c].standing = figures(board, c, std::move(q), ranks);
  }
  mark_cuts(entries, status.cuts);
  mark_leader(board.plan(), status, entries);
  mark_missing(board, entries, missing);
  mark_near_best(board.plan().objective, entries);
  mark_front(entries);
  return entries;
}

}  // namespace shortlist
