#pragma once
// A small real HTTP server that speaks OpenAI chat completions on 127.0.0.1: one thread, epoll, absolute-time pacing,
// and a log of when things were truly sent. What it says is reply.hpp's business.
//
//   GET /__log     one line of JSON a request        GET /__reset    forgets the log, the totals and the numbering
//   GET /__totals  one line of JSON in all           POST anything else: a chat completion
// All stamps are CLOCK_MONOTONIC, which processes of one machine share.
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "backends/loopback/reply.hpp"

namespace shortlist::loopback {

using Instant = std::chrono::steady_clock::time_point;

struct LogEntry {
  std::uint64_t number = 0;         ///< from 1, in order of arrival
  std::string model;
  std::string answer;               ///< the first `answer_bytes` of what was asked for
  Fault fault = Fault::none;
  std::uint64_t connection = 0;     ///< from 1
  Instant received{};               ///< the request's last byte was read
  Instant first_token{}, last_token{};   ///< right before the send; {} if none was sent
  std::size_t tokens = 0;
  std::vector<Instant> chunks{};    ///< one a token, right before its send; only with Options::log_chunks
  bool complete = false;            ///< the whole reply was sent
  std::string head;                 ///< the request's
  std::string body;
};
inline constexpr std::size_t answer_bytes = 32;

/// Of all requests, whether they are in the log or not.
struct Totals {
  std::uint64_t requests = 0;
  Instant first_received{}, last_received{}, last_sent{};   ///< last_sent: the end of a whole reply
};

class Server {
 public:
  struct Options {
    std::uint16_t port = 0;         ///< 0: any
    std::uint64_t seed = 1;
    bool keep_log = true;           ///< else the totals alone: enough where only rates matter
    bool keep_bodies = true;        ///< in the log
    bool log_chunks = false;        ///< in the log, 8 bytes a token
  };
  static constexpr std::size_t most_entries = 1'000'000;    ///< of the log; what comes later is only counted
  static constexpr std::size_t most_chunks = 10'000'000;    ///< of all entries together, likewise

  /// Listens when it returns; throws std::system_error if it cannot.
  explicit Server(Options options);
  Server();
  ~Server();

  std::uint16_t port() const;
  std::string endpoint() const;     ///< "http://127.0.0.1:PORT/v1"
  std::vector<LogEntry> log() const;
  Totals totals() const;
  std::size_t requests() const { return totals().requests; }
  std::size_t connections() const;  ///< accepted so far
  /// The next requests meet these faults, in order; then the model's manners hold again.
  void script(std::vector<Fault> faults);
  /// Waits until `count` requests have come in; false if they did not within a minute.
  bool wait_for_requests(std::size_t count) const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace shortlist::loopback
