#pragma once
// A child process with its input, output and error output on pipes, in a process group of its own.
//
// It dies with us: the kernel kills it when the thread that started it ends, so the thread that starts a
// Process must also be the one that keeps it. One thread uses it.
#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "harness/types/time.hpp"

namespace shortlist {

/// Closes its file descriptor. -1 is none.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() { reset(); }
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  int get() const { return fd_; }
  void reset();

 private:
  int fd_ = -1;
};

struct ProcessCommand {
  std::vector<std::string> words;                                ///< program and arguments
  std::string folder;                                            ///< where it runs; "" is ours
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to ours
};

/// The file that a program's name means: as it is if it has a slash (from `folder`), else from `path`, in the
/// form of $PATH. "" when there is no such program or it may not be run.
std::string find_program(const std::string& name, const std::string& folder, std::string_view path);

class Process {
 public:
  static constexpr Duration patience =
      std::chrono::milliseconds(500);  ///< for its end once its input is closed

  /// The process, or why it could not be started.
  static std::variant<std::unique_ptr<Process>, std::string> start(const ProcessCommand& command);
  ~Process();  ///< end()

  /// Ends of its pipes, none of which blocks.
  int input() const { return in_.get(); }
  int output() const { return out_.get(); }
  int errors() const { return err_.get(); }

  /// Closes its input, waits for `grace`, then kills its whole group. Says how it ended: "exit status 3",
  /// "killed by signal 9 (Killed)".
  std::string end(Duration grace = patience);
  pid_t id() const { return id_; }

 private:
  Process(pid_t id, FileDescriptor in, FileDescriptor out, FileDescriptor err);

  pid_t id_;
  FileDescriptor in_, out_, err_;
  std::string ended_;  ///< how; "" while it has not been waited for
};

}  // namespace shortlist
