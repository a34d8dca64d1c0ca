#include "harness/score/numerals.hpp"

#include <cmath>

#include "tests/unit/score/support.hpp"

namespace shortlist::test {
namespace {

struct Read {
  const char* name;
  std::string text;
  std::vector<double> values;
  Decimal decimal = Decimal::either;
};

void check_reads(std::initializer_list<Read> rows) {
  for (const auto& row : rows) {
    std::vector<double> values;
    const auto text = prepare_numerals(row.text);
    for (const auto& number : find_numerals(text, row.decimal)) {
      values.push_back(number.value);
      EXPECT_LE(number.end, text.size()) << row.name;
    }
    ASSERT_EQ(values.size(), row.values.size()) << row.name << ": " << text;
    for (std::size_t i = 0; i < values.size(); ++i)
      EXPECT_NEAR(values[i], row.values[i], 1e-9 * std::abs(row.values[i])) << row.name << ": " << text;
  }
}

TEST(Numerals, MarksBetweenDigits) {
  check_reads({
      {"plain", "42", {42}},
      {"English thousands", "1,234.5", {1234.5}},
      {"English millions", "1,234,567", {1234567}},
      {"French", "1 234,5", {1234.5}},
      {"French, no-break", "1\u202f234\u00a0567,5", {1234567.5}},
      {"German", "1.234,5", {1234.5}},
      {"German millions", "1.234.567", {1234567}},
      {"Swiss", "1'234'567.5", {1234567.5}},
      {"Swiss, typographic", "1\u2019234", {1234}},
      {"one comma and three digits", "1,234", {1234}},
      {"the same as a decimal comma", "1,234", {1.234}, Decimal::comma},
      {"one comma and two digits", "3,50", {3.5}},
      {"the same where commas list", "3,50", {3, 50}, Decimal::point},
      {"leading zero", "0,123", {0.123}},
      {"one point and three digits", "1.234", {1.234}},
      {"the same as thousands", "1.234", {1234}, Decimal::comma},
      {"list", "1,2,3", {1, 2, 3}},
      {"list with decimals", "1.5,2.5", {1.5, 2.5}},
      {"list with spaces", "1, 2, 3", {1, 2, 3}},
      {"sentence end", "It is 42.", {42}},
      {"sentence comma", "It is 42, not 43.", {42, 43}},
      {"no leading zero", ".5", {0.5}},
      {"lines do not join", "3\n100", {3, 100}},
      {"long first group does not join", "2023 150", {2023, 150}},
      {"two digits do not join", "5 10", {5, 10}},
      {"four digits do not join", "5 1000", {5, 1000}},
      {"version", "1.2.3", {1, 2, 3}},
      {"LaTeX thousands", "1{,}234", {1234}},
      {"LaTeX thin space", "1\\,234", {1234}},
  });
}

TEST(Numerals, SignsPowersFractions) {
  check_reads({
      {"minus", "-5", {-5}},
      {"true minus", "\u22125", {-5}},
      {"en dash", "\u20135", {-5}},
      {"full width", "－５", {-5}},
      {"plus", "+5", {5}},
      {"range", "3-5", {3, 5}},
      {"subtraction", "7 - 5", {7, 5}},
      {"bullet", "- 5", {5}},
      {"minus, currency", "-$5", {-5}},
      {"currency, minus", "$-5", {-5}},
      {"word", "minus 5", {-5}},
      {"French word", "moins 5", {-5}},
      {"Korean word", "영하 5도", {-5}},
      {"date", "2024-01-15", {2024, 1, 15}},
      {"scientific", "1.5e3", {1500}},
      {"scientific, small", "2E-3", {0.002}},
      {"times ten", "3 × 10^8", {3e8}},
      {"times ten, superscript", "3×10⁸", {3e8}},
      {"times ten, minus", "2·10⁻³", {0.002}},
      {"LaTeX", "3 \\times 10^{8}", {3e8}},
      {"power", "2^10", {1024}},
      {"superscript", "10²", {100}},
      {"stars", "3 * 10**2", {300}},
      {"fraction", "3/4", {0.75}},
      {"spaced", "3 / 4", {0.75}},
      {"mixed", "2 1/2", {2.5}},
      {"negative mixed", "-2 1/2", {-2.5}},
      {"half", "½", {0.5}},
      {"one and a half", "1½", {1.5}},
      {"LaTeX fraction", "\\frac{3}{4}", {0.75}},
      {"date with slashes", "3/4/2024", {3, 4, 2024}},
      {"division by zero", "1/0", {1, 0}},
      {"per cent", "25%", {25}},
      {"LaTeX per cent", "25\\%", {25}},
      {"in a word", "H2O and x2", {}},
      {"after Hangul", "총42명", {42}},
      {"unit attached", "5km", {5}},
      {"Arabic digits", "٤٢", {42}},
      {"full-width digits", "４２", {42}},
      {"circled", "③", {3}},
      {"time", "10:30", {10, 30}},
      {"number sign", "No.5", {5}},
  });
}

TEST(Numerals, ScaleWords) {
  check_reads({
      {"만", "3만", {30000}},
      {"만 천", "3만 5천", {35000}},
      {"만천", "2만5천원", {25000}},
      {"억", "1억", {1e8}},
      {"억 만", "1억 2,000만", {1.2e8}},
      {"천만", "5천만", {5e7}},
      {"조 억", "1조 2000억 원", {1.2e12}},
      {"만 and digits", "12만 3456원", {123456}},
      {"만 joined digits", "1만2345", {12345}},
      {"천 백", "3천2백", {3200}},
      {"decimal", "1.5억", {1.5e8}},
      {"decomposed", "3\u1106\u1161\u11ab", {30000}},
      {"pieces, not trillions", "3조각", {3}},
      {"as much as", "5만큼", {5}},
      {"two numbers", "3만 5", {30000, 5}},
      {"thousand", "5 thousand", {5000}},
      {"million", "1.5 million", {1.5e6}},
      {"k", "5k", {5000}},
      {"kg", "5kg", {5}},
      {"milliards", "2 milliards", {2e9}},
      {"French millions", "3,5 millions d'euros", {3.5e6}},
      {"millionaire", "5 millionaires", {5}},
  });
}

const Json t42{{"target", "42"}};

TEST(Number, WhichNumber) {
  const Row rows[] = {
      {"alone", t42, "42", Want::right},
      {"last", t42, "6 times 7 is 42.", Want::right},
      {"last is another", t42, "42 is 6 times 7.", Want::wrong},
      {"first", {{"target", "42"}, {"take", "first"}}, "42 is 6 times 7.", Want::right},
      {"only", {{"target", "42"}, {"take", "only"}}, "42! Yes, 42.", Want::right},
      {"only, two", {{"target", "42"}, {"take", "only"}}, "42 or 43", Want::unparsable},
      {"marked line", t42, "6*7\n#### 42\nThat took 3 steps.", Want::right},
      {"marked line, currency", t42, "#### $42 dollars\n1", Want::right},
      {"headings are no marks", t42, "#### Step 1\nadd\n#### 2. Result\nIt is 42", Want::right},
      {"boxed", t42, "So \\boxed{42} in 3 steps", Want::right},
      {"boxed fraction", {{"target", "3/4"}}, "\\boxed{\\frac{3}{4}} of 12", Want::right},
      {"boxed without a number", t42, "\\boxed{x} = 42", Want::right},
      {"stated, then checked", t42, "The answer is 42. Check: 40 + 2 = 42, in 1 step", Want::right},
      {"stated in bold", t42, "**Answer:** $42, for 3 people", Want::right},
      {"stated as a sum", t42, "The answer is 6 * 7 = 42", Want::right},
      {"stated twice", t42, "The answer is 40. No, the answer is 42 after 2 corrections.", Want::right},
      {"stated in Korean", t42, "정답은 42개이고 3은 아닙니다", Want::right},
      {"stated in French", t42, "La réponse finale est : 42 pour 3 personnes", Want::right},
      {"stated without a number", t42, "The answer is clear: 42", Want::right},
      {"bold", t42, "**42**", Want::right},
      {"none", t42, "forty-two", Want::unparsable},
      {"empty", t42, "", Want::unparsable},
      {"dollars", t42, "$42.00", Want::right},
      {"won", {{"target", 35000}}, "3만 5천 원입니다", Want::right},
      {"Korean sentence", t42, "따라서 정답은 42개입니다.", Want::right},
      {"French sentence", {{"target", "1234,5"}}, "Le total est de 1 234,50 €.", Want::right},
      {"empty target", {{"target", ""}}, "42", Want::absent},
  };
  check_rows("number", rows);
}

TEST(Number, HowNear) {
  const Row rows[] = {
      {"equal as written otherwise", t42, "42.000", Want::right},
      {"off by one", t42, "43", Want::wrong},
      {"absolute tolerance", {{"target", 42}, {"tolerance", 1}}, "43", Want::right},
      {"tolerance as text", {{"target", 42}, {"tolerance", "0.5"}}, "43", Want::wrong},
      {"relative tolerance", {{"target", 200}, {"tolerance", "1%"}}, "198", Want::right},
      {"beyond it", {{"target", 200}, {"tolerance", "1 %"}}, "197.9", Want::wrong},
      {"relative to a negative", {{"target", -200}, {"tolerance", "1%"}}, "-199", Want::right},
      {"rounded third", {{"target", "1/3"}}, "0.33", Want::wrong},
      {"rounded third, tolerated", {{"target", "1/3"}, {"tolerance", 0.01}}, "0.33", Want::right},
      {"digits beyond a double", {{"target", "12345678901234567890"}}, "12345678901234567891", Want::wrong},
      {"the same digits", {{"target", "12345678901234567890"}}, "12,345,678,901,234,567,890", Want::right},
      {"per cent both", {{"target", "25%"}}, "25 %", Want::right},
      {"per cent in the answer", {{"target", 25}}, "25%", Want::right},
      {"per cent as a share", {{"target", 0.25}}, "25 percent", Want::right},
      {"per cent in the target", {{"target", "25%"}}, "0.25", Want::right},
      {"per cent in Korean", {{"target", 25}}, "25퍼센트", Want::right},
      {"too large", t42, std::string(400, '9'), Want::wrong},
      {"one of several", {{"target", {"41", "42"}}}, "42", Want::right},
      {"decimal comma", {{"target", 1.234}, {"decimal", "comma"}}, "1,234", Want::right},
      {"the target itself is JSON", {{"target", 1.234}, {"decimal", "comma"}}, "1.234", Want::wrong},
      {"negated", {{"target", 42}, {"negate", true}}, "43", Want::right},
  };
  check_rows("number", rows);
}

TEST(Number, Units) {
  const Json km{{"target", 5}, {"units", "km"}};
  const Json metres{{"target", 5}, {"units", {{"km", 1}, {"m", 0.001}}}};
  const Row rows[] = {
      {"with unit, not last", km, "5 km in 30 minutes", Want::right},
      {"joined unit", km, "5km in 30 minutes", Want::right},
      {"no unit at all", km, "5", Want::right},
      {"unit in a word", km, "30 kmart 5", Want::right},
      {"converted", metres, "5000 m", Want::right},
      {"converted, wrong", metres, "500 m", Want::wrong},
      {"currency before", {{"target", 5}, {"units", {"$", "€"}}}, "$5 for 3 people", Want::right},
      {"currency after", {{"target", 5}, {"units", {"$", "€"}}}, "5 € pour 3", Want::right},
      {"Korean unit", {{"target", 5}, {"units", "명"}}, "5명이 3개씩", Want::right},
      {"per cent", {{"target", 5}, {"units", "%"}}, "5% of 200", Want::right},
  };
  check_rows("number", rows);
}

TEST(Number, BrokenReferenceIsNotJudged) {
  const Json options{{"target", "{{t}}"}};
  EXPECT_EQ(verdict(judge_rendered("number", options, {{"target", "several"}}, "1")), Want::not_judged);
  EXPECT_EQ(verdict(judge_rendered("number", options, {{"target", "1 or 2"}}, "1")), Want::not_judged);
  EXPECT_EQ(verdict(judge_rendered("number", options, {{"target", "1"}, {"tolerance", "x"}}, "1")),
            Want::not_judged);
  EXPECT_EQ(judge("number", t42, "41")->reason, "expected \"42\", found \"41\"");
}

}  // namespace
}  // namespace shortlist::test
