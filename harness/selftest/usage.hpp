#pragma once
// What this process uses and has used.
#include <sched.h>

namespace shortlist {

double cpu_seconds();    ///< user and system, all threads
double resident_mb();    ///< now; 0 where the system does not say
int usable_cores();
double machine_load();   ///< runnable threads over the last minute

/// While it lives, this thread, and those that it starts, leave a core to another process: on a machine of its own that
/// one would not compete with us either.
class KeptFree {
 public:
  explicit KeptFree(int core);
  ~KeptFree();
  KeptFree(const KeptFree&) = delete;
  KeptFree& operator=(const KeptFree&) = delete;

 private:
  cpu_set_t before_{};
};

}  // namespace shortlist
