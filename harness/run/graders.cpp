#include "harness/run/graders.hpp"

#include <utility>

#include "harness/ports/items.hpp"
#include "harness/run/background.hpp"

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

void Graders::submit(Ended ended) {
  if (threads_.empty())
    deliver_(grade(std::move(ended)));
  else
    queue_.put(std::move(ended));
}

Graded Graders::grade(Ended ended) const {
  try {
    const CallKey key = ended.outcome.key;
    if (!ended.item)
      ended.item = std::make_shared<const Item>(
          plan_.suites[key.suite].items->item(key.item, plan_.candidates[key.candidate].prompting));
    return grader_.grade(std::move(ended.outcome), *ended.item);
  } catch (...) {
    return std::current_exception();
  }
}

void Graders::work() {
  constexpr auto idle_wait = std::chrono::seconds(1);
  stay_in_background();
  while (!queue_.closed())
    if (auto ended = queue_.take_one(clock_.now() + idle_wait)) deliver_(grade(std::move(*ended)));
}

}  // namespace shortlist
