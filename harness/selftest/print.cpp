// What came of the self-test, for people and for programs.
#include <fmt/format.h>

#include "harness/selftest/selftest.hpp"

namespace shortlist {
namespace {

struct ErrorRow {
  const char *name, *key;
  Spread StreamErrors::*spread;
};
constexpr ErrorRow error_rows[] = {
    {"TTFT error", "ttft_error_ms", &StreamErrors::ttft},
    {"ITL error", "itl_error_ms", &StreamErrors::itl},
    {"chunk lag", "chunk_lag_ms", &StreamErrors::chunk_lag},
    {"written to read by server", "written_to_read_ms", &StreamErrors::written},
};

std::string setting(const SelfTest& t) {
  const std::string where = t.server_core ? fmt::format("on core {} of {}, which the streams leave to it", *t.server_core, t.cores)
                                          : fmt::format("not pinned: this machine gives us {} core{}", t.cores, t.cores == 1 ? "" : "s");
  return fmt::format("the server is a process of its own, {} (load of the machine before: {:.1f})\n"
                     "streams of {} chunks, one each {:g} ms, the first after {:g} ms; all asked at once, over warm connections\n",
                     where, t.load, t.options.tokens, t.options.itl_ms, t.options.ttft_ms);
}

std::string lag_line(const StreamRound& round) {
  if (!round.lag) return "not measured";
  return fmt::format("p50 {:.3f} p99 {:.3f} max {:.3f}{}", round.lag->p50_ms, round.lag->p99_ms, round.lag->max_ms,
                     round.lag->p99_ms > client_bound_ms ? " (client-bound)" : "");
}

Json json_of(const Spread& s) {
  return {{"p50", s.p50}, {"p90", s.p90}, {"p99", s.p99}, {"max", s.max}, {"n", s.n}};
}

Json json_of(const StreamRound& round) {
  Json json{{"streams", round.streams}, {"failed", round.errors.failed}, {"chunks", round.errors.chunks},
            {"cpu_us_per_chunk", round.cpu_us_per_chunk}, {"resident_mb", round.resident_mb}, {"own_lag_ms", nullptr}};
  for (const ErrorRow& row : error_rows) json[row.key] = json_of(round.errors.*row.spread);
  if (round.lag)
    json["own_lag_ms"] = {{"p50", round.lag->p50_ms}, {"p99", round.lag->p99_ms}, {"max", round.lag->max_ms}, {"n", round.lag->n}};
  return json;
}

}  // namespace

std::string streams_text(int count) { return fmt::format("{} stream{}", count, count == 1 ? "" : "s"); }

std::string text_of(const SelfTest& t) {
  std::string text = setting(t) + fmt::format("\n{:<27}{:>8}{:>9}{:>9}{:>9}{:>9}\n", "ms", "streams", "p50", "p90", "p99", "max");
  for (const ErrorRow& row : error_rows)
    for (const StreamRound& round : t.rounds) {
      const Spread& s = round.errors.*row.spread;
      text += fmt::format("{:<27}{:>8}{:>9.3f}{:>9.3f}{:>9.3f}{:>9.3f}\n", &round == &t.rounds.front() ? row.name : "",
                          round.streams, s.p50, s.p90, s.p99, s.max);
    }
  text += "\n";
  for (const StreamRound& round : t.rounds)
    text += fmt::format("{}: {:.1f} us CPU a chunk, {:.1f} MB resident; own loop lag, ms: {}\n", streams_text(round.streams),
                        round.cpu_us_per_chunk, round.resident_mb, lag_line(round));
  text += fmt::format("calls answered at once, {} connections: {:.0f}/s, {:.1f} us CPU a call\n", t.calls.connections,
                      t.calls.calls_per_s, t.calls.cpu_us_per_call);
  text += fmt::format("\n{:<40}{:>8}{:>10}\n", "promise", "at most", "measured");
  for (const Promise& p : t.promises)
    text += fmt::format("{:<40}{:>8g}{:>10.3f}  {}\n", p.what, p.bound, p.measured, p.kept ? "kept" : "not kept");
  if (!all_kept(t) && t.load > t.cores / 2.0)
    text += "the machine was busy with other work before we began: a quiet one measures more exactly\n";
  return text;
}

Json json_of(const SelfTest& t) {
  Json json{{"cores", t.cores}, {"load", t.load}, {"server_core", nullptr}, {"kept", all_kept(t)}};
  if (t.server_core) json["server_core"] = *t.server_core;
  json["options"] = {{"streams", t.options.streams}, {"tokens", t.options.tokens}, {"itl_ms", t.options.itl_ms},
                     {"ttft_ms", t.options.ttft_ms}};
  json["rounds"] = Json::array();
  for (const StreamRound& round : t.rounds) json["rounds"].push_back(json_of(round));
  json["calls"] = {{"connections", t.calls.connections}, {"calls", t.calls.calls}, {"failed", t.calls.failed},
                   {"per_s", t.calls.calls_per_s}, {"cpu_us_per_call", t.calls.cpu_us_per_call}};
  json["promises"] = Json::array();
  for (const Promise& p : t.promises)
    json["promises"].push_back({{"what", p.what}, {"bound", p.bound}, {"measured", p.measured}, {"kept", p.kept}});
  return json;
}

}  // namespace shortlist
