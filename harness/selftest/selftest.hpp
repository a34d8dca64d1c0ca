#pragma once
// Front door of `shortlist bench --self-test`: how exactly this program measures, on this machine. The loopback server
// says when it truly sent each token; the backend under test, the real one, says when it saw it; the rest is subtraction.
// All of it runs on the main thread, which waits for the backend's.
#include <optional>
#include <string>
#include <memory>
#include <vector>

#include "backends/loopback/server_process.hpp"
#include "harness/ports/backend.hpp"
#include "harness/selftest/compare.hpp"
#include "harness/types/json.hpp"

namespace shortlist {

struct SelfTestOptions {
  std::vector<int> streams{100, 500, 1000};   ///< at once, a round each
  int tokens = 50;                            ///< chunks of a stream, >= 2
  double itl_ms = 20, ttft_ms = 200;          ///< between chunks; to the first
};

/// What a round of streams cost the client, beside its errors.
struct StreamRound {
  int streams = 0;
  StreamErrors errors;
  std::optional<ClientLag> lag;       ///< the backend's own word on its thread, so far
  double cpu_us_per_chunk = 0;        ///< user and system, of this process
  double resident_mb = 0;             ///< at the end of the round
};

/// Calls that are answered at once, whole.
struct CallRound {
  int connections = 0;
  std::size_t calls = 0, failed = 0;
  double calls_per_s = 0, cpu_us_per_call = 0;
};

/// A bound that the product promises, and whether it held here.
struct Promise {
  std::string what;
  double bound = 0, measured = 0;     ///< at most; ms, or a count
  bool kept = false;
};

struct SelfTest {
  SelfTestOptions options;
  int cores = 0;                      ///< that this process may use
  std::optional<int> server_core;
  double load = 0;                    ///< of the machine, over the last minute before
  std::vector<StreamRound> rounds;
  CallRound calls;
  std::vector<Promise> promises;
};

/// Asks the server through the backend: for each number of streams a round to open connections, then one that counts;
/// at last calls without delay. About 3 s a round with the options as they are.
SelfTest run_self_test(const SelfTestOptions& options, const loopback::ServerProcess& server,
                       std::unique_ptr<Backend> backend);

bool all_kept(const SelfTest& test);
std::string text_of(const SelfTest& test);
std::string streams_text(int count);   ///< "1 stream", "500 streams"
Json json_of(const SelfTest& test);

}  // namespace shortlist
