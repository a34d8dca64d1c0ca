#include "harness/run/mailbox.hpp"

namespace shortlist {

bool Bell::moved_on(std::unique_lock<std::mutex>& lock, Instant deadline) {
  lock.unlock();   // a virtual clock's events put mail themselves
  const bool moved = clock_.step(deadline);
  lock.lock();
  return moved;
}

}  // namespace shortlist
