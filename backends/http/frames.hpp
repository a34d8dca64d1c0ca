#pragma once
// Bytes into frames: server-sent events (WHATWG HTML, section 9.2.6) or lines of JSON, cut anywhere by the reads.
//
//   frames.feed(bytes);
//   while (auto frame = frames.next()) ...
//
// Works on bytes, so a character split by two reads is never harmed. Departures from the WHATWG text, each seen in the
// wild: an event whose data is empty is not handed out, and a line that starts with '{' (an error dropped into the
// stream without "data:") is handed out as a frame of its own, so that it is not lost.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "backends/http/message.hpp"

namespace shortlist {

/// Valid until the next call of feed or next.
struct Frame {
  std::string_view event;   ///< SSE's event name, mostly ""
  std::string_view data;    ///< never empty
};

class Frames {
 public:
  static constexpr std::size_t default_limit = 4u << 20;   ///< bytes of one frame

  explicit Frames(Framing framing, std::size_t limit = default_limit) : framing_(framing), limit_(limit) {}

  void feed(std::string_view bytes);
  /// The next whole frame, in order. Nothing: feed more.
  std::optional<Frame> next();
  /// After the last byte: NDJSON's last line needs no newline. An SSE event without its blank line is no event.
  std::optional<Frame> last();
  /// A frame passed the limit; no more will come.
  bool too_long() const { return too_long_; }

 private:
  std::optional<std::string_view> next_line();
  std::optional<std::size_t> line_end();
  std::optional<Frame> take_sse_line(std::string_view line);
  std::optional<Frame> dispatch();

  Framing framing_;
  std::size_t limit_;
  std::string buffer_;            ///< bytes not yet handed out, from at_
  std::size_t at_ = 0;            ///< where the current line starts
  std::size_t scanned_ = 0;       ///< up to here the current line has no CR
  std::size_t newline_ = 0;       ///< the nearest LF at or after this place ...
  bool newline_known_ = false;    ///< ... is at exactly this place
  bool skip_newline_ = false;     ///< the last line ended in a CR: an LF right after it belongs to it
  bool at_start_ = true;          ///< a byte order mark may still come
  bool has_data_ = false, dispatched_ = false, too_long_ = false;
  std::string event_, data_;
};

}  // namespace shortlist
