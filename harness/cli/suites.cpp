#include <fmt/format.h>

#include "datasets/datasets.hpp"
#include "harness/cli/prepare.hpp"
#include "harness/cli/verbs.hpp"

namespace shortlist {

ExitCode suites_verb(const Arguments& args, const Shell& shell) {
  const auto suites = shipped_suites(shipped_suites_folder(shell));
  if (wants_json(args)) {
    Json list = Json::array();
    for (const ShippedSuite& s : suites)
      list.push_back({{"name", s.name}, {"version", s.version}, {"description", s.description},
                      {"languages", s.languages}, {"items", s.items}});
    return shell.out << list.dump(2) << '\n', ExitCode::fine;
  }
  for (const ShippedSuite& s : suites)
    shell.out << fmt::format("{:<16} {:>4} items  {:<6} {}\n", s.name, s.items, fmt::join(s.languages, ","), s.description);
  return ExitCode::fine;
}

}  // namespace shortlist
