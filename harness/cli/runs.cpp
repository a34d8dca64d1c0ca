#include <fmt/format.h>

#include "harness/cli/estimate.hpp"
#include "harness/cli/prepare.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/store/store.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

Json as_json(const std::vector<RunSummary>& runs) {
  Json list = Json::array();
  for (const RunSummary& r : runs)
    list.push_back({{"id", r.id}, {"name", r.name}, {"started", r.started}, {"state", r.state},
                    {"calls", r.records}, {"failed", r.failed}, {"folder", r.folder}});
  return list;
}

}  // namespace

bool wants_json(const Arguments& args) {
  const std::string format = args.text("format", "text");
  if (format != "text" && format != "json") throw UserError(fmt::format("--format: expected text or json, found \"{}\"", format));
  return format == "json";
}

ExitCode runs_verb(const Arguments& args, const Shell& shell) {
  const auto runs = RunStore::list(runs_folder(args));
  if (wants_json(args)) return shell.out << as_json(runs).dump(2) << '\n', ExitCode::fine;
  for (const RunSummary& r : runs)
    shell.out << fmt::format("{:<40} {:<12} {:>9} calls{}  {}\n", r.id, r.state, grouped(r.records),
                             r.failed ? fmt::format(", {} failed", grouped(r.failed)) : "", r.started);
  if (runs.empty()) shell.err << "no runs in " << runs_folder(args) << '\n';
  return ExitCode::fine;
}

}  // namespace shortlist
