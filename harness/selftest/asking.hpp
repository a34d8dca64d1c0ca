#pragma once
// Asks a backend many calls, as the runner does, but for the lanes: no retry, no rate.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "harness/ports/backend.hpp"

namespace shortlist {

/// Its main thread asks and waits; replies come on the backend's threads.
class Asking {
 public:
  /// All three outlive it. `answer_of` says what the n-th call asks for.
  Asking(Backend& backend, const Candidate& candidate, std::function<std::string(std::size_t)> answer_of)
      : backend_(backend), candidate_(candidate), answer_of_(std::move(answer_of)) {}

  /// Asks calls 0, 1, ..., at most `at_once` in flight, while `more(calls asked so far)`; then waits for what is open.
  /// Gives each reply to `take`, on this thread.
  void run(std::size_t at_once, Duration timeout, const std::function<bool(std::size_t)>& more,
           const std::function<void(std::size_t, Reply)>& take);

 private:
  using Arrived = std::vector<std::pair<std::size_t, Reply>>;
  void ask(std::size_t number, Duration timeout);
  Arrived wait_for_some();

  Backend& backend_;
  const Candidate& candidate_;
  std::function<std::string(std::size_t)> answer_of_;
  std::mutex mutex_;
  std::condition_variable came_;
  Arrived arrived_;   // guarded by mutex_
};

}  // namespace shortlist
