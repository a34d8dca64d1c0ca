#pragma once
// What the tests of backends stand on: a clock that a test moves, a real one, and a place where replies
// arrive.
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>

#include "backends/backends.hpp"
#include "harness/ports/backend.hpp"
#include "harness/ports/clock.hpp"

namespace shortlist {

/// Stands still until a test moves it; runs what is due in order of time.
class HandClock : public Clock {
 public:
  Instant now() const override { return now_; }
  WallTime wall_now() const override { return {}; }
  void at(Instant when, std::function<void()> what) override { due_.emplace(when, std::move(what)); }
  void run_all() {
    while (!due_.empty()) {
      auto first = due_.begin();
      now_ = std::max(now_, first->first);
      auto what = std::move(first->second);
      due_.erase(first);
      what();
    }
  }
  void advance(Duration by) { now_ += by; }

 private:
  Instant now_{std::chrono::seconds(1000)};
  std::multimap<Instant, std::function<void()>> due_;
};

/// Where replies arrive, from any thread.
class Replies {
 public:
  Done done(CallKey key) {
    return [this, key](Reply reply) {
      std::lock_guard lock(mutex_);
      ++times_[key];
      replies_[key] = std::move(reply);
      came_.notify_all();
    };
  }
  /// Waits, five minutes at most: a test that would hang fails instead.
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return came_.wait_for(lock, std::chrono::minutes(5), [&] { return replies_.size() >= count; });
  }
  Reply of(CallKey key) {
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, std::chrono::minutes(5), [&] { return replies_.contains(key); });
    auto found = replies_.find(key);
    return found == replies_.end()
               ? Reply{Failure{FailureKind::timeout, "TEST: no reply came", {}}, {}, 0, ""}
               : found->second;
  }
  std::size_t count() {
    std::lock_guard lock(mutex_);
    return replies_.size();
  }
  /// Whether each call was served just once.
  bool each_once() {
    std::lock_guard lock(mutex_);
    for (const auto& [key, times] : times_)
      if (times != 1) return false;
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::map<CallKey, Reply> replies_;
  std::map<CallKey, int> times_;
};

inline std::string text_of(const Reply& reply) {
  const auto* answer = std::get_if<Completion>(&reply.result);
  return answer ? answer->text : "FAILED " + std::get<Failure>(reply.result).detail;
}
inline std::string kind_of(const Reply& reply) {
  const auto* failure = std::get_if<Failure>(&reply.result);
  return failure ? std::string(name_of(failure->kind)) : "answered";
}
inline std::string detail_of(const Reply& reply) {
  const auto* failure = std::get_if<Failure>(&reply.result);
  return failure ? failure->detail : "";
}

/// A folder of one test, gone when it ends.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "shortlist-test-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }
  std::string file(const std::string& name, const std::string& text) const {
    const std::string path = path_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

 private:
  std::string path_;
};

inline BackendWorld world_of(Clock& clock, const std::string& base, const std::string& helper_dir = "") {
  const auto env = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
  return {clock, env, base, helper_dir};
}

}  // namespace shortlist
