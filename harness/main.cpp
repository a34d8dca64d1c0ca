// Dispatches a command and turns what escapes it into an exit code.
#include <exception>
#include <iostream>

#include "harness/cli/verbs.hpp"
#include "harness/types/error.hpp"

int main(int argc, char** argv) {
  using namespace shortlist;
  std::ios::sync_with_stdio(false);
  try {
    const ExitCode code = run_command_line({argv + 1, argv + argc}, process_shell());
    std::cout.flush();
    if (!std::cout) throw UserError("cannot write to standard output");
    return static_cast<int>(code);
  } catch (const UserError& mistake) {
    std::cerr << "shortlist: " << mistake.what() << '\n';
    return static_cast<int>(ExitCode::user_error);
  } catch (const std::exception& bug) {
    std::cerr << "shortlist: this is a bug, please report it: " << bug.what() << '\n';
    return static_cast<int>(ExitCode::internal_error);
  }
}
