#include <filesystem>

#include <fmt/format.h>

#include "harness/cli/files.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/types/error.hpp"

namespace shortlist {

extern const std::string_view starter_plan;   // starter.yaml

ExitCode init_verb(const Arguments& args, const Shell& shell) {
  const std::string path = args.operand("PLAN");
  if (std::filesystem::exists(path) && !args.has("force"))
    throw UserError(fmt::format("{} is already there; --force replaces it", path));
  write_atomically(path, starter_plan);
  shell.out << fmt::format("{} written. It runs as it stands: shortlist run {}\n", path, path);
  return ExitCode::fine;
}

}  // namespace shortlist
