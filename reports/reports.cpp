#include "reports/reports.hpp"

#include <fmt/format.h>

#include <array>

#include "harness/types/error.hpp"
#include "reports/formats.hpp"

namespace shortlist {

extern const std::string_view call_schema_text;

namespace {

constexpr std::array<ReporterRow, 9> rows{{
    {"console", ".txt", "the choice and the ranking, for a terminal", make_console},
    {"json", ".json", "the whole ranking, shortlist.report/1", make_json_report},
    {"csv", ".csv", "one row a call", make_csv},
    {"jsonl", ".jsonl", "one line a call, shortlist.call/1", make_jsonl},
    {"markdown", ".md", "the report for a pull request or a wiki", make_markdown},
    {"html", ".html", "the report as one self-contained page", make_html},
    {"decision", ".decision.md", "the record of the decision, to be filed", make_decision},
    {"decision-json", ".decision.json", "the same for programs, shortlist.decision/1", make_decision_json},
    {"junit", ".xml", "gate checks and candidates as test cases", make_junit},
}};

std::string known(std::string_view ReporterRow::*column) {
  std::string list;
  for (const auto& row : rows) list += fmt::format("{}{}", list.empty() ? "" : ", ", row.*column);
  return list;
}

/// Whether a file of this name is meant: "x.decision.md" and "decision.md" for ".decision.md", "x.md" for ".md".
bool names_format(std::string_view name, std::string_view extension) {
  return name.ends_with(extension) || (name == extension.substr(1) && name.find('.') != name.npos);
}

}  // namespace

std::span<const ReporterRow> reporter_table() { return rows; }

std::unique_ptr<Reporter> make_reporter(std::string_view format, const ReporterOptions& options) {
  for (const auto& row : rows)
    if (row.format == format || row.extension == format || row.extension.substr(1) == format)
      return row.make(options);
  throw UserError(
      fmt::format("there is no report format \"{}\" (known: {})", format, known(&ReporterRow::format)));
}

std::string format_of_file(const std::string& path) {
  const auto name = std::string_view(path).substr(path.find_last_of('/') + 1);
  const ReporterRow* longest = nullptr;   // "x.decision.md" ends with ".md" too
  for (const auto& row : rows)
    if (names_format(name, row.extension) && (!longest || row.extension.size() > longest->extension.size())) longest = &row;
  if (longest) return std::string(longest->format);
  throw UserError(fmt::format("{}: no report format for this extension (known: {})", path,
                              known(&ReporterRow::extension)));
}

std::string_view call_schema() { return call_schema_text; }

}  // namespace shortlist
