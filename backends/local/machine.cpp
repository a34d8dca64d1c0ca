#include "backends/local/machine.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace shortlist::local {
namespace {

double seconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
}

}  // namespace

double busy_seconds(std::string_view proc_stat, long ticks_per_second) {
  // proc(5): "cpu user nice system idle iowait irq softirq steal guest guest_nice"; guest is counted in user.
  std::istringstream line{std::string(proc_stat.substr(0, proc_stat.find('\n')))};
  std::string word;
  double ticks = 0, busy = 0;
  line >> word;
  for (int column = 0; column < 8 && line >> ticks; ++column)
    if (column != 3 && column != 4) busy += ticks;
  return busy / static_cast<double>(ticks_per_second);
}

CpuTimes cpu_times() {
  std::ifstream file("/proc/stat");
  std::string line;
  std::getline(file, line);
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return {busy_seconds(line, sysconf(_SC_CLK_TCK)), seconds(use.ru_utime) + seconds(use.ru_stime),
          std::chrono::duration<double>(now).count()};
}

double busy_elsewhere(const CpuTimes& from, const CpuTimes& to) {
  const double wall = to.wall - from.wall;
  if (wall <= 0) return 0;
  return std::max(0.0, ((to.machine_busy - from.machine_busy) - (to.own - from.own)) / wall);
}

int usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

double load_average() {
  double load = -1;
  return getloadavg(&load, 1) == 1 ? load : -1;
}

}  // namespace shortlist::local
