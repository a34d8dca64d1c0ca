#include "reports/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "harness/ports/items.hpp"
#include "reports/answers.hpp"
#include "reports/claims.hpp"
#include "reports/decision_words.hpp"
#include "reports/latency.hpp"
#include "reports/method.hpp"
#include "reports/numbers.hpp"
#include "reports/served.hpp"
#include "reports/stage_words.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

std::string visible_name(const Run& run, std::uint32_t candidate) {
  return visible(candidate_name(run, candidate));
}

/// "at 3.1 x the cost", or "" when either cost is unknown.
std::string cost_ratio(const Standing& other, const Standing& chosen) {
  if (!other.usd_per_1k || !chosen.usd_per_1k || !(chosen.usd_per_1k->value > 0)) return "";
  const double ratio = other.usd_per_1k->value / chosen.usd_per_1k->value;
  return fmt::format(", at {} x the cost", fixed(ratio, ratio < 10 ? 1 : 0));
}

std::vector<std::string> level_with(const Run& run, const Standing& chosen) {
  std::vector<std::string> lines;
  for (const auto& s : run.ranking.standings)
    if (s.candidate != chosen.candidate && s.versus_first && !s.distinguishable)
      lines.push_back(fmt::format("{} ({}){}", visible_name(run, s.candidate), difference_text(run, *s.versus_first),
                                  cost_ratio(s, chosen)));
  return lines;
}

std::string lead_of(const Run& run, const Standing& chosen) {
  std::string lead = "Its quality is unknown";
  if (chosen.quality)
    lead = fmt::format("It scores {} (nominal 95 % interval {}; selected, hence biased upwards) on {} of {}", percent(chosen.quality),
                       interval(chosen.quality, {}, " to "), plural(chosen.rates.answers, "answer"),
                       plural(run.plan.suites.size(), "suite"));
  if (chosen.ttft_p50) lead += fmt::format(", begins to answer after {}", seconds(chosen.ttft_p50));
  if (chosen.total_p95)
    lead += fmt::format(", is done within {} in 95 of 100 calls", seconds(chosen.total_p95));
  lead += chosen.usd_per_1k ? fmt::format(", and costs {} per 1,000 calls.", usd(chosen.usd_per_1k->value))
                            : ". What it costs is unknown.";
  return lead;
}

std::string money_text(const Effort& e) {
  const std::size_t asked = e.calls - std::min(e.calls, e.cached), unpriced = e.cost_unknown;
  if (asked == 0) return ", nothing spent";
  if (unpriced == asked) return ", cost unknown";
  std::string unknown = unpriced > 0 ? plural(unpriced, "call") : "";
  if (e.broken_off > 0)
    unknown +=
        fmt::format("{}{} that broke off", unknown.empty() ? "" : " and of ", plural(e.broken_off, "answer"));
  return fmt::format(", {}{}{}", usd(to_usd(e.spent)), unknown.empty() ? "" : " and the unknown cost of ",
                     unknown);
}

std::vector<std::string> effort_of(const Run& run) {
  const Effort& e = run.ranking.effort;
  std::string text = plural(e.calls, "call");
  if (saves(run)) {
    const std::size_t full = run.ranking.decision->savings.full_calls;
    text += fmt::format(" instead of {} ({})", count_text(full), share(static_cast<double>(e.calls) / static_cast<double>(full)));
  } else if (run.ranking.open.missing > 0) {
    text += " so far";
  }
  if (e.cached > 0) text += fmt::format(", {} of them answered from earlier runs", count_text(e.cached));
  if (e.unsent > 0) text += fmt::format(", {} more never sent", count_text(e.unsent));
  const std::string instead = instead_of(run);
  std::vector<std::string> lines;
  if (e.cached == 0 || instead.empty()) lines = {text + money_text(e) + instead};
  else lines = {text + money_text(e), fmt::format("{} with those from earlier runs{}", usd(run.ranking.decision->savings.usd), instead)};
  if (auto full = full_evaluation(run); !full.empty()) lines.push_back(std::move(full));
  return lines;
}

/// "12 calls failed, 1 answer is flawed, 40 calls have no record"
std::string incomplete_text(const Ranking& ranking) {
  if (ranking.complete) return "";
  const auto& [missing, failed, flawed] = ranking.open;
  std::string text;
  const auto add = [&](std::size_t n, const char* noun, const char* one, const char* many) {
    if (n > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", plural(n, noun), n == 1 ? one : many);
  };
  add(failed, "call", "failed", "failed");
  add(flawed, "answer", "has a flaw that leaves it open", "have flaws that leave them open");
  add(missing, "call", "has no record", "have no record");
  return "incomplete: " + (text.empty() ? "not all that the plan asks for was done" : text);
}

Notes warnings_of(const Run& run) {
  Notes warnings{"Warnings", {}};
  if (auto bound = client_bound(run); !bound.empty()) warnings.lines.push_back(std::move(bound));
  for (auto& line : served_warnings(run)) warnings.lines.push_back(std::move(line));
  for (const auto& warning : run.provenance.warnings) warnings.lines.push_back(visible(warning));
  return warnings;
}

Notes sure_of(const Run& run, const Summary& summary, const Standing& chosen) {
  std::vector<std::string> ahead;
  std::size_t behind = 0, uncompared = 0;
  for (const auto& s : run.ranking.standings) {
    if (s.candidate == chosen.candidate) continue;
    if (!s.versus_first)
      ++uncompared;
    else if (s.versus_first->low > 0)
      ahead.push_back(fmt::format("{} answers better ({}){}", visible_name(run, s.candidate),
                                  difference_text(run, *s.versus_first), cost_ratio(s, chosen)));
    else
      behind += s.versus_first->high < 0;
  }
  Notes notes{"How sure", summary.certificates};
  notes.lines.insert(notes.lines.end(), summary.sets.begin(), summary.sets.end());
  if (!chosen.why.empty()) notes.lines.push_back(visible(chosen.why));
  if (behind > 0)
    notes.lines.push_back(
        fmt::format("{} told apart from it on the same items, and below it", plural(behind, "candidate")));
  notes.lines.insert(notes.lines.end(), ahead.begin(), ahead.end());
  if (uncompared > 0)
    notes.lines.push_back(fmt::format("{} not compared on the same items", plural(uncompared, "candidate")));
  for (auto& line : audit_lines(run)) notes.lines.push_back(std::move(line));
  return notes;
}

void add_unknowns(const Run& run, Notes& open) {
  std::string costs, times;
  for (const auto& s : run.ranking.standings) {
    const auto add = [&](std::string& list) {
      list += (list.empty() ? "" : ", ") + visible_name(run, s.candidate);
    };
    if (s.quality && !s.usd_per_1k) add(costs);
    if (s.quality && !s.total_p95) add(times);
  }
  if (!costs.empty()) open.lines.push_back("What these cost is unknown: " + costs);
  if (!times.empty()) open.lines.push_back("The latency of these is unknown: " + times);
}

Notes open_of(const Run& run, const std::vector<std::string>& level) {
  Notes open{"Not established", {}};
  if (!level.empty()) open.lines.push_back("Which of those not distinguishable answers better");
  add_unknowns(run, open);
  if (const auto incomplete = incomplete_text(run.ranking); !incomplete.empty())
    open.lines.push_back("The run is " + incomplete);
  for (const auto& note : run.ranking.notes) open.lines.push_back(visible(note));
  if (open.lines.empty()) open.lines.push_back("Nothing that the plan asked for");
  return open;
}

std::string versus_text(const Standing& s, bool chosen) {
  if (chosen) return "reference";
  if (!s.versus_first) return unknown;
  const auto& d = *s.versus_first;
  const int digits = decimals_for(100 * (d.high - d.low));
  return fmt::format("{} ({} .. {})", signed_fixed(100 * d.value, digits), signed_fixed(100 * d.low, digits),
                     signed_fixed(100 * d.high, digits));
}

/// One number of digits for the column: what its narrowest interval supports.
int quality_decimals(const Ranking& ranking) {
  int decimals = 0;
  for (const auto& s : ranking.standings)
    if (s.quality) decimals = std::max(decimals, decimals_for(100 * (s.quality->high - s.quality->low)));
  return decimals;
}

std::string left_text(const Standing& s) {
  if (!s.left_at.empty()) return visible(s.left_at);
  return s.within_limits ? unknown : "over limits: " + visible(s.limits_broken);
}

RankingRow row_of(const Run& run, const Standing& s, int decimals) {
  RankingRow row;
  const Rates& rates = s.rates;
  row.standing = &s, row.calls = rates.calls, row.unsent = rates.unsent;
  row.chosen = run.ranking.chosen == s.candidate;
  row.pareto = s.pareto;
  row.place = s.quality ? std::to_string(s.place) : unknown;
  row.name = visible_name(run, s.candidate);
  row.model = model_text(run.plan.candidates.at(s.candidate));
  row.quality = percent(s.quality, decimals);
  row.interval = interval(s.quality, decimals);
  row.versus = versus_text(s, row.chosen);
  row.ttft_p50 = seconds(s.ttft_p50);
  row.ttft_p95 = seconds(s.ttft_p95);
  row.total_p50 = seconds(s.total_p50);
  row.total_p95 = seconds(s.total_p95);
  row.usd_per_1k = usd_figure(value_of(s.usd_per_1k));
  row.usd_per_1k_passed = usd_figure(s.usd_per_1k_passed);
  row.failed = rates.calls > 0 ? share(rates.failed) : unknown;
  row.left_at = left_text(s);
  return row;
}

void describe_choice(const Run& run, Summary& summary) {
  const auto* chosen = standing_of(run, run.ranking.chosen);
  if (!chosen) {
    summary.headline = "No candidate can be named";
    summary.lead = "The records support no choice.";
    summary.sure = {"How sure", {}};
    return;
  }
  summary.name = visible_name(run, chosen->candidate);
  summary.headline = "Use " + summary.name + (run.ranking.complete ? "" : " (so far)");
  summary.lead = lead_of(run, *chosen);
  if (chosen->quality)
    if (run.plan.candidates.size() > 1) summary.selected = fmt::format("its {} was selected, hence biased upwards", percent(chosen->quality));
  summary.level = level_with(run, *chosen);
  summary.sets = set_lines(run, summary.level);
  summary.sure = sure_of(run, summary, *chosen);
}

}  // namespace

const std::string& candidate_name(const Run& run, std::uint32_t candidate) {
  return run.plan.candidates.at(candidate).name;
}

const Standing* standing_of(const Run& run, std::optional<std::uint32_t> candidate) {
  for (const auto& s : run.ranking.standings)
    if (candidate == s.candidate) return &s;
  return nullptr;
}

std::size_t suite_items(const Suite& suite) {
  const auto size = suite.items ? suite.items->size() : 0;
  return suite.limit > 0 ? std::min(suite.limit, size) : size;
}

std::size_t all_items(const Plan& plan) {
  std::size_t items = 0;
  for (const Suite& suite : plan.suites) items += suite_items(suite);
  return items;
}

std::size_t weighed_items(const Plan& plan) {
  std::size_t items = 0;
  for (const Suite& suite : plan.suites)
    if (suite.weight > 0) items += suite_items(suite);
  return items;
}

std::string model_text(const Candidate& c) {
  const auto backend = visible(c.backend), model = visible(c.model.empty() ? c.file : c.model);
  return model.empty() ? backend : backend + " · " + model;
}

Summary summarise(const Run& run) {
  Summary summary;
  summary.certificates = certificate_lines(run), summary.audit = audit_lines(run);
  if (auto line = exact_line(run); !line.empty()) summary.certificates.push_back(std::move(line));
  summary.change = {"What would change it", flip_lines(run)};
  if (auto line = incumbent_line(run); !line.empty()) summary.change.lines.push_back(std::move(line));
  describe_choice(run, summary);
  summary.effort = effort_of(run);
  summary.incomplete = incomplete_text(run.ranking);
  summary.warnings = warnings_of(run);
  summary.latency = latency_basis(run);
  summary.not_streamed = not_streamed(run);
  summary.intervals = interval_note(run), summary.repeats = repeats_note(run);
  summary.open = open_of(run, summary.level);
  summary.method = method_notes(run);
  const int decimals = quality_decimals(run.ranking);
  for (const auto& s : run.ranking.standings) summary.rows.push_back(row_of(run, s, decimals));
  return summary;
}

}  // namespace shortlist
