#include "harness/run/graders.hpp"

#include <utility>

#include "harness/ports/items.hpp"

namespace shortlist {

Graders::Graders(const Plan& plan, const Grader& grader, std::size_t threads, Clock& clock,
                 std::function<void(Graded)> deliver)
    : plan_(plan), grader_(grader), clock_(clock), deliver_(std::move(deliver)), queue_(clock) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Graders::~Graders() {
  queue_.close();
  for (auto& thread : threads_) thread.join();
}

void Graders::submit(Outcome outcome) {
  if (threads_.empty())
    deliver_(grade(std::move(outcome)));
  else
    queue_.put(std::move(outcome));
}

Graded Graders::grade(Outcome outcome) const {
  try {
    const CallKey key = outcome.key;
    const Item item = plan_.suites[key.suite].items->item(key.item, plan_.candidates[key.candidate].prompting);
    return grader_.grade(std::move(outcome), item);
  } catch (...) {
    return std::current_exception();
  }
}

void Graders::work() {
  constexpr auto idle_wait = std::chrono::seconds(1);
  while (!queue_.closed())
    if (auto outcome = queue_.take_one(clock_.now() + idle_wait)) deliver_(grade(std::move(*outcome)));
}

}  // namespace shortlist
