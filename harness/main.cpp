// Dispatches a command and turns what escapes it into an exit code.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <iostream>

#include "harness/cli/verbs.hpp"
#include "harness/types/error.hpp"

namespace {

/// Where a standard stream was closed, the next file that is opened would take its place, and be written to.
void fill_standard_streams() {
  for (int file = 0; (file = open("/dev/null", O_RDONLY)) >= 0;)
    if (file > STDERR_FILENO) {
      close(file);
      return;
    }
}

}  // namespace

/// Read by jemalloc, where it is linked in: threads hand each other what they allocate, so one arena serves them all, and
/// what is freed goes back to the system soon.
extern "C" const char* malloc_conf;
const char* malloc_conf = "narenas:1,dirty_decay_ms:1000,muzzy_decay_ms:0";

int main(int argc, char** argv) {
  using namespace shortlist;
  fill_standard_streams();
  std::signal(SIGXFSZ, SIG_IGN);   // a file that may not grow is an error of the write, with a name and a way out
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
