#include "tests/wire/asking.hpp"

#include <deque>

#include <stdexcept>

namespace shortlist {

Done Replies::taker(CallKey key) {
  return [this, key](Reply reply) {
    const std::lock_guard lock(mutex_);
    twice_ |= !replies_.emplace(key, std::move(reply)).second;
    changed_.notify_all();
  };
}

bool Replies::wait(std::size_t count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return replies_.size() >= count; });
}

const Reply& Replies::of(std::uint32_t item) {
  const std::lock_guard lock(mutex_);
  return replies_.at({0, 0, item, 0});
}

bool Replies::any_twice() {
  const std::lock_guard lock(mutex_);
  return twice_;
}

std::size_t Replies::size() {
  const std::lock_guard lock(mutex_);
  return replies_.size();
}

Candidate openai_candidate(const std::string& endpoint, const std::string& model, Json options) {
  Candidate c;
  c.backend = "openai";
  c.endpoint = endpoint;
  c.model = model;
  c.options = std::move(options);
  return c;
}

Item item_with_answer(const std::string& answer) {
  Item item;
  item.prompt = {{"system", "Answer with the number only."}, {"user", "What is it? ANSWER=" + answer}};
  return item;
}

std::unique_ptr<HttpBackend> openai_backend(TransportLimits limits) {
  static const RealClock clock;
  const auto env = [](const std::string& name) -> std::optional<std::string> {
    return name == "OPENAI_API_KEY" ? std::optional<std::string>("sk-canary") : std::nullopt;
  };
  return std::make_unique<HttpBackend>(std::make_unique<OpenAi>(), env, clock, limits);
}

Reply ask_once(HttpBackend& backend, const Candidate& candidate, const std::string& answer, Duration timeout) {
  static std::deque<Candidate> asked;   // a candidate outlives its backend
  asked.push_back(candidate);
  Replies replies;
  backend.ask(asked.back(), item_with_answer(answer), {}, timeout, replies.taker({}));
  if (!replies.wait(1)) throw std::runtime_error("no reply within a minute");
  return replies.of(0);
}

}  // namespace shortlist
