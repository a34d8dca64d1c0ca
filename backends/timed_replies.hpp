#pragma once
// Replies that are known in advance and arrive at a set time, for the backends that only pretend to ask
// (mock, replay).
#include <map>
#include <memory>
#include <mutex>

#include "harness/ports/backend.hpp"
#include "harness/ports/clock.hpp"

namespace shortlist {

/// Any thread. The clock must outlive the replies that wait.
class TimedReplies {
 public:
  explicit TimedReplies(Clock& clock);
  ~TimedReplies();  ///< calls that still wait are cancelled

  /// Gives `reply` to `done` after `delay`, or FailureKind::timeout after `timeout` if that comes first.
  void deliver(CallKey key, Reply reply, Duration delay, Duration timeout, Done done);
  void cancel(CallKey key);

 private:
  struct Waiting {
    std::uint64_t ticket;
    Reply reply;
    Done done;
  };
  struct Table {
    std::mutex mutex;
    std::map<CallKey, Waiting> calls;
    std::uint64_t tickets = 0;
  };
  static void finish(Table& table, CallKey key, std::uint64_t ticket);

  Clock& clock_;
  std::shared_ptr<Table>
      table_;  ///< shared with what the clock still holds, which may come after the end of this
};

}  // namespace shortlist
