// The block and table at the end of a run, aligned by display width.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "reports/formats.hpp"
#include "reports/lanes.hpp"
#include "reports/numbers.hpp"
#include "reports/stage_words.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

constexpr std::size_t flip_lines_max = 3, left_lines_max = 3;
constexpr std::size_t stage_width_max = 16;
constexpr std::size_t calls_from_width = 80;   // a narrower terminal shows no calls of a stage
constexpr std::size_t name_width_max = 40;
constexpr const char* indent = "     ";

struct Colors {
  const char *strong, *faint, *off;
};
constexpr Colors with_colors{"\x1b[1m", "\x1b[2m", "\x1b[0m"}, without_colors{"", "", ""};

constexpr std::size_t columns = 9;
using Cells = std::array<std::string, columns>;
using Widths = std::array<std::size_t, columns>;   // 0: the column is left out

/// Left out in this order where the terminal is too narrow; what is then too long is cut.
constexpr std::array<std::size_t, 3> spare{7, 4, 8};

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

std::size_t gap_after(std::size_t column) { return column == 1 ? 1 : 2; }

Widths widths_of(const std::vector<Cells>& table, std::size_t room) {
  Widths widths{};
  for (const auto& cells : table)
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], display_width(cells[i]));
  for (const std::size_t column : spare) {
    std::size_t all = 0;
    for (std::size_t i = 0; i < columns; ++i)
      if (widths[i] > 0) all += widths[i] + gap_after(i);
    if (room == 0 || all <= room + gap_after(columns - 1)) break;
    widths[column] = 0;
  }
  return widths;
}

std::string line_of(const Cells& cells, const Widths& widths) {
  std::string line;
  for (std::size_t i = 0; i < columns; ++i)
    if (widths[i] > 0) line += pad_right(cells[i], widths[i] + gap_after(i));
    else if (i == 2) line += "  ";
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
    write_stages(run, out);
    write_table(summary, out);
    write_notes(run, summary, out);
  }

 private:
  std::size_t room() const { return static_cast<std::size_t>(std::max(width_, 0)); }

  void line(std::ostream& out, const std::string& text, std::size_t hanging = 0) const {
    for (const auto& part : wrapped(text, room(), hanging)) out << part << "\n";
  }
  void below(std::ostream& out, const std::string& text) const { line(out, indent + text, 7); }

  void write_headline(const Run& run, const Summary& summary, const Standing& chosen, std::ostream& out) const {
    const auto quality = chosen.quality ? fmt::format("{} ({})", percent(chosen.quality),
                                                      interval(chosen.quality, {}, " .. "))
                                        : "quality unknown";
    const auto cost = chosen.usd_per_1k ? usd(chosen.usd_per_1k->value) + " / 1k" : "cost unknown";
    const auto ttft = chosen.ttft_p50 || chosen.latency.timed == 0 ? seconds(chosen.ttft_p50) : "not streamed";
    const std::string use = run.ranking.complete ? "USE" : "USE (so far)";
    std::size_t used = use.size() + 2 + display_width(summary.name);
    out << fmt::format("{}  {}{}{}", use, colors_.strong, summary.name, colors_.off);
    for (const auto& [text, gap] : {std::pair{quality, "  "}, {"TTFT " + ttft, "   "},
                                    {"p95 " + seconds(chosen.total_p95), "   "}, {cost, "   "}}) {
      const std::size_t width = std::string_view(gap).size() + display_width(text);
      const bool fits = room() == 0 || used + width <= room();
      used = fits ? used + width : std::string_view(indent).size() + display_width(text);
      out << (fits ? gap : std::string("\n") + indent) << text;
    }
    out << "\n";
  }

  void write_choice(const Run& run, const Summary& summary, std::ostream& out) const {
    const auto* chosen = standing_of(run, run.ranking.chosen);
    if (!chosen) {
      line(out, "NO CHOICE  the records support none");
    } else {
      write_headline(run, summary, *chosen, out);
      if (!chosen->why.empty()) below(out, visible(chosen->why));
      if (!summary.selected.empty()) below(out, summary.selected);
    }
    for (const auto& certificate : summary.certificates) below(out, certificate);
    for (const auto& set : summary.sets) below(out, set);
    for (const auto& effort : summary.effort) below(out, effort);
    for (std::size_t i = 0; i < std::min(summary.change.lines.size(), flip_lines_max); ++i) below(out, summary.change.lines[i]);
    for (const auto& audit : summary.audit) below(out, audit);
  }

  /// "race  5 -> 2  1,242 calls  claude: behind by 4.1 points, at least 0.3".
  void write_stages(const Run& run, std::ostream& out) const {
    auto rows = stage_rows(run);
    for (auto& r : rows) r.name = shortened(r.name, stage_width_max);
    std::size_t name = 0, field = 0, calls = 0;
    const bool narrow = room() > 0 && room() < calls_from_width;
    for (auto& r : rows) {
      r.calls = narrow || r.calls == unknown ? "" : r.calls + (r.calls == "1" ? " call" : " calls");
      name = std::max(name, display_width(r.name)), field = std::max(field, display_width(r.field));
      calls = std::max(calls, display_width(r.calls));
    }
    const std::size_t before = name + field + calls + (calls > 0 ? 6 : 4);
    for (const auto& r : rows) {
      std::vector<std::string> lines(r.left.begin(), r.left.begin() + static_cast<std::ptrdiff_t>(std::min(r.left.size(), left_lines_max)));
      if (r.left.size() > left_lines_max) lines.push_back(fmt::format("and {} more", r.left.size() - left_lines_max));
      lines.insert(lines.end(), r.notes.begin(), r.notes.end());
      std::string head = pad_right(r.name, name) + "  " + pad_right(r.field, field) + "  ";
      if (calls > 0) head += pad_left(r.calls, calls) + "  ";
      if (lines.empty()) out << head.substr(0, head.find_last_not_of(' ') + 1) << "\n";
      for (const auto& text : lines)
        for (const auto& part : wrapped(std::string(before, ' ') + text, room(), before))
          out << std::exchange(head, std::string(before, ' ')) << part.substr(before) << "\n";
    }
    if (!rows.empty()) out << "\n";
  }

  void write_table(const Summary& summary, std::ostream& out) const {
    std::vector<Cells> table{header()};
    for (const auto& row : summary.rows) table.push_back(cells_of(row));
    const auto widths = widths_of(table, room());
    for (std::size_t i = 0; i < table.size(); ++i) {
      const bool chosen = i > 0 && summary.rows[i - 1].chosen;
      const auto text = line_of(table[i], widths);
      out << (i == 0 ? colors_.faint : chosen ? colors_.strong : "");
      out << (room() > 0 ? shortened(text, room()) : text);
      out << (i == 0 || chosen ? colors_.off : "") << "\n";
    }
    if (std::any_of(summary.rows.begin(), summary.rows.end(), [](const auto& row) { return row.pareto; }))
      line(out, "* Pareto front: none is at least as good on quality, time and cost and better on one", 2);
  }

  void write_notes(const Run& run, const Summary& summary, std::ostream& out) const {
    for (const auto& text : {summary.repeats, summary.latency, summary.not_streamed, summary.incomplete})
      if (!text.empty()) line(out, text, 2);
    for (const auto& change : lane_changes(run)) line(out, lane_line(change), 2);
    for (const auto& note : run.ranking.notes) line(out, "note: " + visible(note), 2);
    for (const auto& warning : summary.warnings.lines) line(out, "warning: " + warning, 2);
  }

  int width_;
  Colors colors_;
};

}  // namespace

std::unique_ptr<Reporter> make_console(const ReporterOptions& options) {
  return std::make_unique<Console>(options);
}

}  // namespace shortlist
