#pragma once
// One program that speaks shortlist.exec/1, started when it is first needed and again if it dies, on a thread
// of its own.
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "backends/exec_talk.hpp"
#include "backends/process.hpp"

namespace shortlist {

/// ask() and cancel() may be called from any thread and never block; `done` comes on the link's thread.
class ExecLink {
 public:
  ExecLink(ProcessCommand command, const ExecLimits& limits = {});
  ~ExecLink();  ///< ends the program; what is left is cancelled

  void ask(ExecCall call);
  void cancel(CallKey key);
  /// Ends the program as soon as it is idle; the next call starts it again.
  void rest();
  bool idle() const;
  bool running() const { return running_; }
  /// What the program last said of itself.
  std::map<std::string, std::string> facts() const;

 private:
  void work();
  bool step();  ///< false: stop
  void start_if_wanted();
  std::optional<Failure> start();  ///< or why never
  void wait_for_bytes();
  void write_some();
  void read_lines();
  void read_errors();
  bool rest_if_idle();
  bool behaves();
  void drop(FailureKind kind, const std::string& why);
  void hand_over(ExecReplies replies);
  void wake();
  std::string name() const;
  std::string last_words() const;

  ProcessCommand command_;
  ExecLimits limits_;
  mutable std::mutex mutex_;  ///< guards talk_ and the two wishes
  ExecTalk talk_;
  bool stopping_ = false, resting_ = false;
  FileDescriptor wake_;
  std::atomic<bool> running_{false};

  // The thread's own.
  std::unique_ptr<Process> process_;
  std::string input_, errors_;  ///< an unfinished line; the end of what it wrote to its error output
  std::size_t searched_ = 0;    ///< bytes of input_ known to hold no line end
  bool errors_open_ = false;
  std::optional<Instant>
      deaf_since_;  ///< it no longer reads; what it wrote before it went is still to be had
  int deaths_ = 0, deaths_in_a_row_ = 0;
  std::thread thread_;
};

}  // namespace shortlist
