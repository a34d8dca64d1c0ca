#pragma once
// How many cores a local model may have to itself.
#include <string>
#include <vector>

namespace shortlist {

/// Cores among the usable processors: those that share one core (`siblings`, one text a processor, as
/// /sys/devices/system/cpu/cpuN/topology/thread_siblings_list has it) count once. At least 1. Pure.
int cores_of(const std::vector<std::string>& siblings);
/// Physical cores that this process may run on.
int physical_cores();
/// Threads for a model when the plan names none: all cores but one. llama.cpp's threads wait for each other
/// in busy loops, so one core that is taken from them for a moment stops them all; the one left over is for
/// everybody else.
int default_threads();

}  // namespace shortlist
