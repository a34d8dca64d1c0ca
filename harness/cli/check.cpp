#include <fmt/format.h>

#include "harness/cli/estimate.hpp"
#include "harness/cli/prepare.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/ports/items.hpp"

namespace shortlist {

ExitCode check_verb(const Arguments& args, const Shell& shell) {
  const Plan plan = prepare_plan(args, shell);
  shell.out << fmt::format("{}: good\n{}\n", plan.path, headline(plan));
  for (const Candidate& c : plan.candidates)
    shell.out << fmt::format("  candidate  {}  ({}{}{})\n", c.name, c.backend, c.model.empty() ? "" : " ", c.model);
  for (const Suite& s : plan.suites)
    shell.out << fmt::format("  suite      {}  version {}, {} items, {} metric{}\n", s.name, s.version, s.items->size(),
                             s.metrics.size(), s.metrics.size() == 1 ? "" : "s");
  return ExitCode::fine;
}

}  // namespace shortlist
