#pragma once
// Reads one reply as its bytes come in: picks frames or a whole body or an error out of them, and says in the end
// whether the answer is complete. Pure (times are arguments); on the wire thread in a run.
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "backends/http/dialect.hpp"
#include "harness/types/time.hpp"

namespace shortlist {

class ReplyReader {
 public:
  /// All three outlive it. `asked` is the framing that the request asked for.
  ReplyReader(const Dialect& dialect, const Candidate& candidate, Framing asked)
      : dialect_(dialect), candidate_(candidate), asked_(asked), frames_(asked) {}

  /// False: what follows cannot change the result. The head is the same each time.
  bool feed(const HttpHead& head, std::string_view bytes, Instant at);
  /// The protocol's own end has come; the result is known before the connection closes.
  bool ended() const { return ended_ && !failure_; }
  /// Once, after the last byte. `trouble` is what the wire reported. A reply counts as complete only when it said why
  /// it ended, whatever the wire says; else it is truncated. An end mark alone ([DONE]) is not enough: servers that lose
  /// their model half-way send it too.
  std::variant<Completion, Failure> result(const HttpHead& head, std::optional<Failure> trouble, WallTime now);

  /// What had come of an answer that failed; of a complete one nothing is left.
  const std::string& partial() const { return draft_.completion.text; }
  /// Those of tokens; a body that was not streamed has none.
  const Stamps& stamps() const { return stamps_; }

 private:
  enum class Mode { unknown, error, whole, frames };

  Mode mode_of(const HttpHead& head) const;
  void take(const Frame& frame);
  void note(const Absorbed& absorbed);
  void read_to_end(const HttpHead& head);
  Failure incomplete(const HttpHead& head, std::optional<Failure> trouble) const;
  Failure http_failure(const HttpHead& head, WallTime now) const;

  const Dialect& dialect_;
  const Candidate& candidate_;
  const Framing asked_;
  Mode mode_ = Mode::unknown;
  Frames frames_;
  Draft draft_;
  std::string body_;         ///< error: the first part; whole: all; frames: the first bytes, for complaints
  Instant at_{};             ///< of the bytes being read
  bool any_frame_ = false, ended_ = false;
  std::optional<Failure> failure_;
  Stamps stamps_;
};

}  // namespace shortlist
