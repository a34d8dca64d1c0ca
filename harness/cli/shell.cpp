#include "harness/cli/shell.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

int terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/// A dumb terminal is only written to, as a file is: it knows no escape sequences.
bool is_terminal(int stream) {
  const char* kind = std::getenv("TERM");
  return isatty(stream) != 0 && (!kind || std::string_view(kind) != "dumb");
}

std::string own_folder() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path().string();
}

}  // namespace

Shell process_shell() {
  auto env = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
  return {std::cout, std::cerr, is_terminal(STDOUT_FILENO), is_terminal(STDERR_FILENO),
          terminal_width(), env, own_folder()};
}

bool wants_color(const Shell& shell, const std::string& choice, bool is_terminal) {
  if (choice == "always") return true;
  if (choice == "never") return false;
  if (choice != "auto") throw UserError("--color: expected auto, always or never, found \"" + choice + "\"");
  const auto no_color = shell.env("NO_COLOR");
  return is_terminal && (!no_color || no_color->empty()) && shell.env("TERM").value_or("") != "dumb";
}

}  // namespace shortlist
