#pragma once
// An HttpBackend asking a server on loopback, and what came of it.
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

#include "backends/http/http_backend.hpp"
#include "backends/openai.hpp"

namespace shortlist {

class RealClock : public Clock {
 public:
  Instant now() const override { return std::chrono::steady_clock::now(); }
  WallTime wall_now() const override { return std::chrono::system_clock::now(); }
  void at(Instant, std::function<void()>) override {}
};

/// Takes replies on any thread; a second one for a key is remembered as a fault of ours.
class Replies {
 public:
  Done taker(CallKey key);
  /// Waits for that many replies; false if they did not come within a minute.
  bool wait(std::size_t count);
  const Reply& of(std::uint32_t item);
  bool any_twice();
  std::size_t size();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<CallKey, Reply> replies_;
  bool twice_ = false;
};

Candidate openai_candidate(const std::string& endpoint, const std::string& model, Json options = Json::object());
/// The prompt asks for this answer.
Item item_with_answer(const std::string& answer);
std::unique_ptr<HttpBackend> openai_backend(TransportLimits limits = {});
/// Asks one question and waits for the reply.
Reply ask_once(HttpBackend& backend, const Candidate& candidate, const std::string& answer = "42",
               Duration timeout = std::chrono::seconds(60));

}  // namespace shortlist
