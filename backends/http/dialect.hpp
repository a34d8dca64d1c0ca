#pragma once
// The plug for one provider's wire format. Pure: values in, bytes out, and back; no clock, no environment, no network.
// The main thread calls request and key, the wire thread the rest, so all is const.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backends/http/frames.hpp"
#include "backends/http/message.hpp"
#include "harness/types/candidate.hpp"
#include "harness/types/record.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// Where a candidate's key comes from.
struct KeySource {
  std::string variable;   ///< of the environment; "" = this endpoint takes no key
  bool required = true;   ///< without it nothing is asked
};

/// A completion in the making, and what a dialect must remember from frame to frame.
struct Draft {
  Completion completion;
  bool finished = false;                    ///< the reply said why it ended, or came to its protocol's own end
  std::vector<std::int64_t> call_indices;   ///< the provider's index of each of completion.tool_calls; -1: it gave none
};

/// What one frame or body did to the draft.
struct Absorbed {
  bool token = false;               ///< brought a piece of the answer, reasoning or a tool call that is not empty
  bool end = false;                 ///< the protocol's own end: nothing follows
  std::optional<Failure> failure;   ///< the frame is malformed, or the provider's error
};

/// A reply that is no success: its status is not 2xx.
struct ErrorReply {
  const HttpHead& head;
  std::string_view body;
  std::optional<Duration> retry_after;   ///< of its headers
};

class Dialect {
 public:
  virtual ~Dialect() = default;
  virtual KeySource key(const Candidate& candidate) const = 0;
  /// Asked once a candidate. `key` is "" where there is none.
  virtual HttpRequest request(const Candidate& candidate, const std::string& key) const = 0;
  /// What is the same in the body of every request of the candidate, as text; asked once.
  virtual std::string common_body(const Candidate& candidate) const = 0;
  /// The body for one item.
  virtual std::string body(std::string_view common, const Item& item) const = 0;
  /// Takes one frame of a stream.
  virtual Absorbed absorb(const Frame& frame, Draft& draft) const = 0;
  /// Takes a whole body that was not streamed.
  virtual Absorbed absorb_whole(std::string_view body, Draft& draft) const = 0;
  /// Says what went wrong. The detail may be of any length and shape: the caller cuts and cleans it.
  virtual Failure failure(const Candidate& candidate, const ErrorReply& reply) const = 0;
};

}  // namespace shortlist
