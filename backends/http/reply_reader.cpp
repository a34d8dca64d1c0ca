#include "backends/http/reply_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "backends/http/status.hpp"
#include "backends/http/text.hpp"

namespace shortlist {
namespace {

constexpr std::size_t excerpt_bytes = 200;
constexpr std::size_t error_body_bytes = 64u << 10;

void append_up_to(std::string& text, std::string_view more, std::size_t limit) {
  text += more.substr(0, limit - std::min(limit, text.size()));
}

bool answered(const Completion& draft) {
  return !draft.text.empty() || !draft.refusal.empty() || !draft.tool_calls.empty();
}

}  // namespace

ReplyReader::Mode ReplyReader::mode_of(const HttpHead& head) const {
  if (head.status < 200 || head.status > 299) return Mode::error;
  if (asked_ == Framing::none) return Mode::whole;
  const std::string_view type = header(head, "content-type");
  return type.starts_with("application/json") ? Mode::whole : Mode::frames;
}

bool ReplyReader::feed(const HttpHead& head, std::string_view bytes, Instant at) {
  if (ended_) return true;
  if (mode_ == Mode::unknown) mode_ = mode_of(head);
  at_ = at;
  switch (mode_) {
    case Mode::unknown: break;
    case Mode::error: append_up_to(body_, bytes, error_body_bytes); break;
    case Mode::whole: body_ += bytes; break;
    case Mode::frames:
      append_up_to(body_, bytes, excerpt_bytes);
      frames_.feed(bytes);
      while (!ended_ && !failure_)
        if (const auto frame = frames_.next()) take(*frame);
        else break;
      if (frames_.too_long()) failure_ = Failure{FailureKind::protocol, "an event of the stream is too long", {}};
  }
  return !failure_;
}

void ReplyReader::take(const Frame& frame) {
  any_frame_ = true;
  note(dialect_.absorb(frame, draft_));
}

void ReplyReader::note(const Absorbed& absorbed) {
  if (absorbed.token && mode_ == Mode::frames) stamp_token(stamps_, at_, answered(draft_.completion));
  ended_ = ended_ || absorbed.end;
  if (absorbed.failure) failure_ = absorbed.failure;
}

void ReplyReader::read_to_end(const HttpHead& head) {
  if (failure_ || ended_) return;
  if (mode_ == Mode::unknown) mode_ = mode_of(head);
  if (mode_ == Mode::frames)
    if (const auto frame = frames_.last()) take(*frame);
  if (mode_ == Mode::whole && !trimmed(body_).empty()) {
    any_frame_ = true;
    note(dialect_.absorb_whole(body_, draft_));
  }
}

Failure ReplyReader::http_failure(const HttpHead& head, WallTime now) const {
  const auto wait = retry_after(head, now);
  Failure failure = dialect_.failure(candidate_, {head, body_, wait});
  failure.retry_after = wait ? wait : failure.retry_after;
  return failure;
}

Failure ReplyReader::incomplete(const HttpHead& head, std::optional<Failure> trouble) const {
  if (trouble) return *trouble;
  if (any_frame_)
    return {FailureKind::truncated, "the stream ended without saying why (no finish reason)", {}};
  if (trimmed(body_).empty())
    return {FailureKind::protocol, fmt::format("an empty reply (HTTP {})", head.status), {}};
  return {FailureKind::protocol,
          fmt::format("the reply is no event stream (content-type \"{}\"): {}", header(head, "content-type"),
                      one_line(body_, excerpt_bytes)), {}};
}

std::variant<Completion, Failure> ReplyReader::result(const HttpHead& head, std::optional<Failure> trouble,
                                                      WallTime now) {
  if (head.status == 0 || (trouble && trouble->kind == FailureKind::cancelled && !ended_))
    return trouble.value_or(Failure{FailureKind::network, "no reply", {}});
  if (mode_of(head) == Mode::error) return http_failure(head, now);
  if (!trouble || mode_ == Mode::frames) read_to_end(head);
  if (failure_) return *failure_;
  if (draft_.finished) return std::move(draft_.completion);
  return incomplete(head, std::move(trouble));
}

}  // namespace shortlist
