#include <fmt/format.h>

#include <map>

#include "datasets/datasets.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/config/config.hpp"
#include "harness/types/error.hpp"
#include "reports/reports.hpp"

namespace shortlist {

ExitCode schema_verb(const Arguments& args, const Shell& shell) {
  static const std::map<std::string, std::string_view (*)()> schemas{
      {"plan", plan_schema}, {"suite", suite_schema}, {"call", call_schema}};
  const auto found = schemas.find(args.operand("WHAT"));
  if (found == schemas.end())
    throw UserError(fmt::format("schema: expected plan, suite or call, found \"{}\"", args.operand("WHAT")));
  shell.out << found->second();
  return ExitCode::fine;
}

}  // namespace shortlist
