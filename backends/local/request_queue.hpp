#pragma once
// Requests that wait their turn, each with its own flag to call it off. The reading thread pushes, the
// working one pops.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "backends/local/wire.hpp"

namespace shortlist::local {

class RequestQueue {
 public:
  struct Job {
    Request request;
    const std::atomic<bool>* cancelled;
  };

  /// A Cancel sets the flag of the request with its id, waiting or at work; of an unknown id it means
  /// nothing.
  void push(Request request) {
    std::lock_guard lock(mutex_);
    if (std::holds_alternative<Cancel>(request.what)) {
      if (auto known = flags_.find(request.id); known != flags_.end()) *known->second = true;
      return;
    }
    if (!flags_.try_emplace(request.id, std::make_unique<std::atomic<bool>>(false)).second)
      return;  // asked twice
    waiting_.push_back(std::move(request));
    filled_.notify_one();
  }
  /// Waits for a request. Its flag lives until finished().
  Job pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return !waiting_.empty(); });
    Request request = std::move(waiting_.front());
    waiting_.pop_front();
    const auto* flag = flags_.at(request.id).get();
    return {std::move(request), flag};
  }
  void finished(std::int64_t id) {
    std::lock_guard lock(mutex_);
    flags_.erase(id);
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Request> waiting_;
  std::map<std::int64_t, std::unique_ptr<std::atomic<bool>>> flags_;
};

}  // namespace shortlist::local
