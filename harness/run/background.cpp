#include "harness/run/background.hpp"

#include <pthread.h>
#include <sched.h>

namespace shortlist {

void stay_in_background() {
#ifdef SCHED_BATCH
  const sched_param none{};
  pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
#endif
}

}  // namespace shortlist
