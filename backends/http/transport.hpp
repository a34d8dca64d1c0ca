#pragma once
// Moves bytes and stamps times; knows nothing of models. One thread owns curl_multi and all its handles and serves their
// sockets as they become ready (poller.hpp); requests and cancellations reach it through a locked inbox. Nothing is
// started (no curl_global_init, no thread) before the first request.
//
// Limits: those below; requests in flight are bounded by the lanes that send them.
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "backends/http/exchange.hpp"
#include "backends/http/message.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

struct TransportLimits {
  Duration connect = std::chrono::seconds(10);   ///< until the connection stands; the total time-out may be shorter
  Duration idle = std::chrono::seconds(60);      ///< without a byte once the reply has begun, unless the request says
  std::size_t header_bytes = 64u << 10;          ///< of one reply
  std::size_t body_bytes = 16u << 20;            ///< of one reply, decoded
  int starts_per_turn = 16;                      ///< then the sockets are served: starting many must not delay stamps
  std::size_t connecting = 64;                   ///< new connections in the making at once; more wait their turn
  long idle_connections = 2048;                  ///< kept alive
};

struct Job {
  std::uint64_t id = 0;                  ///< the caller's, unique among those in flight
  const HttpRequest* request = nullptr;  ///< outlives the transport, and does not change
  std::string body;
  Duration timeout{};                    ///< of the whole
  std::unique_ptr<Exchange> exchange;
};

class Transport {
 public:
  explicit Transport(TransportLimits limits = {});
  /// Ends what is in flight as cancelled, then joins.
  ~Transport();

  /// Any thread; never blocks. The exchange is told the ending exactly once, on the wire thread, or before send returns
  /// when there can be none.
  void send(Job job);
  /// Any thread, after send(id) has returned. What has ended is no matter.
  void cancel(std::uint64_t id);
  /// How late its thread has served what came in; nothing before the first byte. Any thread.
  std::optional<ClientLag> lag() const;

 private:
  class Wire;
  TransportLimits limits_;
  std::unique_ptr<Wire> wire_;   ///< the thread and all that it owns
  std::once_flag started_;
};

}  // namespace shortlist
