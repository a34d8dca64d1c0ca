#pragma once
// What this process has used.
namespace shortlist {

double cpu_seconds();    ///< user and system, all threads
double resident_mb();    ///< now; 0 where the system does not say
int usable_cores();
double machine_load();   ///< runnable threads over the last minute

}  // namespace shortlist
