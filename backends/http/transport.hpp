#pragma once
// Moves bytes and stamps times; knows nothing of models. One thread owns curl_multi and all its handles; requests and
// cancellations reach it through a locked inbox. Nothing is started (no curl_global_init, no thread) before the first
// request.
//
// Limits: those below; requests in flight are bounded by the lanes that send them.
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>

#include "backends/http/exchange.hpp"
#include "backends/http/message.hpp"
#include "harness/types/time.hpp"

namespace shortlist {

struct TransportLimits {
  Duration connect = std::chrono::seconds(10);   ///< until the connection stands; the total time-out may be shorter
  std::size_t header_bytes = 64u << 10;          ///< of one reply
  std::size_t body_bytes = 16u << 20;            ///< of one reply, decoded
  int starts_per_turn = 16;                      ///< then the sockets are served: starting many must not delay stamps
  long idle_connections = 2048;                  ///< kept alive
};

class Transport {
 public:
  explicit Transport(TransportLimits limits = {});
  /// Ends what is in flight as cancelled, then joins.
  ~Transport();

  /// Any thread; never blocks. `id` is the caller's, unique among those in flight. `exchange` is told the ending exactly
  /// once, on the wire thread, or before send returns when there can be none.
  void send(std::uint64_t id, HttpRequest request, Duration timeout, std::unique_ptr<Exchange> exchange);
  /// Any thread, after send(id) has returned. What has ended is no matter.
  void cancel(std::uint64_t id);

 private:
  class Wire;
  TransportLimits limits_;
  std::unique_ptr<Wire> wire_;   ///< the thread and all that it owns
  std::once_flag started_;
};

}  // namespace shortlist
