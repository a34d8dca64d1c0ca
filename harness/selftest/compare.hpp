#pragma once
// The client's stamps against the server's: pure.
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "harness/types/record.hpp"

namespace shortlist {

/// Of a sample, nearest rank (the smallest value that q of the sample do not exceed).
struct Spread {
  double p50 = 0, p90 = 0, p99 = 0, max = 0;
  std::size_t n = 0;
};
Spread spread_of(std::vector<double> values);

/// One stream as the server saw it.
struct SentStream {
  Instant received{};            ///< its request was read
  std::vector<Instant> chunks;   ///< right before each token was sent
};
/// Reads the lines of GET /__log, by the answer asked for. Throws std::runtime_error on lines that are none.
std::map<std::string, SentStream> read_server_log(const std::string& lines);

/// One stream as the client saw it; `name` is the answer that it asked for. No stamps: it failed.
struct SeenStream {
  std::string name;
  Stamps stamps;
};

/// All in ms. An error is what a figure of ours is off by.
struct StreamErrors {
  Spread written;     ///< until the server had read the request that we call written
  Spread ttft;        ///< until we saw the first token
  Spread chunk_lag;   ///< until we saw any token
  Spread itl;         ///< |our gap - the server's gap| between neighbours
  std::size_t streams = 0, failed = 0, chunks = 0;   ///< failed: no answer, or not as many chunks as were sent
};
StreamErrors compare(std::span<const SeenStream> seen, const std::map<std::string, SentStream>& sent);

}  // namespace shortlist
