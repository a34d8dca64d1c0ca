#include "harness/cli/interrupts.hpp"

#include <csignal>

namespace shortlist {
namespace {

std::atomic<int> signals_seen{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler writes it");
struct sigaction old_int, old_term;

void count_signal(int signal) {
  if (++signals_seen < 2) return;
  struct sigaction standard{};
  standard.sa_handler = SIG_DFL;
  sigaction(signal, &standard, nullptr);
}

}  // namespace

InterruptCounter::InterruptCounter() {
  signals_seen = 0;
  struct sigaction ours{};
  ours.sa_handler = count_signal;
  ours.sa_flags = SA_RESTART;
  sigaction(SIGINT, &ours, &old_int);
  sigaction(SIGTERM, &ours, &old_term);
}

InterruptCounter::~InterruptCounter() {
  sigaction(SIGINT, &old_int, nullptr);
  sigaction(SIGTERM, &old_term, nullptr);
}

const std::atomic<int>& InterruptCounter::count() const { return signals_seen; }

}  // namespace shortlist
