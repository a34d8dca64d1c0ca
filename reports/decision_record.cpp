// The record of the decision in Markdown: what one files, and reads again when the choice is asked about.
#include <fmt/format.h>

#include "reports/decision_words.hpp"
#include "reports/formats.hpp"
#include "reports/numbers.hpp"
#include "reports/stage_words.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

std::string md(std::string_view text) { return escape_markdown(text); }

void write_list(std::ostream& out, const char* title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  out << "\n## " << title << "\n\n";
  for (const auto& line : lines) out << "- " << md(line) << "\n";
}

void write_stages(std::ostream& out, const std::vector<StageRow>& rows) {
  if (rows.empty()) return;
  out << "\n## Who left, and on what evidence\n\n| stage | candidates | rounds | calls |\n| :--- | :--- | ---: | ---: |\n";
  for (const StageRow& r : rows) out << fmt::format("| {} | {} | {} | {} |\n", md(r.name), md(r.field), md(r.rounds), md(r.calls));
  out << "\n";
  for (const StageRow& r : rows) {
    for (const auto& left : r.left) out << fmt::format("- {}: {}\n", md(r.name), md(left));
    for (const auto& note : r.notes) out << fmt::format("- {}: note: {}\n", md(r.name), md(note));
  }
}

/// The candidate's own figures, for a list.
std::string figures_of(const RankingRow& r) {
  return fmt::format("{}: {} ({}), {} per 1,000 calls, total p95 {}", r.name, r.quality, r.interval,
                     r.standing->usd_per_1k ? "$" + r.usd_per_1k : "unknown cost", r.total_p95);
}

std::vector<std::string> front(const Summary& summary) {
  std::vector<std::string> lines;
  for (const auto& r : summary.rows)
    if (r.pareto) lines.push_back(figures_of(r) + (r.chosen ? "; chosen: its quality is selected, hence biased upwards" : ""));
  return lines;
}

std::vector<std::string> sure(const Run& run, const Summary& summary) {
  std::vector<std::string> lines = summary.certificates;
  lines.insert(lines.end(), summary.sets.begin(), summary.sets.end());
  lines.push_back(summary.selected);
  lines.push_back(summary.intervals);
  if (const auto& d = run.ranking.decision; d && d->runner_up)
    lines.push_back("runner-up: " + visible(candidate_name(run, *d->runner_up)));
  lines.insert(lines.end(), summary.audit.begin(), summary.audit.end());
  return lines;
}

void write_mixtures(std::ostream& out, const Run& run) {
  write_list(out, "Portfolio", portfolio_lines(run));
  if (!run.ranking.decision || !run.ranking.decision->portfolio) return;
  for (const Router& router : run.ranking.decision->portfolio->routers) {
    out << fmt::format("\n### By {}\n\n", md(visible(router.by)));
    for (const auto& line : group_lines(run, router)) out << "- " << md(line) << "\n";
  }
}

void write_repeat(std::ostream& out, const Run& run) {
  const auto until = valid_until(run);
  if (!until.empty()) out << "\n## Valid until\n\n" << until << ": prices, models and tasks change; look at it again then.\n";
  out << "\n## To repeat it\n\n```sh\n" << command(run) << "\n```\n\n";
  for (const auto& pin : pins(run)) out << "- " << md(pin) << "\n";
}

class DecisionRecord : public Reporter {
 public:
  void write(const Run& run, std::ostream& out) const override {
    const auto summary = summarise(run);
    out << fmt::format("# Decision: {}\n\n{}.\n\n**{}.** {}\n", md(visible(run.plan.name)), md(question(run)), md(summary.headline),
                       md(summary.lead));
    if (!summary.incomplete.empty()) out << "\nThe run is " << md(summary.incomplete) << ".\n";
    if (run.ranking.decision) write_list(out, "How sure", sure(run, summary));
    std::vector<std::string> names;
    for (const auto& c : run.plan.candidates) names.push_back(visible(c.name) + " · " + model_text(c));
    write_list(out, "Candidates", names);
    write_stages(out, stage_rows(run));
    write_list(out, "What it took", summary.effort);
    write_list(out, "Pareto front", front(summary));
    if (!summary.repeats.empty()) out << "\n" << md(summary.repeats) << ".\n";
    write_list(out, "Which weights make whom win", weight_lines(run));
    write_list(out, "What would change it", summary.change.lines);
    write_mixtures(out, run);
    write_list(out, "Not established", summary.open.lines);
    write_repeat(out, run);
  }
};

}  // namespace

std::unique_ptr<Reporter> make_decision(const ReporterOptions&) { return std::make_unique<DecisionRecord>(); }

}  // namespace shortlist
