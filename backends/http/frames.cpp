#include "backends/http/frames.hpp"

#include <algorithm>
#include <cstring>

namespace shortlist {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::optional<std::size_t> find_byte(const std::string& text, char byte, std::size_t from, std::size_t to) {
  if (from >= to) return std::nullopt;
  const void* hit = std::memchr(text.data() + from, byte, to - from);
  if (!hit) return std::nullopt;
  return static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
}

}  // namespace

void Frames::feed(std::string_view bytes) {
  if (too_long_) return;
  newline_known_ = newline_known_ && newline_ >= at_;
  buffer_.erase(0, at_);
  scanned_ -= std::min(scanned_, at_);
  newline_ -= std::min(newline_, at_);
  at_ = 0;
  buffer_ += bytes;
}

/// Where the current line ends, in time linear in the bytes however they were cut.
std::optional<std::size_t> Frames::line_end() {
  if (!newline_known_ || newline_ < at_) {
    const auto found = find_byte(buffer_, '\n', std::max(newline_, at_), buffer_.size());
    newline_ = found.value_or(buffer_.size());
    newline_known_ = found.has_value();
  }
  const auto carriage = framing_ == Framing::sse
      ? find_byte(buffer_, '\r', std::max(scanned_, at_), newline_) : std::nullopt;
  scanned_ = newline_;
  if (carriage) return carriage;
  return newline_known_ ? std::optional(newline_) : std::nullopt;
}

std::optional<std::string_view> Frames::next_line() {
  if (at_start_) {
    const std::string_view head = std::string_view(buffer_).substr(0, byte_order_mark.size());
    if (head.size() < byte_order_mark.size() && byte_order_mark.starts_with(head)) return std::nullopt;
    if (head == byte_order_mark) at_ = byte_order_mark.size();
    at_start_ = false;
  }
  if (skip_newline_ && at_ < buffer_.size()) {
    if (buffer_[at_] == '\n') ++at_;
    skip_newline_ = false;
  }
  const auto end = line_end();
  if (!end) {
    if (buffer_.size() - at_ > limit_) too_long_ = true;
    return std::nullopt;
  }
  const std::string_view line(buffer_.data() + at_, *end - at_);
  skip_newline_ = buffer_[*end] == '\r';
  at_ = scanned_ = *end + 1;
  return line;
}

std::optional<Frame> Frames::next() {
  while (!too_long_) {
    const auto line = next_line();
    if (!line) return std::nullopt;
    if (line->size() > limit_) too_long_ = true;
    else if (framing_ != Framing::sse) {
      if (line->find_first_not_of(" \t\r") != std::string_view::npos) return Frame{"", *line};
    } else if (const auto frame = take_sse_line(*line)) return frame;
  }
  return std::nullopt;
}

std::optional<Frame> Frames::take_sse_line(std::string_view line) {
  if (dispatched_) {
    data_.clear();
    event_.clear();
    has_data_ = dispatched_ = false;
  }
  if (line.empty()) return dispatch();
  if (line[0] == '{') return Frame{"", line};
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "event") event_ = value;
  if (name != "data") return std::nullopt;   // comments, id, retry and what is unknown
  if (has_data_) data_ += '\n';
  data_ += value;
  has_data_ = true;
  too_long_ = data_.size() > limit_;
  return std::nullopt;
}

std::optional<Frame> Frames::dispatch() {
  dispatched_ = true;
  if (data_.empty()) return std::nullopt;
  return Frame{event_, data_};
}

std::optional<Frame> Frames::last() {
  if (too_long_ || framing_ != Framing::ndjson) return std::nullopt;
  const std::string_view rest = std::string_view(buffer_).substr(at_);
  at_ = buffer_.size();
  if (rest.find_first_not_of(" \t\r") == std::string_view::npos) return std::nullopt;
  if (rest.size() > limit_) return too_long_ = true, std::nullopt;   // a byte order mark begun holds back the check
  return Frame{"", rest};
}

}  // namespace shortlist
