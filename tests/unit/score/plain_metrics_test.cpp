// exact, contains, regex, length: named rows in English, Korean and French.
#include "tests/unit/score/support.hpp"

namespace shortlist::test {
namespace {

TEST(Exact, Rows) {
  const Row rows[] = {
      {"equal", {{"target", "Paris"}}, "Paris", Want::right},
      {"dressed", {{"target", "Paris"}}, "  **\"paris\"**.\n", Want::right},
      {"more than the target", {{"target", "Paris"}}, "It is Paris", Want::wrong},
      {"one of several", {{"target", {"USA", "United States"}}}, "united states", Want::right},
      {"a list as text", {{"target", R"(["USA", "United States"])"}}, "usa", Want::right},
      {"case counts", {{"target", "USA"}, {"case_sensitive", true}}, "usa", Want::wrong},
      {"Korean decomposed", {{"target", "서울"}}, "\u1109\u1165\u110b\u116e\u11af.", Want::right},
      {"French apostrophe", {{"target", "l'été"}}, "L\u2019ÉTÉ", Want::right},
      {"number as target", {{"target", 42}}, "42", Want::right},
      {"truth as target", {{"target", true}}, "True", Want::right},
      {"empty answer", {{"target", "x"}}, "", Want::wrong},
      {"empty target", {{"target", " "}}, "x", Want::absent},
      {"empty list", {{"target", Json::array()}}, "x", Want::absent},
      {"negated", {{"target", "no"}, {"negate", true}}, "yes", Want::right},
      {"negated and equal", {{"target", "no"}, {"negate", true}}, "No.", Want::wrong},
  };
  check_rows("exact", rows);
  EXPECT_EQ(verdict(judge("exact", Json::object(), "paris", "Paris")), Want::right) << "the item's own target";
  EXPECT_EQ(judge("exact", {{"target", "Paris"}}, "Rome")->reason, "expected \"Paris\", found \"Rome\"");
}

TEST(Contains, Rows) {
  const Row rows[] = {
      {"any", {{"any", {"cat", "dog"}}}, "A DOG!", Want::right},
      {"any missing", {{"any", {"cat", "dog"}}}, "a cow", Want::wrong},
      {"all", {{"all", {"cat", "dog"}}}, "dog and cat", Want::right},
      {"all but one", {{"all", {"cat", "dog"}}}, "dog", Want::wrong},
      {"none", {{"none", "sorry"}}, "here it is", Want::right},
      {"none broken", {{"none", "sorry"}}, "Sorry, no", Want::wrong},
      {"all three", {{"any", {"a1", "b1"}}, {"all", "c1"}, {"none", "d1"}}, "b1 c1", Want::right},
      {"parts of words", {{"any", "cat"}}, "concatenate", Want::right},
      {"whole words", {{"any", "cat"}, {"words", true}}, "concatenate", Want::wrong},
      {"flag as text", {{"any", "cat"}, {"words", "true"}}, "concatenate", Want::wrong},
      {"Korean word and particle", {{"any", "서울"}, {"words", true}}, "수도는 서울이다.", Want::right},
      {"Korean compound", {{"any", "서울"}, {"words", true}}, "서울역", Want::wrong},
      {"French spaces and apostrophes", {{"all", "« l'été »"}}, "c'est «\u00a0l’été\u00a0» !", Want::right},
      {"case counts", {{"any", "Cat"}, {"case_sensitive", true}}, "cat", Want::wrong},
      {"blank lists", {{"any", ""}, {"none", Json::array()}}, "x", Want::absent},
      {"empty answer", {{"any", "x"}}, "", Want::wrong},
      {"negated", {{"any", "x"}, {"negate", true}}, "y", Want::right},
  };
  check_rows("contains", rows);
  EXPECT_EQ(judge("contains", {{"all", {"a", "b"}}}, "a")->reason, "lacks \"b\"");
}

TEST(Regex, Rows) {
  const Row rows[] = {
      {"found", {{"pattern", "^[A-D]"}}, "B is it", Want::right},
      {"white space around is off", {{"pattern", "^[A-D]$"}}, "\n B \n", Want::right},
      {"not found", {{"pattern", "^[A-D]$"}}, "E", Want::wrong},
      {"case counts", {{"pattern", "abc"}}, "ABC", Want::wrong},
      {"case does not count", {{"pattern", "abc"}, {"case_sensitive", false}}, "ABC", Want::right},
      {"several patterns", {{"pattern", {"a", "b"}}}, "a", Want::wrong},
      {"none", {{"none", "[0-9]"}}, "no digits", Want::right},
      {"none broken", {{"none", "[0-9]"}}, "1 digit", Want::wrong},
      {"Hangul class", {{"pattern", "^\\p{Hangul}+$"}}, "서울", Want::right},
      {"French letters", {{"pattern", "^\\pL+$"}}, "été", Want::right},
      {"lines", {{"pattern", "(?m)^- .*\\n- "}}, "- a\n- b", Want::right},
      {"empty", {{"pattern", ""}}, "x", Want::absent},
      {"NUL in the answer", {{"pattern", "b$"}}, std::string("a\0b", 3), Want::right},
  };
  check_rows("regex", rows);
}

TEST(Regex, RenderedPatternThatIsNoneIsNotJudged) {
  const Json options{{"pattern", "{{pattern}}"}};
  const auto broken = judge_rendered("regex", options, {{"pattern", "(a"}}, "a");
  EXPECT_EQ(verdict(broken), Want::not_judged);
  EXPECT_NE(broken->reason.find("invalid pattern: missing )"), std::string::npos) << broken->reason;
  EXPECT_EQ(verdict(judge_rendered("regex", options, {{"pattern", "a"}}, "a")), Want::right);
  EXPECT_EQ(verdict(judge_rendered("regex", options, {{"pattern", "((a{1,100}){1,100}){1,100}"}}, "a")), Want::not_judged);
}

TEST(Length, Rows) {
  const Row rows[] = {
      {"words within", {{"min", 2}, {"max", 3}}, "one two three", Want::right},
      {"too many", {{"max", 2}}, "one two three", Want::wrong},
      {"too few", {{"min", "4"}}, "one two three", Want::wrong},
      {"Korean characters", {{"unit", "characters"}, {"max", 2}}, "한글", Want::right},
      {"French sentences", {{"unit", "sentences"}, {"min", 2}, {"max", 2}}, "C'est l'été. Il fait chaud.", Want::right},
      {"paragraphs", {{"unit", "paragraphs"}, {"min", 2}}, "a\n\nb", Want::right},
  };
  check_rows("length", rows);
  EXPECT_EQ(verdict(judge_rendered("length", {{"min", "{{n}}"}}, {{"min", ""}}, "a")), Want::absent);
  EXPECT_EQ(verdict(judge_rendered("length", {{"min", "{{n}}"}}, {{"min", "many"}}, "a")), Want::not_judged);
  EXPECT_EQ(verdict(judge_rendered("length", {{"min", 1}, {"unit", "{{u}}"}}, {{"min", 1}, {"unit", "pages"}}, "a")), Want::not_judged);
}

struct Refused { const char* name; const char* kind; Json options; const char* complaint; };

TEST(Options, BadOnesAreRefusedWhenTheMetricIsMade) {
  const Refused rows[] = {
      {"unknown kind", "exakt", Json::object(), "there is no metric \"exakt\", did you mean \"exact\"?"},
      {"unknown option", "exact", {{"tagret", "x"}}, "unknown option \"tagret\", did you mean \"target\"?"},
      {"unknown common option", "regex", {{"pattern", "x"}, {"negat", true}}, "did you mean \"negate\"?"},
      {"no map", "exact", Json::array(), "its options should be a map"},
      {"flag", "exact", {{"case_sensitive", "maybe"}}, "option \"case_sensitive\" is \"maybe\", but should be true or false"},
      {"text", "exact", {{"target", Json::object()}}, "option \"target\" is {}, but should be text or a list of texts"},
      {"tolerance", "number", {{"tolerance", "1 percent"}}, "should be a number >= 0 or a share such as \"1%\""},
      {"negative tolerance", "number", {{"tolerance", -1}}, "should be a number >= 0"},
      {"word", "number", {{"take", "second"}}, "should be one of: last first only"},
      {"reference without a number", "number", {{"target", "many"}}, "no numbers in the target \"many\""},
      {"units", "number", {{"units", 5}}, "units should be a name"},
      {"contains nothing", "contains", {{"words", true}}, "needs one of the options any, all, none"},
      {"regex nothing", "regex", Json::object(), "needs one of the options pattern, none"},
      {"length nothing", "length", Json::object(), "needs one of the options min, max"},
      {"broken pattern", "regex", {{"pattern", "(a"}}, "missing ): (a in \"(a\""},
      {"huge pattern", "regex", {{"none", "(\\pL{1,900}){1,900}"}}, "invalid repetition size"},
      {"large pattern", "regex", {{"none", "\\pL{1,400}"}}, "pattern too large"},
      {"broken schema", "json", {{"schema", {{"type", "objekt"}}}}, "invalid schema"},
      {"schema no JSON", "json", {{"schema", "{"}}, "the schema is no JSON"},
      {"too many options", "choice", {{"options", std::vector<std::string>(27, "x")}}, "more than 26 options need labels"},
  };
  for (const auto& row : rows) {
    const auto text = complaint(spec(row.kind, row.options));
    EXPECT_NE(text.find(row.complaint), text.npos) << row.name << ": " << text;
    EXPECT_TRUE(text.starts_with("suite.yaml:9:5 metrics[0]: metric ")) << row.name << ": " << text;
  }
}

TEST(Options, TemplatesAreTakenOnTrust) {
  EXPECT_EQ(complaint(spec("number", {{"target", "{{answer}}"}, {"tolerance", "{{t}}"}})), "(accepted)");
  EXPECT_EQ(complaint(spec("json", {{"fields", {{"a", "{{a}}"}}}, {"schema", "{{schema}}"}})), "(accepted)");
}

TEST(Table, EveryRowMakesItsMetricAndSaysWhatItIs) {
  for (const auto& row : metric_table()) EXPECT_FALSE(row.summary.empty()) << row.kind;
  EXPECT_EQ(metric_table().size(), 7u);
}

}  // namespace
}  // namespace shortlist::test
