#pragma once
// The reporters by name, one file each. Called by the table in reports.cpp only.
#include <memory>

#include "reports/reports.hpp"

namespace shortlist {

std::unique_ptr<Reporter> make_console(const ReporterOptions& options);
std::unique_ptr<Reporter> make_json_report(const ReporterOptions& options);
std::unique_ptr<Reporter> make_csv(const ReporterOptions& options);
std::unique_ptr<Reporter> make_jsonl(const ReporterOptions& options);
std::unique_ptr<Reporter> make_markdown(const ReporterOptions& options);
std::unique_ptr<Reporter> make_html(const ReporterOptions& options);
std::unique_ptr<Reporter> make_decision(const ReporterOptions& options);
std::unique_ptr<Reporter> make_decision_json(const ReporterOptions& options);
std::unique_ptr<Reporter> make_junit(const ReporterOptions& options);

}  // namespace shortlist
