// Answers that mean harm, and arbitrary bytes: every metric says something, in bounded time and stack.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "harness/score/text.hpp"
#include "tests/unit/score/support.hpp"

namespace shortlist::test {
namespace {

struct Judge { const char* kind; Json options; };
const Judge judges[] = {
    {"exact", {{"target", "Paris"}}},
    {"contains", {{"any", {"aa", "서울"}}, {"words", true}}},
    {"regex", {{"pattern", "(a|aa)+$"}, {"none", "^(?:\\w+\\s?)*$"}}},
    {"choice", {{"target", "a"}, {"options", {"a a", "Paris", "answer"}}}},
    {"choice", {{"target", "A"}}},
    {"number", {{"target", 42}, {"units", {"km", "만"}}}},
    {"number", {{"target", 42}, {"take", "only"}, {"decimal", "comma"}}},
    {"json", {{"fields", {{"a", {1, 2}}}}, {"unordered", true}}},
    {"json", {{"schema", {{"uniqueItems", true}, {"items", {{"pattern", "^(a+)+$"}, {"format", "date-time"}}}}}}},
    {"length", {{"unit", "sentences"}, {"max", 5}}},
};

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

TEST(Hostile, MuchOfOneThing) {
  const std::string_view pieces[] = {"a", "1", "1,", "1 234 ", "1'234", "3만 ", "{", "[", "[{\"a\":", "{\"a\":1}", "\"", "\\", "```\n", "```json\n{",
                                     "answer is a ", "A or ", "\\boxed{", "#### 1\n", "(", "\u0301", "\u1100\u1161", "가", "\u200b", "1/2 ", "1e5", "1^", "\xFF", "-", "not "};
  for (const auto piece : pieces)
    for (const auto& [kind, options] : judges) {
      const auto judgement = judge(kind, options, repeated(piece, 1 << 15));
      ASSERT_TRUE(judgement.has_value()) << kind;
      EXPECT_LE(judgement->reason.size(), 2000u) << kind;
    }
}

TEST(Hostile, Megabytes) {
  const auto answer = repeated("The answer is A or 1,234: {\"a\": 만} ", judged_bytes_max + 100);
  for (const auto& [kind, options] : judges) EXPECT_TRUE(judge(kind, options, answer)->value.has_value()) << kind;
}

TEST(Hostile, LongTextsInJson) {
  const auto text = "[\"" + std::string(500'000, 'a') + "!\", \"" + std::string(200'000, '9') + "-01-01\"]";
  EXPECT_EQ(verdict(judge("json", judges[8].options, text)), Want::wrong);
}

TEST(Hostile, DeepJson) {
  const auto deep = judge("json", Json::object(), std::string(100'000, '[') + std::string(100'000, ']'));
  EXPECT_EQ(verdict(deep), Want::unparsable);
  EXPECT_EQ(deep->reason.find("JSON nested deeper than 64"), 0u) << deep->reason;
  EXPECT_EQ(verdict(judge("json", Json::object(), std::string(64, '[') + std::string(64, ']'))), Want::right);
}

TEST(Hostile, NoUniqueItemsInSquareTime) {
  std::string list = "[0";
  for (int i = 1; i < 100'000; ++i) list += "," + std::to_string(i);
  EXPECT_EQ(verdict(judge("json", judges[8].options, list + "]")), Want::wrong);
}

RC_GTEST_PROP(Hostile, ArbitraryBytesAreJudged, (const std::string& bytes)) {
  for (const auto& [kind, options] : judges) {
    const auto judgement = judge(kind, options, bytes);
    RC_ASSERT(judgement.has_value());
    RC_ASSERT(judgement->value.has_value());
    RC_ASSERT(*judgement->value >= 0 && *judgement->value <= 1);
    RC_ASSERT(!judgement->unparsable || *judgement->value == 0);
  }
}

RC_GTEST_PROP(Hostile, PiecesOfAnswersAreJudged, ()) {
  static const std::string pieces[] = {"A", "b)", "answer is ", "정답은 ", "1", ",", ".", " ", "'", "만", "억", "%", "-", "$", "/", "^", "e", "\\frac{1}{", "\\boxed{", "}", "{", "[", "\"", ":", "```", "\n", "#### ", "½", "²", "Paris"};
  const auto picks = *rc::gen::container<std::vector<unsigned char>>(rc::gen::arbitrary<unsigned char>());
  std::string answer;
  for (const auto pick : picks) answer += pieces[pick % std::size(pieces)];
  for (const auto& [kind, options] : judges) RC_ASSERT(judge(kind, options, answer)->value.has_value());
}

RC_GTEST_PROP(Hostile, RenderedOptionsNeverThrow, (const std::string& bytes)) {
  const Json text = normalise(bytes, Case::keep);
  for (const auto* kind : {"exact", "choice", "number"}) judge_rendered(kind, {{"target", "{{t}}"}}, {{"target", text}}, "42");
  judge_rendered("regex", {{"pattern", "{{t}}"}}, {{"pattern", text}}, "42");
  judge_rendered("json", {{"schema", "{{t}}"}, {"fields", "{{t}}"}}, {{"schema", text}, {"fields", text}}, "{}");
}

}  // namespace
}  // namespace shortlist::test
