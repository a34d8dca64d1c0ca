#include "harness/selftest/selftest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>

#include "harness/selftest/asking.hpp"
#include "harness/selftest/usage.hpp"

namespace shortlist {
namespace {

constexpr Duration patience = std::chrono::seconds(60);        // beyond the time that the server takes by its manners
constexpr int call_connections = 64;
constexpr Duration call_warm_up = std::chrono::milliseconds(200), call_time = std::chrono::seconds(1);

/// What the product promises, for rounds of up to so many streams.
struct Bound {
  int streams;
  double ttft_p50_ms, ttft_p99_ms, itl_p99_ms;
};
constexpr Bound bounds[] = {{500, 0.1, 0.5, 0.5}, {1000, 0.1, 0.5, 3}};

Candidate candidate_of(const loopback::ServerProcess& server, std::string model, bool stream) {
  Candidate candidate;
  candidate.name = "self-test";
  candidate.backend = "openai";
  candidate.endpoint = server.endpoint();
  candidate.model = std::move(model);
  candidate.options = {{"stream", stream}};
  candidate.where = "the self-test";
  return candidate;
}

std::string stream_name(std::size_t number) { return fmt::format("s{}", number); }

/// Who is asked and through what.
struct Bench {
  const loopback::ServerProcess& server;
  std::deque<Candidate> asked;          // before the backend, which they outlive
  std::unique_ptr<Backend> backend;

  const Candidate& candidate(std::string model, bool stream) {
    return asked.emplace_back(candidate_of(server, std::move(model), stream));
  }
};

/// So many streams, all asked at once.
std::vector<SeenStream> ask_streams(Backend& backend, const Candidate& candidate, int count, double lasting_ms) {
  std::vector<SeenStream> seen(static_cast<std::size_t>(count));
  Asking asking(backend, candidate, stream_name);
  asking.run(seen.size(), from_ms(lasting_ms) + patience, [&](std::size_t asked) { return asked < seen.size(); },
             [&](std::size_t number, Reply reply) {
               seen[number].name = stream_name(number);
               if (std::holds_alternative<Completion>(reply.result)) seen[number].stamps = std::move(reply.stamps);
             });
  return seen;
}

/// Opens a connection a stream: none may end before the last has begun.
void warm_up(Bench& bench, int count) {
  const double lasting_ms = 300 + count / 2.0;
  ask_streams(*bench.backend, bench.candidate(fmt::format("warm-ttft{:.0f}-tok1", lasting_ms), true), count, lasting_ms);
}

StreamRound stream_round(const SelfTestOptions& options, int count, Bench& bench) {
  warm_up(bench, count);
  const Candidate& candidate =
      bench.candidate(fmt::format("paced-ttft{}-itl{}-tok{}", options.ttft_ms, options.itl_ms, options.tokens), true);
  bench.server.get("/__reset");
  const double cpu_before = cpu_seconds();
  const auto seen = ask_streams(*bench.backend, candidate, count, options.ttft_ms + options.tokens * options.itl_ms);
  const double cpu = cpu_seconds() - cpu_before;
  StreamRound round{count, {}, bench.backend->lag(), 0, resident_mb()};
  round.errors = compare(seen, read_server_log(bench.server.get("/__log")));
  round.cpu_us_per_chunk = 1e6 * cpu / (static_cast<double>(count) * options.tokens);
  return round;
}

/// As many calls as go in that time, `call_connections` at once.
CallRound ask_calls(Backend& backend, const Candidate& candidate, Duration time) {
  CallRound round{call_connections, 0, 0, 0, 0};
  const double cpu_before = cpu_seconds();
  const auto start = std::chrono::steady_clock::now();
  Asking asking(backend, candidate, stream_name);
  asking.run(call_connections, patience, [&](std::size_t) { return std::chrono::steady_clock::now() - start < time; },
             [&](std::size_t, const Reply& reply) {
               ++round.calls;
               round.failed += std::holds_alternative<Failure>(reply.result);
             });
  const auto calls = static_cast<double>(round.calls);
  round.calls_per_s = calls / to_s(std::chrono::steady_clock::now() - start);
  round.cpu_us_per_call = 1e6 * (cpu_seconds() - cpu_before) / calls;
  return round;
}

CallRound call_round(Bench& bench) {
  const Candidate& candidate = bench.candidate("at-once", false);
  ask_calls(*bench.backend, candidate, call_warm_up);
  return ask_calls(*bench.backend, candidate, call_time);
}

void add_promises(const StreamRound& round, std::vector<Promise>& promises) {
  const auto add = [&](const char* what, double bound, double measured) {
    promises.push_back({fmt::format("{}, {}", what, streams_text(round.streams)), bound, measured, measured <= bound});
  };
  add("streams not seen whole", 0, static_cast<double>(round.errors.failed));
  const auto bound = std::find_if(std::begin(bounds), std::end(bounds), [&](const Bound& b) { return round.streams <= b.streams; });
  if (bound == std::end(bounds) || round.errors.chunks == 0) return;
  add("TTFT error p50", bound->ttft_p50_ms, round.errors.ttft.p50);
  add("TTFT error p99", bound->ttft_p99_ms, round.errors.ttft.p99);
  add("ITL error p99", bound->itl_p99_ms, round.errors.itl.p99);
}

}  // namespace

SelfTest run_self_test(const SelfTestOptions& options, const loopback::ServerProcess& server,
                       std::unique_ptr<Backend> backend) {
  Bench bench{server, {}, std::move(backend)};
  SelfTest test{options, usable_cores(), server.core(), machine_load(), {}, {}, {}};
  std::optional<KeptFree> servers_own;
  if (server.core()) servers_own.emplace(*server.core());
  for (const int count : options.streams) {
    test.rounds.push_back(stream_round(options, count, bench));
    add_promises(test.rounds.back(), test.promises);
  }
  servers_own.reset();   // calls answered at once are for all that the machine has
  test.calls = call_round(bench);
  const auto failed = static_cast<double>(test.calls.failed);
  test.promises.push_back({"calls without an answer", 0, failed, failed == 0});
  return test;
}

bool all_kept(const SelfTest& test) {
  return std::all_of(test.promises.begin(), test.promises.end(), [](const Promise& p) { return p.kept; });
}

}  // namespace shortlist
