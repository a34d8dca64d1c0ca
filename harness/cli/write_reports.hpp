#pragma once
#include "harness/cli/options.hpp"
#include "harness/cli/shell.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// One report on standard output (--format, or `fallback`) and one in each -o file, the format by its extension.
void write_reports(const Run& run, const Arguments& args, const Shell& shell, const std::string& fallback);
/// A report in a file, without colour.
void write_report(const Run& run, const std::string& format, const std::string& path);

}  // namespace shortlist
