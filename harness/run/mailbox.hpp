#pragma once
// Where values change threads: the only locks of a run. Each wait has a deadline and works under any clock.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "harness/ports/clock.hpp"

namespace shortlist {

/// The lock and the bell of a mailbox, apart from what lies in it.
class Bell {
 public:
  explicit Bell(Clock& clock) : clock_(clock) {}
  /// Waits until `ready()` or the deadline, whichever comes first; `lock` holds `mutex`, and is let go meanwhile.
  template <class Ready>
  void wait(std::unique_lock<std::mutex>& lock, Instant deadline, Ready ready) {
    while (!ready() && clock_.now() < deadline)
      if (!moved_on(lock, deadline)) rung_.wait_until(lock, deadline, ready);
  }
  /// Lets the lock go for that long, of the machine's time.
  static void pause(std::unique_lock<std::mutex>& lock, Duration time) {
    lock.unlock();
    std::this_thread::sleep_for(time);
    lock.lock();
  }
  void ring_one() { rung_.notify_one(); }
  void ring_all() { rung_.notify_all(); }
  std::mutex mutex;

 private:
  bool moved_on(std::unique_lock<std::mutex>& lock, Instant deadline);

  Clock& clock_;
  std::condition_variable rung_;
};

/// First in, first out. Any thread puts, any thread takes. It is bounded by its senders: each has a limit on what it
/// has under way. The clock outlives it.
template <class T>
class Mailbox {
 public:
  explicit Mailbox(Clock& clock) : bell_(clock) {}

  void put(T value) {
    std::lock_guard lock(bell_.mutex);
    values_.push_back(std::move(value));
    bell_.ring_one();   // under the lock: whoever takes this value may destroy the mailbox
  }

  /// All that is there, once something is; nothing if it is closed or the deadline passes first. `gather` is how long to
  /// wait for more, so that many values cost one waking; a clock that does not run by itself does not wait for them.
  std::deque<T> take_all(Instant deadline, Duration gather = Duration::zero()) {
    std::unique_lock lock(bell_.mutex);
    wait(lock, deadline);
    if (gather > Duration::zero() && !values_.empty() && !closed_) bell_.pause(lock, gather);
    return std::exchange(values_, {});
  }

  std::optional<T> take_one(Instant deadline) {
    std::unique_lock lock(bell_.mutex);
    wait(lock, deadline);
    if (values_.empty()) return std::nullopt;
    std::optional<T> taken(std::move(values_.front()));
    values_.pop_front();
    return taken;
  }

  /// Nobody waits any more; what still lies there can be taken.
  void finish() {
    std::lock_guard lock(bell_.mutex);
    closed_ = true;
    bell_.ring_all();
  }

  /// Nobody waits any more, and what still lies there is thrown away.
  void close() {
    std::lock_guard lock(bell_.mutex);
    closed_ = true;
    values_.clear();
    bell_.ring_all();
  }

  bool closed() {
    std::lock_guard lock(bell_.mutex);
    return closed_;
  }

 private:
  void wait(std::unique_lock<std::mutex>& lock, Instant deadline) {
    bell_.wait(lock, deadline, [this] { return closed_ || !values_.empty(); });
  }

  Bell bell_;
  std::deque<T> values_;
  bool closed_ = false;
};

}  // namespace shortlist
