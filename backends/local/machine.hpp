#pragma once
// How busy the machine is with other things: what tells an honest latency from one taken in a crowd.
#include <string_view>

namespace shortlist::local {

/// CPU time of the whole machine and of this process so far, in seconds, and when that was read.
struct CpuTimes {
  double machine_busy = 0, own = 0, wall = 0;
};
CpuTimes cpu_times();
/// Seconds of CPU time that all cores were busy, from the text of /proc/stat. Pure.
double busy_seconds(std::string_view proc_stat, long ticks_per_second);
/// Cores that others kept busy between two readings: [0, cores].
double busy_elsewhere(const CpuTimes& from, const CpuTimes& to);
/// Cores that this process may run on.
int usable_cores();
/// The one-minute load average; negative if unknown.
double load_average();

}  // namespace shortlist::local
