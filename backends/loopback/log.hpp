#pragma once
// What the server did, as it remembers it. The server's thread writes, any thread reads.
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "backends/loopback/server.hpp"

namespace shortlist::loopback {

class Log {
 public:
  /// A request's place in the log. One from before the log was forgotten points nowhere, as does none.
  struct Place { std::uint64_t number = 0, epoch = 0; };

  explicit Log(const Server::Options& options) : options_(options) {}

  /// The number that the next request will get.
  std::uint64_t upcoming() const { return totals().requests + 1; }
  /// Numbers the request and keeps it if there is room.
  Place open(LogEntry entry);
  void note_tokens(Place place, std::size_t count, Instant at);
  void note_end(Place place, Instant at);   ///< the whole reply was sent
  void forget();

  std::vector<LogEntry> entries() const;
  Totals totals() const;
  bool wait_for_requests(std::size_t count) const;
  std::string lines() const;         ///< GET /__log
  std::string totals_line() const;   ///< GET /__totals

 private:
  LogEntry* at(Place place);         ///< null: not kept

  const Server::Options options_;
  mutable std::mutex mutex_;         // guards what follows
  mutable std::condition_variable arrived_;
  std::vector<LogEntry> entries_;
  Totals totals_;
  std::size_t chunks_ = 0;
  std::uint64_t epoch_ = 1;
};

}  // namespace shortlist::loopback
