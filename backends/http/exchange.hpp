#pragma once
// One request and its reply, as the transport tells of it.
#include <optional>
#include <string_view>

#include "backends/http/message.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

/// What has come of a request so far.
struct Reception {
  HttpHead head;
  std::optional<Instant> connected;    ///< the connection stood ready (TLS included), at once if it was reused
  std::optional<Instant> written;      ///< see transfer.hpp; unset if no byte came back
  std::optional<Instant> first_byte;   ///< of the reply's status line
};

/// Told by the wire thread alone; must not block.
class Exchange {
 public:
  virtual ~Exchange() = default;
  /// Body bytes as they came; `at` is when they were found to be there. False: no more are wanted, the
  /// connection may be closed.
  virtual bool body(const Reception& reception, std::string_view bytes, Instant at) = 0;
  /// Exactly once, and last. `trouble` is the wire's own: no connection, a reset, a time-out, cancelled.
  virtual void end(const Reception& reception, std::optional<Failure> trouble) = 0;
};

}  // namespace shortlist
