#pragma once
// The server in a process of its own, so that it and whoever is measured do not share a thread, a lock or a heap; on a
// core of its own where there are two.
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "backends/loopback/server.hpp"

namespace shortlist::loopback {

class ServerProcess {
 public:
  /// REQUIRES: this process has one thread (it forks). Listens when it returns; throws std::system_error.
  explicit ServerProcess(const Server::Options& options);
  /// Kills it. It dies with this process, too.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;

  std::string endpoint() const;
  std::optional<int> core() const { return core_; }   ///< unset: it was not pinned, there is only one
  /// The body of GET `path`; blocks; throws std::system_error.
  std::string get(const std::string& path) const;

 private:
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
  std::optional<int> core_;
};

}  // namespace shortlist::loopback
