#pragma once
// The terminal and the environment as the verbs see them; tests put their own in.
#include <functional>
#include <ostream>
#include <string>

#include "harness/config/config.hpp"

namespace shortlist {

struct Shell {
  std::ostream& out;   ///< results
  std::ostream& err;   ///< progress and complaints
  bool out_is_terminal = false, err_is_terminal = false;
  int width = 80;      ///< columns of the terminal
  Environment env;
  std::string program_dir;   ///< where this program lies: its helpers and suites are found from there
};

/// The process's own streams, terminal and environment.
Shell process_shell();

/// Colour on a stream: --color always|never decides; auto asks NO_COLOR, TERM and whether it is a terminal.
bool wants_color(const Shell& shell, const std::string& choice, bool is_terminal);

}  // namespace shortlist
