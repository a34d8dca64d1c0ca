#include <sstream>

#include "tests/sim/world.hpp"

namespace shortlist::sim {
namespace {

class Writer {
 public:
  Writer() { out_.precision(17); }
  template <class T>
  Writer& operator<<(const T& value) { return out_ << value << ' ', *this; }
  Writer& operator<<(const Estimate& e) { return *this << e.value << e.low << e.high << e.n; }
  template <class T>
  Writer& operator<<(const std::optional<T>& value) {
    if (value) return *this << *value;
    return *this << "-";
  }
  template <class T>
  Writer& operator<<(const std::vector<T>& values) {
    for (const T& value : values) *this << value;
    return *this << "\n";
  }
  std::string str() const { return out_.str(); }

 private:
  std::ostringstream out_;
};

void write(Writer& out, const Rates& r) {
  out << r.calls << r.answers << r.failed << r.refused << r.truncated << r.empty << r.unparsable << r.not_judged;
}

void write_timeless(Writer& out, const Standing& s) {
  out << s.candidate << s.place << s.quality << s.by_suite << s.usd_per_1k << s.usd_per_1k_passed << s.utility;
  out << s.versus_first << s.distinguishable << s.left_at;
  write(out, s.rates);
}

void write_timed(Writer& out, const Standing& s) {
  out << s.ttft_p50 << s.ttft_p95 << s.total_p50 << s.total_p95 << s.rates.retried;
  out << s.pareto << s.within_limits << s.limits_broken << s.why;
}

std::string text_of(const Ranking& ranking, bool timed) {
  Writer out;
  out << ranking.chosen << ranking.complete;
  for (const Cut& cut : ranking.cuts) out << cut.candidate << cut.stage << cut.round << cut.why;
  for (const Standing& standing : ranking.standings) {
    write_timeless(out, standing);
    if (timed) write_timed(out, standing);
  }
  if (timed) out << ranking.notes;
  return out.str();
}

}  // namespace

std::string text_of(const Ranking& ranking) { return text_of(ranking, true); }
std::string timeless_text_of(const Ranking& ranking) { return text_of(ranking, false); }

}  // namespace shortlist::sim
