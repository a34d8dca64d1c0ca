// Every report format on one fixed run, byte by byte.
#include "reports/reports.hpp"
#include "tests/golden/approved.hpp"
#include "tests/support/sample_run.hpp"

namespace shortlist::test {
namespace {

std::string written(const Run& run, std::string_view format, const ReporterOptions& options = {}) {
  std::ostringstream out;
  make_reporter(format, options)->write(run, out);
  return out.str();
}

TEST(Reports, EveryFormat) {
  for (const auto& row : reporter_table())
    expect_approved("reports/sample.approved" + std::string(row.extension),
                    written(sample_run(), row.format));
}

TEST(Reports, NobodyChosen) {
  for (const char* format : {"console", "markdown", "html", "junit", "json"})
    expect_approved("reports/empty.approved." + std::string(format), written(empty_run(), format));
}

TEST(Reports, SoFar) {
  for (const char* format : {"console", "markdown", "html", "json"})
    expect_approved("reports/open.approved." + std::string(format), written(open_run(), format));
}

TEST(Reports, ConsoleAtEightyColumns) {
  expect_approved("reports/eighty.approved.txt", written(sample_run(), "console", {false, 80}));
}

TEST(Reports, ConsoleInColorOnANarrowTerminal) {
  expect_approved("reports/narrow.approved.txt", written(sample_run(), "console", {true, 60}));
}

TEST(Reports, Baseline) {
  expect_approved("reports/baseline.approved.json", baseline_json(sample_run()).dump(2) + "\n");
}

}  // namespace
}  // namespace shortlist::test
