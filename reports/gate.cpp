#include "reports/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "harness/types/error.hpp"
#include "reports/baseline.hpp"
#include "reports/figures.hpp"
#include "reports/numbers.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

/// How a metric is read, judged and said.
struct MetricRow {
  std::string_view name;
  bool by_interval;      ///< absolute limits and ratios look at the interval, not at the value alone
  const char* baseline;  ///< key of the baseline's entries
  std::string (*text)(double value);
};
std::string percent_text(double v) { return fixed(100 * v, 1) + " %"; }
std::string cost_text(double v) { return "$" + usd_figure(v) + " / 1k"; }
constexpr std::array<MetricRow, 4> metrics{{
    {"quality", true, "quality", percent_text},
    {"latency", true, "latency", seconds_of},
    {"cost", false, "cost", cost_text},
    {"failures", false, "failures", percent_text},
}};

[[noreturn]] void refuse(const GateCheck& check, const std::string& what) {
  throw UserError(fmt::format("{}{}gate check \"{}\": {}", check.where, check.where.empty() ? "" : ": ",
                              check.metric, what));
}

const MetricRow& metric_of(const GateCheck& check) {
  for (const auto& row : metrics)
    if (row.name == check.metric) return row;
  refuse(check, "there is no such metric (known: quality, latency, cost, failures)");
}

void require_sense(const GateCheck& check) {
  if (!check.min && !check.max && !check.margin && !check.max_ratio)
    refuse(check, "says nothing: give min, max, margin or max_ratio");
  if (check.metric == "quality" && check.max_ratio)
    refuse(check, "quality is compared by margin, not by max_ratio");
  if (!check.per.empty() && check.per != "task")
    refuse(check, fmt::format("per should be \"task\", not \"{}\"", visible(check.per)));
}

Estimate exactly(double value, std::size_t n = 0) { return {value, value, value, n}; }

std::optional<Estimate> overall_figure(const Standing& s, std::string_view metric) {
  if (metric == "quality") return s.quality;
  if (metric == "latency") return s.total_p95;
  if (metric == "cost") return s.usd_per_1k;
  return s.rates.calls > 0 ? std::optional(exactly(s.rates.failed, s.rates.calls)) : std::nullopt;
}

std::optional<Estimate> suite_figure(const Standing& s, const SuiteFigures& figures, std::uint32_t suite,
                                     std::string_view metric) {
  if (metric == "quality") return suite < s.by_suite.size() ? s.by_suite[suite] : std::nullopt;
  if (metric == "latency") return figures.total_p95;
  if (metric == "cost")
    return figures.usd_per_1k ? std::optional(exactly(*figures.usd_per_1k)) : std::nullopt;
  return figures.calls > 0 ? std::optional(exactly(static_cast<double>(figures.failed) /
                                                   static_cast<double>(figures.calls)))
                           : std::nullopt;
}

Verdict worse(Verdict a, Verdict b) {
  const auto rank = [](Verdict v) { return v == Verdict::fail ? 2 : v == Verdict::inconclusive ? 1 : 0; };
  return rank(a) >= rank(b) ? a : b;
}

/// One thing looked at: a candidate's figure, overall or in one suite, and the baseline's.
class Judge {
 public:
  Judge(const Run& run, const GateCheck& check, const Json& baseline)
      : run_(run), check_(check), row_(metric_of(check)), baseline_(baseline), figures_(figures_of(run)) {}

  /// `suite` unset: overall.
  CheckResult judge(const Standing& s, std::optional<std::uint32_t> suite) const {
    CheckResult result{Verdict::pass, check_.metric, ""};
    if (suite) result.name += ", suite " + visible(run_.plan.suites[*suite].name);
    const auto now = figure(s, suite);
    if (!now) return {Verdict::inconclusive, result.name, "unknown"};
    result.reason = said(*now);
    if (check_.min)
      add(result, at_least(*now, *check_.min), fmt::format("at least {}", row_.text(*check_.min)));
    if (check_.max)
      add(result, at_most(*now, *check_.max), fmt::format("at most {}", row_.text(*check_.max)));
    if (!baseline_.is_null() && (check_.margin || check_.max_ratio)) compare(result, s, *now, suite);
    return result;
  }

 private:
  SuiteFigures figures_in(const Standing& s, std::uint32_t suite) const {
    const auto found = figures_.find({s.candidate, suite});
    return found == figures_.end() ? SuiteFigures{} : found->second;
  }

  std::optional<Estimate> figure(const Standing& s, std::optional<std::uint32_t> suite) const {
    return suite ? suite_figure(s, figures_in(s, *suite), *suite, row_.name) : overall_figure(s, row_.name);
  }

  std::string said(const Estimate& e) const {
    if (!row_.by_interval) return row_.text(e.value);
    return fmt::format("{} ({} .. {})", row_.text(e.value), row_.text(e.low), row_.text(e.high));
  }

  Verdict at_least(const Estimate& e, double limit) const {
    if (!row_.by_interval) return e.value >= limit ? Verdict::pass : Verdict::fail;
    return e.low >= limit ? Verdict::pass : e.high < limit ? Verdict::fail : Verdict::inconclusive;
  }
  Verdict at_most(const Estimate& e, double limit) const {
    if (!row_.by_interval) return e.value <= limit ? Verdict::pass : Verdict::fail;
    return e.high <= limit ? Verdict::pass : e.low > limit ? Verdict::fail : Verdict::inconclusive;
  }

  static void add(CheckResult& result, Verdict verdict, const std::string& rule) {
    result.verdict = worse(verdict, result.verdict);
    result.reason += fmt::format("; {}: {}", rule, name_of(verdict));
  }

  void compare(CheckResult& result, const Standing& s, const Estimate& now,
               std::optional<std::uint32_t> suite) const {
    const auto before = baseline_figure(suite);
    if (!before) return add(result, Verdict::inconclusive, "the baseline does not know it");
    if (row_.name == "quality") return compare_quality(result, s, now, *before, suite);
    const auto was = row_.text(before->value);
    const bool ends = row_.by_interval;
    const auto limit = [&](double low, double high) {  // pass and fail take the end that is harder to meet
      if (!ends) return now.value <= high ? Verdict::pass : Verdict::fail;
      return now.high <= low ? Verdict::pass : now.low > high ? Verdict::fail : Verdict::inconclusive;
    };
    const double low = ends ? before->low : before->value, high = ends ? before->high : before->value;
    if (check_.max_ratio)
      add(result, limit(low * *check_.max_ratio, high * *check_.max_ratio),
          fmt::format("at most {:g} x the baseline's {}", *check_.max_ratio, was));
    if (check_.margin)
      add(result, limit(low + *check_.margin, high + *check_.margin),
          fmt::format("at most {} above the baseline's {}", row_.text(*check_.margin), was));
  }

  std::optional<Estimate> baseline_figure(std::optional<std::uint32_t> suite) const {
    if (!suite) return baseline_estimate(baseline_, row_.baseline);
    const auto pointer = Json::json_pointer() / "suites" / run_.plan.suites[*suite].name;
    return baseline_.contains(pointer) ? baseline_estimate(baseline_.at(pointer), row_.baseline)
                                       : std::nullopt;
  }

  void compare_quality(CheckResult& result, const Standing& s, const Estimate& now, const Estimate& before,
                       std::optional<std::uint32_t> suite) const {
    const auto paired = paired_quality(s, suite);
    const auto d = paired ? interval_of(*paired) : unpaired(now, before);
    const auto basis = paired ? plural(d.n, "shared item") : std::string("no shared items");
    const auto verdict = d.low > -*check_.margin    ? Verdict::pass
                         : d.high < -*check_.margin ? Verdict::fail
                                                    : Verdict::inconclusive;
    add(result, verdict,
        fmt::format("against the baseline's {}: {} ({}), margin {}", row_.text(before.value), points(d),
                    basis, fixed(100 * *check_.margin, 1)));
  }

  /// The interval of a difference from two single ones (Newcombe 1998, method 10).
  static Estimate unpaired(const Estimate& now, const Estimate& before) {
    const double d = now.value - before.value;
    return {d, d - std::hypot(now.value - now.low, before.high - before.value),
            d + std::hypot(now.high - now.value, before.value - before.low), 0};
  }

  std::optional<Difference> paired_quality(const Standing& s, std::optional<std::uint32_t> only) const {
    std::vector<std::pair<double, Difference>> parts;
    for (std::uint32_t i = 0; i < run_.plan.suites.size(); ++i) {
      const auto& suite = run_.plan.suites[i];
      if ((only && *only != i) || !(only || suite.weight > 0)) continue;
      const auto difference =
          paired_difference(suite, figures_in(s, i), baseline_items(baseline_, suite.name));
      if (!difference) return std::nullopt;
      parts.emplace_back(only ? 1 : suite.weight, *difference);
    }
    return parts.empty() ? std::nullopt : std::optional(combined(parts));
  }

  const Run& run_;
  const GateCheck& check_;
  const MetricRow& row_;
  const Json& baseline_;
  Figures figures_;
};

GateResult summed(const std::string& whom, const std::vector<CheckResult>& results) {
  GateResult gate;
  for (const auto& result : results) {
    gate.verdict = worse(gate.verdict, result.verdict);
    gate.reasons.push_back(
        fmt::format("{}: {} of {}: {}", name_of(result.verdict), result.name, whom, result.reason));
  }
  return gate;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::fail:
      return "fail";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::incomplete:
      return "incomplete";
  }
  return "unknown";
}

const Standing* gated(const Run& run) {
  if (const auto* chosen = standing_of(run, run.ranking.chosen)) return chosen;
  return run.plan.candidates.size() == 1 ? standing_of(run, 0) : nullptr;
}

std::vector<CheckResult> judge_check(const Run& run, const Standing& standing, const GateCheck& check,
                                     const Json& baseline) {
  require_sense(check);
  const Judge judge(run, check, baseline);
  if (check.per.empty()) return {judge.judge(standing, std::nullopt)};
  std::vector<CheckResult> results;
  for (std::uint32_t i = 0; i < run.plan.suites.size(); ++i) results.push_back(judge.judge(standing, i));
  return results;
}

GateResult judge_gate(const Run& run, const Json& baseline, const std::string& where) {
  const auto compares = [](const GateCheck& check) { return check.margin || check.max_ratio; };
  const auto& checks = run.plan.gate.checks;
  const bool needed = std::any_of(checks.begin(), checks.end(), compares);
  if (needed && baseline.is_null()) throw UserError(where + ": there is no baseline yet; bless one");
  const Json none;
  const Json& before = needed ? comparable(baseline, run.plan, where) : none;
  for (const auto& check : checks) require_sense(check), metric_of(check);
  if (!run.ranking.complete)
    return {Verdict::incomplete, {"incomplete: some calls of the plan have no record"}};
  const auto* standing = gated(run);
  if (!standing) return {Verdict::fail, {"fail: no candidate was chosen"}};
  std::vector<CheckResult> results;
  for (const auto& check : checks)
    for (auto& result : judge_check(run, *standing, check, before)) results.push_back(std::move(result));
  return summed(visible(candidate_name(run, standing->candidate)), results);
}

}  // namespace shortlist
