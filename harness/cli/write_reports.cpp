#include "harness/cli/write_reports.hpp"

#include <sstream>

#include "harness/cli/files.hpp"
#include "reports/reports.hpp"

namespace shortlist {

std::string report_text(const Run& run, const std::string& format) {
  std::ostringstream text;
  make_reporter(format)->write(run, text);
  return std::move(text).str();
}

void write_reports(const Run& run, const Arguments& args, const Shell& shell, const std::string& fallback) {
  for (const std::string& path : args.list("output")) write_atomically(path, report_text(run, format_of_file(path)));
  const ReporterOptions options{wants_color(shell, args.text("color", "auto"), shell.out_is_terminal),
                                shell.out_is_terminal ? shell.width : 0};
  make_reporter(args.text("format", fallback), options)->write(run, shell.out);
}

}  // namespace shortlist
