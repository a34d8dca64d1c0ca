// mock-openai [PORT [SEED]]: the mock server as a program. Prints its endpoint and serves until it is told to end.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "backends/loopback/server.hpp"

int main(int argc, char** argv) {
  using shortlist::loopback::Server;
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  try {
    Server::Options options;
    if (argc > 1) options.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    if (argc > 2) options.seed = std::strtoull(argv[2], nullptr, 10);
    options.keep_bodies = false;
    const Server server(options);
    std::printf("%s\n", server.endpoint().c_str());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mock-openai: %s\n", error.what());
    return 1;
  }
}
