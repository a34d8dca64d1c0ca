#pragma once
// Runs a real program as a user would: arguments in; exit code, standard output and standard error out.
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace shortlist::test {

struct Finished {
  int code = -1;             ///< exit code, or 128 + signal
  std::string out, err;
  long peak_kib = 0;         ///< resident memory at its largest
};

struct Launch {
  std::vector<std::string> command;
  std::filesystem::path folder = ".";                     ///< where it runs
  std::map<std::string, std::string> environment;         ///< beside PATH, HOME and the like
  std::function<void()> prepare{};                        ///< in the child, right before it becomes the program
};

/// Runs to the end; kills and fails loudly (code -1) after `limit`.
Finished run_program(const Launch& launch, std::chrono::seconds limit = std::chrono::seconds(120));

/// A running program that the test may signal.
class Running {
 public:
  explicit Running(const Launch& launch);
  ~Running();
  Running(const Running&) = delete;
  int pid() const { return pid_; }
  bool ended() const;        ///< it has ended; `wait` gives its end at once
  void signal(int number) const;
  /// Waits until its standard error holds the word; false if it ended, or a minute passed, without.
  bool says(std::string_view word) const;
  Finished wait(std::chrono::seconds limit = std::chrono::seconds(120));

 private:
  int pid_ = -1;
  std::filesystem::path out_, err_;
};

/// A folder of its own that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  /// Writes a file below it, making folders, and gives its path.
  std::filesystem::path write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

std::string file_text(const std::filesystem::path& path);

}  // namespace shortlist::test
