#include "backends/local/answer_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace shortlist::local {
namespace {

struct Row {
  const char* name;
  std::vector<std::string> stops;
  bool skip;
  std::vector<std::string> tokens;
  std::vector<std::string> shown;  ///< one a token, then what finish() gives
  bool stopped;
};
class AnswerTextRow : public testing::TestWithParam<Row> {};
TEST_P(AnswerTextRow, ShowsWhatMayBeShown) {
  const Row& row = GetParam();
  AnswerText text(row.stops, row.skip);
  std::vector<std::string> shown;
  std::string all;
  for (const std::string& token : row.tokens) shown.push_back(text.add(token));
  shown.push_back(text.finish());
  for (const std::string& piece : shown) all += piece;
  EXPECT_EQ(shown, row.shown);
  EXPECT_EQ(text.text(), all);
  EXPECT_EQ(text.stopped(), row.stopped);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, AnswerTextRow,
    testing::Values(
        Row{"plain", {}, false, {"a", "b"}, {"a", "b", ""}, false},
        Row{"split_character", {}, false, {"\xED\x95", "\x9C", "!"}, {"", "\xED\x95\x9C", "!", ""}, false},
        Row{"broken_character", {}, false, {"a\xED\x95"}, {"a", "\xEF\xBF\xBD"}, false},
        Row{"bad_byte", {}, false, {"a\xFFz"}, {"a\xEF\xBF\xBDz", ""}, false},
        Row{"surrogate", {}, false, {"\xED\xA0\x80."}, {"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD.", ""}, false},
        Row{"stop", {"END"}, false, {"a", "EN", "D", "x"}, {"a", "", "", "", ""}, true},
        Row{"no_stop_after_all", {"END"}, false, {"a", "EN", "T"}, {"a", "", "ENT", ""}, false},
        Row{"held_at_the_end", {"END"}, false, {"EN"}, {"", "EN"}, false},
        Row{"stop_inside_a_token", {"\n\n"}, false, {"42\n\nUser"}, {"42", ""}, true},
        Row{"first_of_two_stops", {"b", "ab"}, false, {"xabz"}, {"x", ""}, true},
        Row{"leading_space",
            {"\n\n"},
            true,
            {"\n", "\n ", " 8", "\n", "\nx"},
            {"", "", "8", "", "", ""},
            true},
        Row{"leading_space_kept", {}, false, {" 8"}, {" 8", ""}, false},
        Row{"speaker_at_once", {"\nUser:"}, true, {"\n", "Us", "er:", " next"}, {"", "", "", "", ""}, true},
        Row{"like_a_speaker", {"\nUser:"}, true, {"Us", "eful"}, {"", "Useful", ""}, false},
        Row{"empty_stop_is_none", {""}, false, {"a"}, {"a", ""}, false}),
    [](const auto& row) { return std::string(row.param.name); });

RC_GTEST_PROP(AnswerTextProperty, TheTextDoesNotDependOnHowTokensSplitIt,
              (const std::string& bytes, std::vector<std::uint8_t> cuts)) {
  const std::vector<std::string> stops{"ab", "\n\n"};
  AnswerText whole(stops, true), pieces(stops, true);
  whole.add(bytes);
  whole.finish();
  std::size_t at = 0;
  for (std::size_t cut : cuts) {
    const std::size_t n = std::min<std::size_t>(cut % 7, bytes.size() - at);
    pieces.add(bytes.substr(at, n));
    at += n;
  }
  pieces.add(bytes.substr(at));
  pieces.finish();
  RC_ASSERT(whole.text() == pieces.text());
  RC_ASSERT(valid_utf8(whole.text()) == whole.text());
}

TEST(WholeCharacters, LeavesOutWhatMoreBytesCouldComplete) {
  EXPECT_EQ(whole_characters("ab"), 2U);
  EXPECT_EQ(whole_characters("a\xF0\x9F\x98"), 1U);
  EXPECT_EQ(whole_characters("\x80\x80"), 2U);
  EXPECT_EQ(whole_characters(""), 0U);
}

}  // namespace
}  // namespace shortlist::local
