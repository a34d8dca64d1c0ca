#include "harness/run/clock.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace shortlist {
namespace {

constexpr std::chrono::sys_days virtual_epoch{std::chrono::year{2026} / 1 / 1};

bool later(const Agenda::Event& a, const Agenda::Event& b) {
  return std::tie(a.when, a.sequence) > std::tie(b.when, b.sequence);
}

}  // namespace

void Agenda::add(Instant when, std::function<void()> what) {
  heap_.push_back({when, sequence_++, std::move(what)});
  std::push_heap(heap_.begin(), heap_.end(), later);
}

std::function<void()> Agenda::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), later);
  auto what = std::move(heap_.back().what);
  heap_.pop_back();
  return what;
}

SystemClock::~SystemClock() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SystemClock::at(Instant when, std::function<void()> what) {
  {
    std::lock_guard lock(mutex_);
    agenda_.add(when, std::move(what));
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  }
  changed_.notify_all();
}

void SystemClock::work() {
  constexpr auto idle_wait = std::chrono::seconds(1);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Instant wake = agenda_.empty() ? now() + idle_wait : agenda_.next();
    if (now() < wake) {
      changed_.wait_until(lock, wake);
      continue;
    }
    auto what = agenda_.pop();
    lock.unlock();
    what();
    lock.lock();
  }
}

WallTime VirtualClock::wall_now() const {
  return WallTime{virtual_epoch} + std::chrono::duration_cast<WallTime::duration>(now_ - Instant{});
}

void VirtualClock::at(Instant when, std::function<void()> what) { agenda_.add(std::max(when, now_), std::move(what)); }

bool VirtualClock::step(Instant until) {
  if (agenda_.empty() || agenda_.next() > until) {
    now_ = std::max(now_, until);
    return true;
  }
  now_ = agenda_.next();
  agenda_.pop()();
  return true;
}

}  // namespace shortlist
