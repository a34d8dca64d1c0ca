#include "backends/local/answer_text.hpp"

#include <algorithm>
#include <utility>

namespace shortlist::local {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool continues(unsigned char c) { return (c & 0xC0) == 0x80; }

/// Bytes of the character that this byte leads, 0 if it leads none.
std::size_t led_by(unsigned char c) {
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c < 0xE0) return 2;
  if (c >= 0xE0 && c < 0xF0) return 3;
  return c >= 0xF0 && c < 0xF5 ? 4 : 0;
}

/// The second byte is narrower after some leads (RFC 3629, section 4): no overlong forms, surrogates, or >
/// U+10FFFF.
bool second_fits(unsigned char lead, unsigned char second) {
  if (lead == 0xE0) return second >= 0xA0;
  if (lead == 0xED) return second < 0xA0;
  if (lead == 0xF0) return second >= 0x90;
  if (lead == 0xF4) return second < 0x90;
  return true;
}

/// Bytes at the front that are right so far; `whole` tells whether they are a whole character.
struct Character {
  std::size_t bytes;
  bool whole;
};
Character character(std::string_view text) {
  const std::size_t wanted = led_by(text[0]);
  std::size_t n = 1;
  while (n < wanted && n < text.size() && continues(text[n]) && (n > 1 || second_fits(text[0], text[1]))) ++n;
  return {n, wanted && n == wanted};
}

/// How much of the end of `text` could be the beginning of a stop sequence.
std::size_t possible_stop(std::string_view text, const std::vector<std::string>& stops) {
  std::size_t longest = 0;
  for (const std::string& stop : stops)
    for (std::size_t n = std::min(stop.size() - 1, text.size()); n > longest; --n)
      if (text.ends_with(std::string_view(stop).substr(0, n))) {
        longest = n;
        break;
      }
  return longest;
}

}  // namespace

std::size_t whole_characters(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    std::string_view end = text.substr(text.size() - back);
    if (continues(end[0])) continue;
    Character last = character(end);
    return last.bytes == back && !last.whole && led_by(end[0]) ? text.size() - back : text.size();
  }
  return text.size();
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  while (!text.empty()) {
    Character next = character(text);
    valid.append(next.whole ? text.substr(0, next.bytes) : std::string_view("\xEF\xBF\xBD"));
    text.remove_prefix(next.bytes);
  }
  return valid;
}

AnswerText::AnswerText(std::vector<std::string> stops, bool skip_leading_space)
    : stops_(std::move(stops)), skipping_(skip_leading_space) {
  std::erase(stops_, "");
}

std::string AnswerText::show(std::size_t upto) {
  if (upto < unseen_) return "";
  std::string piece = valid_utf8(std::string_view(held_).substr(unseen_, upto - unseen_));
  held_.erase(0, upto);
  unseen_ = 0;
  shown_ += piece;
  return piece;
}

std::string AnswerText::add(std::string_view bytes) {
  if (stopped_) return "";
  if (skipping_) bytes.remove_prefix(std::min(bytes.find_first_not_of(blanks), bytes.size()));
  if (bytes.empty()) return "";
  if (std::exchange(skipping_, false)) {
    held_ = "\n";
    unseen_ = 1;
  }
  held_ += bytes;
  std::size_t stop = std::string::npos;
  for (const std::string& s : stops_) stop = std::min(stop, held_.find(s));
  stopped_ = stop != std::string::npos;
  if (stopped_) return show(stop);
  const std::string_view safe =
      std::string_view(held_).substr(0, held_.size() - possible_stop(held_, stops_));
  return show(whole_characters(safe));
}

std::string AnswerText::finish() { return stopped_ ? "" : show(held_.size()); }

}  // namespace shortlist::local
