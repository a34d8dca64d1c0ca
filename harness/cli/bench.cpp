// The instrument measures itself.
#include <fmt/format.h>

#include <charconv>

#include "backends/backends.hpp"
#include "harness/cli/verbs.hpp"
#include "harness/run/clock.hpp"
#include "harness/selftest/selftest.hpp"
#include "harness/types/error.hpp"
#include "harness/types/open_files.hpp"

namespace shortlist {
namespace {

constexpr int most_streams = 2000, most_tokens = 1000;
constexpr double longest_itl_ms = 1000, longest_ttft_ms = 10'000;
constexpr std::size_t other_files = 64;   // open beside one a stream

int stream_count(std::string_view text) {
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size() || count < 1 || count > most_streams)
    throw UserError(fmt::format("--streams: expected whole numbers from 1 to {} with commas between, found \"{}\"",
                                most_streams, text));
  return count;
}

std::vector<int> stream_counts(std::string_view text) {
  std::vector<int> counts;
  while (true) {
    const std::size_t comma = text.find(',');
    counts.push_back(stream_count(text.substr(0, comma)));
    if (comma == text.npos) return counts;
    text.remove_prefix(comma + 1);
  }
}

SelfTestOptions self_test_options(const Arguments& args) {
  SelfTestOptions options;
  if (args.has("streams")) options.streams = stream_counts(args.text("streams"));
  options.tokens = static_cast<int>(args.integer("tokens", 2, most_tokens).value_or(options.tokens));
  options.itl_ms = args.number("itl-ms", 1, longest_itl_ms).value_or(options.itl_ms);
  options.ttft_ms = args.number("ttft-ms", 0, longest_ttft_ms).value_or(options.ttft_ms);
  return options;
}

void check_file_limit(const SelfTestOptions& options) {
  const std::size_t limit = raise_file_limit();
  for (const int count : options.streams)
    if (static_cast<std::size_t>(count) + other_files > limit)
      throw UserError(fmt::format("--streams: {} streams need as many open files; this machine allows {} (ulimit -n)", count, limit));
}

}  // namespace

ExitCode bench_verb(const Arguments& args, const Shell& shell) {
  if (!args.has("self-test"))
    throw UserError("bench: `shortlist bench --self-test` measures how exactly this program measures on this machine");
  const bool json = wants_json(args);
  const SelfTestOptions options = self_test_options(args);
  check_file_limit(options);
  loopback::Server::Options paced;
  paced.keep_bodies = false;
  paced.log_chunks = true;
  const loopback::ServerProcess server(paced);   // forks: before anything starts a thread
  SystemClock clock;
  const BackendWorld world{clock, [](const std::string&) { return std::nullopt; }, "", shell.program_dir};
  Candidate candidate;
  candidate.backend = "openai";
  const SelfTest test = run_self_test(options, server, backend_row(candidate).make(world));
  if (json) shell.out << json_of(test).dump(2) << '\n';
  else shell.out << text_of(test);
  return all_kept(test) ? ExitCode::fine : ExitCode::gate_failed;
}

}  // namespace shortlist
