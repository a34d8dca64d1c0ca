#include "harness/cli/write_reports.hpp"

#include "harness/cli/files.hpp"
#include "reports/reports.hpp"

namespace shortlist {

void write_report(const Run& run, const std::string& format, const std::string& path) {
  write_atomically(path, [&](std::ostream& file) { make_reporter(format)->write(run, file); });
}

void write_reports(const Run& run, const Arguments& args, const Shell& shell, const std::string& fallback) {
  for (const std::string& path : args.list("output")) write_report(run, format_of_file(path), path);
  const ReporterOptions options{wants_color(shell, args.text("color", "auto"), shell.out_is_terminal),
                                shell.out_is_terminal ? shell.width : 0};
  make_reporter(args.text("format", fallback), options)->write(run, shell.out);
}

}  // namespace shortlist
