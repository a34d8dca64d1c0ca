#pragma once
// One conversation in the protocol shortlist.exec/1 (README.md): calls in, lines out; lines in, replies out.
// Pure: `now` is an argument, and whoever carries the bytes is exec_link.hpp.
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/ports/backend.hpp"

namespace shortlist {

struct ExecLimits {
  Duration startup = std::chrono::seconds(120);   ///< until the program's first line
  Duration wind_down = std::chrono::seconds(30);  ///< for a program to end a call that was called off
  std::size_t line_bytes = 16u << 20;
  std::size_t waiting_calls = 65536;
  int restarts_in_a_row = 3;  ///< of a program that died, without an answer in between
  int restarts = 50;          ///< of a program that died, in all
};

struct ExecCall {
  CallKey key;
  std::string request;  ///< a JSON object on one line, without the id
  Duration timeout{};   ///< counts from when the request is written
  Done done;
};

/// A reply and who waits for it: to be handed over when no lock is held.
using ExecReplies = std::vector<std::pair<Done, Reply>>;

class ExecTalk {
 public:
  explicit ExecTalk(const ExecLimits& limits) : limits_(limits) {}

  void ask(ExecCall call);
  void cancel(CallKey key, Instant now);

  /// A program has been started: nothing is sent before its first line.
  void started(Instant now);
  /// One line of its output, without the line end. False: it broke the protocol and must go; broken() says
  /// how.
  bool line(std::string_view text, Instant now);
  const std::string& broken() const { return broken_; }
  /// The program is gone: what it was working at fails so; what waits, or was not yet written, is for the
  /// next one.
  void lost(const Failure& failure);
  /// No program will ever answer: everything fails so, also what is asked later.
  void hopeless(const Failure& failure);
  /// The program said by itself that it cannot work, in its first line.
  const std::optional<Failure>& refused() const { return refused_; }

  /// Time passes: calls off what took too long. False: the program hangs and must go; broken() says how.
  bool tick(Instant now);
  std::optional<Instant> next_tick() const;

  /// Bytes to write, of which the first `n` have gone out.
  const std::string& output() const { return output_; }
  void written(std::size_t n, Instant now);

  ExecReplies take_replies() { return std::exchange(replies_, {}); }
  bool wants_program() const { return !waiting_.empty() && !hopeless_; }
  bool idle() const { return waiting_.empty() && flying_.empty(); }
  bool ready() const { return ready_; }
  int answers() const { return answers_; }
  const std::map<std::string, std::string>& facts() const { return facts_; }

 private:
  struct Flying {
    ExecCall call;
    Stamps stamps;
    std::string text;
    std::size_t until_written = 0;  ///< position in all output at which the request is out
    std::optional<Instant> deadline;
    bool called_off = false;  ///< its `done` has been served; the program still works at it
  };
  using Flights = std::map<std::int64_t, Flying>;

  bool hello(const Json& line, Instant now);
  bool event(const Json& line, Instant now);
  void token(Flying& flight, const Json& line, Instant now);
  void finished(Flights::iterator flight, const Json& line, Instant now);
  void failed(Flights::iterator flight, const Json& line, Instant now);
  void reply(Flying& flight, std::variant<Completion, Failure> result);
  void call_off(Flights::iterator flight, const Failure& failure, Instant now);
  void land(Flights::iterator flight);
  void send_waiting();
  bool breaks(std::string how);

  ExecLimits limits_;
  std::deque<ExecCall> waiting_;
  Flights flying_;
  ExecReplies replies_;
  std::string output_, broken_;
  std::size_t sent_ = 0;  ///< bytes of output that are out, of this program's
  std::int64_t last_id_ = 0;
  std::size_t parallel_ = 1;
  bool ready_ = false;
  std::optional<Instant> startup_until_;
  std::optional<Failure> hopeless_, refused_;
  std::map<std::string, std::string> facts_;
  int answers_ = 0;  ///< of this program
};

}  // namespace shortlist
