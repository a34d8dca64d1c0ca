#include "harness/selftest/asking.hpp"

namespace shortlist {

void Asking::ask(std::size_t number, Duration timeout) {
  Item item;
  item.prompt = {{"user", "What is it? ANSWER=" + answer_of_(number)}};
  const CallKey key{0, 0, static_cast<std::uint32_t>(number), 0};
  backend_.ask(candidate_, item, key, timeout, [this, number](Reply reply) {
    const std::lock_guard lock(mutex_);
    arrived_.emplace_back(number, std::move(reply));
    came_.notify_one();   // under the lock: whoever takes the last reply may end this object
  });
}

Asking::Arrived Asking::wait_for_some() {
  std::unique_lock lock(mutex_);
  came_.wait(lock, [this] { return !arrived_.empty(); });   // each call has a time-out of its own
  return std::exchange(arrived_, {});
}

void Asking::run(std::size_t at_once, Duration timeout, const std::function<bool(std::size_t)>& more,
                 const std::function<void(std::size_t, Reply)>& take) {
  std::size_t asked = 0, open = 0;
  while (true) {
    while (open < at_once && more(asked)) ask(asked++, timeout), ++open;
    if (open == 0) return;
    for (auto& [number, reply] : wait_for_some()) {
      --open;
      take(number, std::move(reply));
    }
  }
}

}  // namespace shortlist
