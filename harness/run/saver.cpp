#include "harness/run/saver.hpp"

#include <iterator>
#include <utility>

#include "harness/run/background.hpp"

namespace shortlist {

Saver::Saver(RecordSink& sink, bool threaded, Clock& clock, std::function<void(Saved)> deliver)
    : sink_(sink), clock_(clock), deliver_(std::move(deliver)), queue_(clock) {
  if (threaded) thread_ = std::thread([this] { work(); });
}

Saver::~Saver() {
  if (!thread_.joinable()) return;
  queue_.finish();
  thread_.join();
}

void Saver::save(Record record) {
  if (thread_.joinable()) queue_.put(std::move(record));
  else unwritten_.push_back(std::move(record));
}

void Saver::flush() {
  if (!unwritten_.empty()) write(std::exchange(unwritten_, {}));
}

void Saver::write(std::vector<Record> batch) {
  try {
    sink_.append(batch);
  } catch (...) {
    return deliver_(std::current_exception());
  }
  deliver_(std::move(batch));
}

void Saver::work() {
  constexpr auto idle_wait = std::chrono::seconds(1);
  stay_in_background();
  while (true) {
    const bool last = queue_.closed();   // before taking: what was put until then is still written
    auto taken = queue_.take_all(clock_.now() + idle_wait, batch_every);
    if (!taken.empty()) write({std::make_move_iterator(taken.begin()), std::make_move_iterator(taken.end())});
    else if (last) return;
  }
}

}  // namespace shortlist
