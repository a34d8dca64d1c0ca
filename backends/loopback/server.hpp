#pragma once
// A small real HTTP server that speaks OpenAI chat completions on 127.0.0.1: one thread, epoll, absolute-time pacing,
// and a log of when things were truly sent. What it says is reply.hpp's business.
//
//   GET /__log     one line of JSON a request        GET /__reset    forgets the log and the numbering
//   POST anything else: a chat completion
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
  Fault fault = Fault::none;
  std::uint64_t connection = 0;     ///< from 1
  Instant received{};               ///< the request's last byte was read
  Instant first_token{}, last_token{};   ///< right before the send; {} if none was sent
  std::size_t tokens = 0;
  bool complete = false;            ///< the whole reply was sent
  std::string head;                 ///< the request's
  std::string body;
};

class Server {
 public:
  struct Options {
    std::uint16_t port = 0;         ///< 0: any
    std::uint64_t seed = 1;
    bool keep_bodies = true;        ///< in the log
  };
  /// Listens when it returns; throws std::system_error if it cannot.
  explicit Server(Options options);
  Server();
  ~Server();

  std::uint16_t port() const;
  std::string endpoint() const;     ///< "http://127.0.0.1:PORT/v1"
  std::vector<LogEntry> log() const;
  std::size_t requests() const;     ///< in the log so far
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
