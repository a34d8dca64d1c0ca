// The block and table at the end of a run, aligned by display width.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/formats.hpp"
#include "reports/numbers.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

constexpr std::size_t level_lines_max = 5;
constexpr std::size_t name_width_max = 40;
constexpr const char* indent = "     ";

struct Colors {
  const char *strong, *faint, *off;
};
constexpr Colors with_colors{"\x1b[1m", "\x1b[2m", "\x1b[0m"}, without_colors{"", "", ""};

using Cells = std::array<std::string, 9>;

Cells header() {
  return {"rank", "candidate", "", "quality", "TTFT p50", "total p95", "$/1k", "$/1k passed", "left at"};
}

Cells cells_of(const RankingRow& row) {
  const auto quality =
      row.quality == unknown ? std::string(unknown) : fmt::format("{} ({})", row.quality, row.interval);
  return {row.place,
          shortened(row.name, name_width_max),
          row.pareto ? "*" : "",
          quality,
          row.ttft_p50,
          row.total_p95,
          row.usd_per_1k,
          row.usd_per_1k_passed,
          row.left_at};
}

Cells::value_type line_of(const Cells& cells, const std::array<std::size_t, 9>& widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += pad_right(cells[i], widths[i] + (i == 1 ? 1 : 2));
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

class Console : public Reporter {
 public:
  explicit Console(const ReporterOptions& options)
      : width_(options.width), colors_(options.color ? with_colors : without_colors) {}

  void write(const Run& run, std::ostream& out) const override {
    const auto summary = summarise(run);
    write_choice(run, summary, out);
    out << "\n";
    write_table(summary, out);
    write_notes(run, out);
  }

 private:
  void line(std::ostream& out, const std::string& text) const {
    out << (width_ > 0 ? shortened(text, static_cast<std::size_t>(width_)) : text) << "\n";
  }

  void write_choice(const Run& run, const Summary& summary, std::ostream& out) const {
    const auto* chosen = standing_of(run, run.ranking.chosen);
    if (!chosen) {
      line(out, "NO CHOICE  the records support none");
    } else {
      const auto quality = chosen->quality ? fmt::format("{} ({})", percent(chosen->quality),
                                                         interval(chosen->quality, {}, " .. "))
                                           : "quality unknown";
      const auto cost = chosen->usd_per_1k ? usd(chosen->usd_per_1k->value) + " / 1k" : "cost unknown";
      out << fmt::format("USE  {}{}{}  {}   TTFT {}   p95 {}   {}\n", colors_.strong, summary.name,
                         colors_.off, quality, seconds(chosen->ttft_p50), seconds(chosen->total_p95), cost);
      if (!chosen->why.empty()) line(out, indent + visible(chosen->why));
    }
    for (std::size_t i = 0; i < std::min(summary.level.size(), level_lines_max); ++i)
      line(out, indent + ("not distinguishable: " + summary.level[i]));
    if (summary.level.size() > level_lines_max)
      line(out,
           fmt::format("{}not distinguishable: {} more", indent, summary.level.size() - level_lines_max));
    for (const auto& effort : summary.effort) line(out, indent + effort);
  }

  void write_table(const Summary& summary, std::ostream& out) const {
    std::vector<Cells> table{header()};
    for (const auto& row : summary.rows) table.push_back(cells_of(row));
    std::array<std::size_t, 9> widths{};
    for (const auto& cells : table)
      for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], display_width(cells[i]));
    for (std::size_t i = 0; i < table.size(); ++i) {
      const bool chosen = i > 0 && summary.rows[i - 1].chosen;
      const auto text = line_of(table[i], widths);
      out << (i == 0 ? colors_.faint : chosen ? colors_.strong : "");
      out << (width_ > 0 ? shortened(text, static_cast<std::size_t>(width_)) : text);
      out << (i == 0 || chosen ? colors_.off : "") << "\n";
    }
    if (std::any_of(summary.rows.begin(), summary.rows.end(), [](const auto& row) { return row.pareto; }))
      line(out, "* Pareto front: none is at least as good on quality, time and cost and better on one");
  }

  void write_notes(const Run& run, std::ostream& out) const {
    if (!run.ranking.complete) line(out, "incomplete: some calls of the plan have no record");
    for (const auto& note : run.ranking.notes) line(out, "note: " + visible(note));
    for (const auto& warning : run.provenance.warnings) line(out, "warning: " + visible(warning));
  }

  int width_;
  Colors colors_;
};

}  // namespace

std::unique_ptr<Reporter> make_console(const ReporterOptions& options) {
  return std::make_unique<Console>(options);
}

}  // namespace shortlist
