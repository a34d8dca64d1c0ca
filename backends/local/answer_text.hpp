#pragma once
// Turns the bytes of tokens into text that may be shown: whole UTF-8 characters only, nothing of a stop
// sequence. Pure.
#include <string>
#include <string_view>
#include <vector>

namespace shortlist::local {

class AnswerText {
 public:
  /// `skip_leading_space`: blanks and line ends before the first other character are dropped, and the answer
  /// counts as the beginning of a line, so that "\nUser:" stops an answer that begins with "User:".
  AnswerText(std::vector<std::string> stops, bool skip_leading_space);

  /// Takes a token's bytes; returns what can be shown now, often "". After stopped() it takes nothing more.
  std::string add(std::string_view bytes);
  /// The model has ended: returns what was held back.
  std::string finish();
  bool stopped() const { return stopped_; }  ///< a stop sequence came; it is not part of the text
  const std::string& text() const { return shown_; }

 private:
  std::string show(std::size_t upto);

  std::vector<std::string> stops_;
  std::string held_, shown_;
  bool skipping_, stopped_ = false;
  std::size_t unseen_ = 0;  ///< bytes at the front of held_ that serve the search for stops only
};

/// `text` with everything that is not UTF-8 replaced by U+FFFD.
std::string valid_utf8(std::string_view text);
/// Length of the longest prefix that does not end inside a character that more bytes could complete.
std::size_t whole_characters(std::string_view text);

}  // namespace shortlist::local
