// The report for a pull request, a wiki or a chat: GitHub's Markdown, everything escaped.
#include <fmt/format.h>

#include "reports/formats.hpp"
#include "reports/lanes.hpp"
#include "reports/latency.hpp"
#include "reports/numbers.hpp"
#include "reports/stage_words.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

std::string md(std::string_view text) { return escape_markdown(text); }

void write_list(std::ostream& out, const Notes& notes, const char* heading) {
  if (notes.lines.empty()) return;
  out << fmt::format("\n{} {}\n\n", heading, md(notes.title));
  for (const auto& line : notes.lines) out << "- " << md(line) << "\n";
}

void write_row(std::ostream& out, const std::vector<std::string>& cells) {
  for (const auto& cell : cells) out << "| " << cell << " ";
  out << "|\n";
}

void write_ranking(std::ostream& out, const Summary& summary) {
  out << "\n### Ranking\n\n";
  write_row(out, {"rank", "candidate", "quality", "95 %", "against chosen", "TTFT p50", "total p95", "$/1k",
                  "$/1k passed", "failed", "left at"});
  write_row(out, {"---:", ":---", "---:", ":---", ":---", "---:", "---:", "---:", "---:", "---:", ":---"});
  for (const auto& row : summary.rows) {
    const auto name = md(row.name) + (row.pareto ? " \\*" : "");
    write_row(out, {row.place, row.chosen ? "**" + name + "**" : name, row.quality, row.interval,
                    md(row.versus), row.ttft_p50, row.total_p95, row.usd_per_1k, row.usd_per_1k_passed,
                    md(row.failed), md(row.left_at)});
  }
  out << "\n\\* Pareto front. Against chosen: points on the same items. The chosen one's quality is selected, hence biased upwards.\n";
  for (const auto& note : {summary.intervals, summary.repeats})
    if (!note.empty()) out << "\n" << md(note) << (note.ends_with('.') ? "" : ".") << "\n";
}

std::string pair(const Quantiles& q) {
  return q.p50 ? seconds(q.p50) + " / " + seconds(q.p95) : unknown;
}

void write_latency(std::ostream& out, const Run& run, const Summary& summary) {
  if (summary.latency.empty()) return;
  out << "\n### Latency\n\n";
  write_row(out, {"candidate", "calls timed", "TTFT p50 / p95", "TTFT p99", "first answer p50 / p95",
                  "total p50 / p95", "total p99", "TPOT p50 / p95", "ITL p50", "queued p95", "connect p95"});
  write_row(out, {":---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:"});
  for (const auto& row : summary.rows) {
    const auto& l = row.standing->latency;
    write_row(out, {md(row.name), timed_text(*row.standing), pair(l.ttft), seconds(l.ttft.p99),
                    l.reasons ? pair(l.first_answer) : unknown, pair(l.total), seconds(l.total.p99),
                    pair(l.tpot), itl_text(l), seconds(l.queued.p95), seconds(l.connect.p95)});
  }
  out << "\n" << md(summary.latency) << ".\n";
  if (!summary.not_streamed.empty()) out << "\n" << md(summary.not_streamed) << ".\n";
  if (const auto changes = lane_changes(run); !changes.empty()) {
    out << "\n### Lanes that changed\n\n";
    for (const auto& change : changes) out << "- " << md(lane_line(change)) << "\n";
  }
}

void write_suites(std::ostream& out, const Run& run, const Summary& summary) {
  out << "\n### By suite\n\n";
  std::vector<std::string> head{"candidate"}, rule{":---"};
  for (const auto& suite : run.plan.suites)
    head.push_back(md(visible(suite.name))), rule.emplace_back(":---");
  write_row(out, head);
  write_row(out, rule);
  for (const auto& row : summary.rows) {
    std::vector<std::string> cells{md(row.name)};
    for (std::size_t i = 0; i < run.plan.suites.size(); ++i) {
      const auto estimate = i < row.standing->by_suite.size() ? row.standing->by_suite[i] : std::nullopt;
      cells.push_back(estimate ? fmt::format("{} ({})", percent(estimate), interval(estimate)) : unknown);
    }
    write_row(out, cells);
  }
}

void write_stages(std::ostream& out, const Run& run) {
  const auto rows = stage_rows(run);
  if (rows.empty()) return;
  out << "\n### Stages\n\n";
  write_row(out, {"stage", "candidates", "rounds", "calls"});
  write_row(out, {":---", ":---", "---:", "---:"});
  for (const auto& r : rows) write_row(out, {md(r.name), md(r.field), r.rounds, r.calls});
  for (const auto& r : rows)
    for (const auto& note : r.notes) out << fmt::format("\n{}: {}\n", md(r.name), md(note));
}

void write_cuts(std::ostream& out, const Run& run) {
  if (run.ranking.cuts.empty()) return;
  out << "\n### Who left, and why\n\n";
  for (const auto& cut : run.ranking.cuts)
    out << fmt::format("- **{}** at {}: {}\n", md(visible(candidate_name(run, cut.candidate))),
                       md(visible(place_of(cut))), md(visible(cut.why)));
}

class Markdown : public Reporter {
 public:
  void write(const Run& run, std::ostream& out) const override {
    const auto summary = summarise(run);
    out << fmt::format("## {}\n\n{}\n", md(summary.headline), md(summary.lead));
    write_list(out, summary.warnings, "###");
    write_list(out, summary.sure, "###");
    write_list(out, summary.open, "###");
    write_list(out, {"What it took", summary.effort}, "###");
    write_list(out, summary.change, "###");
    write_ranking(out, summary);
    write_latency(out, run, summary);
    write_suites(out, run, summary);
    write_stages(out, run);
    write_cuts(out, run);
    out << "\n### Method\n";
    for (const auto& notes : summary.method) write_list(out, notes, "####");
  }
};

}  // namespace

std::unique_ptr<Reporter> make_markdown(const ReporterOptions&) { return std::make_unique<Markdown>(); }

}  // namespace shortlist
