#include "reports/latency.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/numbers.hpp"

namespace shortlist {
namespace {

/// How the calls of one candidate, or of all, came into the latency figures.
struct Basis {
  std::size_t calls = 0, timed = 0, retried = 0, cached = 0;
  void add(const Standing& s) {
    calls += s.rates.calls, timed += s.latency.timed, retried += s.rates.retried, cached += s.rates.cached;
  }
  std::size_t failed() const { return calls - std::min(calls, timed + retried + cached); }
};

std::string left_out(const Basis& b) {
  std::string text;
  const auto add = [&](std::size_t n, const char* what) {
    if (n == 0) return;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                        share(static_cast<double>(n) / static_cast<double>(b.calls)), what);
  };
  add(b.retried, "retried"), add(b.cached, "from earlier runs"), add(b.failed(), "failed at once");
  return text;
}

std::string lag_ms(double ms) {
  if (ms > 0 && ms < 0.01) return "<0.01 ms";
  return fixed(ms, ms < 10 ? 2 : 0) + " ms";
}

}  // namespace

std::string latency_basis(const Run& run) {
  Basis all;
  for (const auto& s : run.ranking.standings) all.add(s);
  if (all.calls == 0) return "";
  auto text = fmt::format("latency: {} of {}", count_text(all.timed), plural(all.calls, "call"));
  if (const auto parts = left_out(all); !parts.empty()) text += "; " + parts;
  const auto& lag = run.provenance.lag;
  text += lag ? "; own lag p99 " + lag_ms(lag->p99_ms) : "; own lag not measured";
  return text + (is_client_bound(run) ? ": client-bound" : "");
}

std::string timed_text(const Standing& s) {
  Basis one;
  one.add(s);
  return one.calls == 0 ? unknown : fmt::format("{} of {}", count_text(one.timed), count_text(one.calls));
}

std::string untimed_text(const Standing& s) {
  Basis one;
  one.add(s);
  return left_out(one);
}

bool is_client_bound(const Run& run) {
  return run.provenance.lag && run.provenance.lag->p99_ms > client_bound_ms;
}

std::string client_bound(const Run& run) {
  if (!is_client_bound(run)) return "";
  return fmt::format(
      "client-bound: this program itself was {} late (p99), so latencies are partly its own; run with "
      "fewer calls in flight, or on another machine",
      lag_ms(run.provenance.lag->p99_ms));
}

bool anyone_streams(const Run& run) {
  const auto& all = run.ranking.standings;
  return std::any_of(all.begin(), all.end(), [](const Standing& s) { return s.ttft_p50.has_value(); });
}

std::string not_streamed(const Run& run) {
  const auto& all = run.ranking.standings;
  const bool timed = std::any_of(all.begin(), all.end(), [](const Standing& s) { return s.latency.timed > 0; });
  return timed && !anyone_streams(run) ? "TTFT: not streamed, no candidate sends its answers piece by piece"
                                       : "";
}

std::string interval_seconds(const std::optional<Estimate>& ms) {
  if (!ms) return unknown;
  auto low = seconds_of(ms->low);
  const auto high = seconds_of(ms->high);
  const auto unit = [](const std::string& text) { return text.substr(text.rfind(' ')); };
  if (unit(low) == unit(high)) low.resize(low.rfind(' '));
  return low + ".." + high;
}

std::string itl_text(const Latency& latency) {
  const auto text = seconds(latency.itl.p50);
  return latency.itl.p50 && latency.coalesced ? text + " between chunks, coalesced" : text;
}

}  // namespace shortlist
