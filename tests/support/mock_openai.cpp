// mock-openai: the loopback server as a program. Prints its endpoint and serves until it is told to end.
#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include "backends/loopback/server.hpp"
#include "harness/types/open_files.hpp"

namespace {

using Options = shortlist::loopback::Server::Options;

constexpr auto usage =
    "usage: mock-openai [--port N] [--seed N] [--no-log] [--log-chunks]\n"
    "  --port N       listen there on 127.0.0.1 (any free port)\n"
    "  --seed N       of the faults that a model's name asks for (1)\n"
    "  --no-log       GET /__log stays empty; GET /__totals counts all the same\n"
    "  --log-chunks   the log says when each token was sent\n"
    "GET /__reset forgets both. A model's name sets its manners: mock-ttft200-itl20-tok50-e429_5\n";

template <class Number>
Number number(std::string_view option, int argc, char** argv, int& at) {
  const std::string_view text = at + 1 < argc ? argv[++at] : "";
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size())
    throw std::invalid_argument(std::string(option) + ": expected a number, found \"" + std::string(text) + "\"");
  return value;
}

Options options_of(int argc, char** argv) {
  Options options;
  options.keep_bodies = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--port") options.port = number<std::uint16_t>(word, argc, argv, i);
    else if (word == "--seed") options.seed = number<std::uint64_t>(word, argc, argv, i);
    else if (word == "--no-log") options.keep_log = false;
    else if (word == "--log-chunks") options.log_chunks = true;
    else throw std::invalid_argument("unknown option \"" + std::string(word) + "\"");
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && (argv[1] == std::string_view("--help") || argv[1] == std::string_view("-h"))) {
    std::fputs(usage, stdout);
    return 0;
  }
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  try {
    const Options options = options_of(argc, argv);
    shortlist::raise_file_limit();
    const shortlist::loopback::Server server(options);
    std::printf("%s\n", server.endpoint().c_str());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
  } catch (const std::invalid_argument& mistake) {
    std::fprintf(stderr, "mock-openai: %s\n%s", mistake.what(), usage);
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mock-openai: %s\n", error.what());
    return 1;
  }
}
