#pragma once
// The thread that stores: judged records in, the same out once they are durable. So nobody waits for the disk but what
// depends on it: calls go out while a batch is written, and the race sees only what cannot be lost any more.
#include <exception>
#include <functional>
#include <thread>
#include <variant>
#include <vector>

#include "harness/ports/store.hpp"
#include "harness/run/mailbox.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

/// A batch that is durable, or why it is not.
using Saved = std::variant<std::vector<Record>, std::exception_ptr>;

/// Any thread saves. Batches are what came while the batch before was written, but at most one each `batch_every` (group
/// commit): a commit costs as much as a hundred records. Its queue is bounded by the runner, which starts no call while
/// too many records are on their way. REQUIRES: sink and clock outlive it.
class Saver {
 public:
  /// `deliver` takes each batch on the saver's thread (without one: inside `flush`) and must not block.
  Saver(RecordSink& sink, bool threaded, Clock& clock, std::function<void(Saved)> deliver);
  ~Saver();   ///< writes what is still queued; an error then is lost
  void save(Record record);
  /// Without a thread: writes what was saved since. With one: nothing, it is under way.
  void flush();

 private:
  static constexpr Duration batch_every = std::chrono::milliseconds(1);
  void write(std::vector<Record> batch);
  void work();

  RecordSink& sink_;
  Clock& clock_;
  std::function<void(Saved)> deliver_;
  Mailbox<Record> queue_;
  std::vector<Record> unwritten_;   ///< without a thread
  std::thread thread_;
};

}  // namespace shortlist
