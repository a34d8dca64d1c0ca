#include "backends/cores.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <fstream>
#include <set>

namespace shortlist {

int cores_of(const std::vector<std::string>& siblings) {
  return std::max(1, static_cast<int>(std::set<std::string>(siblings.begin(), siblings.end()).size()));
}

int physical_cores() {
  cpu_set_t usable;
  CPU_ZERO(&usable);
  if (sched_getaffinity(0, sizeof usable, &usable) != 0) return 1;
  std::vector<std::string> siblings;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &usable)) continue;
    std::ifstream file(fmt::format("/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list", cpu));
    std::string line;
    siblings.push_back(std::getline(file, line) ? line : fmt::format("alone {}", cpu));
  }
  return cores_of(siblings);
}

int default_threads() { return std::max(1, physical_cores() - 1); }

}  // namespace shortlist
