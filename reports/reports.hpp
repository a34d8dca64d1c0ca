#pragma once
// Front door of what is said: one row a format, and the gate.
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "harness/ports/reporter.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

struct ReporterOptions {
  bool color = false;  ///< console only
  int width = 0;       ///< console only; 0 = unlimited
};
struct ReporterRow {
  std::string_view format, extension, summary;  ///< "markdown", ".md", ...
  std::unique_ptr<Reporter> (*make)(const ReporterOptions&);
};
/// console, json, csv, jsonl, markdown, html, decision, decision-json, junit.
std::span<const ReporterRow> reporter_table();
/// By format name or by a file's extension; throws UserError listing what there is.
std::unique_ptr<Reporter> make_reporter(std::string_view format, const ReporterOptions& options = {});
std::string format_of_file(const std::string& path);   ///< the longest extension that fits; "decision.md" is ".decision.md"

/// JSON Schema of one line of the jsonl export, schema "shortlist.call/1".
std::string_view call_schema();

enum class Verdict { pass, fail, inconclusive, incomplete };
struct GateResult {
  Verdict verdict = Verdict::pass;
  std::vector<std::string> reasons;  ///< one line a check, with the figures
};
/// The baseline that a later gate compares with: per candidate and suite, the figures and the digests they
/// stand on.
Json baseline_json(const Run& run);
/// Judges the run by its plan's gate. `baseline` may be null when no check compares. `where` names it in
/// complaints. Throws UserError when the baseline cannot be compared (other digests), saying what differs.
GateResult judge_gate(const Run& run, const Json& baseline, const std::string& where);

}  // namespace shortlist
