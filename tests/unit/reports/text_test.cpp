#include "reports/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reports/html.hpp"
#include "reports/numbers.hpp"

namespace shortlist {
namespace {

struct Shown {
  const char* name;
  std::string text, want;
};

TEST(Visible, NothingHides) {
  const Shown rows[] = {
      {"plain", "Élodie 서울 <b>", "Élodie 서울 <b>"},
      {"escape", "\x1b[31mred", "␛[31mred"},
      {"line end", "a\nb", "a␊b"},
      {"NUL", std::string("a\0b", 3), "a␀b"},
      {"delete", "a\x7f", "a␡"},
      {"right to left override", "a\u202eb", "a[U+202E]b"},
      {"isolate", "\u2066x\u2069", "[U+2066]x[U+2069]"},
      {"zero width", "a\u200bb", "a[U+200B]b"},
      {"C1 control", "a\u009bb", "a[U+009B]b"},
      {"tag character", "a\U000E0041", "a[U+E0041]"},
      {"line separator", "a\u2028b", "a[U+2028]b"},
      {"broken bytes", "a\xFF\xC3", "a\uFFFD\uFFFD"},
  };
  for (const auto& row : rows) EXPECT_EQ(visible(row.text), row.want) << row.name;
}

RC_GTEST_PROP(Visible, IsIdempotentAndOneLine, (const std::string& bytes)) {
  const auto once = visible(bytes);
  RC_ASSERT(visible(once) == once);
  for (const char c : once) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

RC_GTEST_PROP(EscapeHtml, LeavesNoMarkup, (const std::string& bytes)) {
  RC_ASSERT(escape_html(visible(bytes)).find_first_of("<>\"'") == std::string::npos);
}

TEST(DisplayWidth, Rows) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("서울"), 4u);
  EXPECT_EQ(display_width("\u1109\u1165\u110b\u116e\u11af"), 4u) << "decomposed Hangul";
  EXPECT_EQ(display_width("e\u0301t"), 2u);
  EXPECT_EQ(display_width("…·"), 2u);
  EXPECT_EQ(pad_right("서울", 6), "서울  ");
  EXPECT_EQ(pad_left("서울", 5), " 서울");
  EXPECT_EQ(pad_right("서울", 1), "서울");
  EXPECT_EQ(shortened("서울특별시", 6), "서울…");
  EXPECT_EQ(shortened("abc", 3), "abc");
}

TEST(Wrapped, BreaksAtSpaces) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrapped("one two three", 0, 2), Lines{"one two three"});
  EXPECT_EQ(wrapped("one two three", 8, 2), (Lines{"one two", "  three"}));
  EXPECT_EQ(wrapped("     one two three", 13, 7), (Lines{"     one two", "       three"}));
  EXPECT_EQ(wrapped("서울 부산 대구", 9, 1), (Lines{"서울 부산", " 대구"})) << "two columns a syllable";
  EXPECT_EQ(wrapped("", 10, 2), Lines{""});
  EXPECT_EQ(wrapped("abcdefghijklmnop x", 10, 2), (Lines{"abcdefghi…", "  x"}));
  EXPECT_EQ(wrapped("x abcdefghijklmnop", 10, 2), (Lines{"x", "  abcdefg…"}));
}

RC_GTEST_PROP(Wrapped, KeepsEveryWordAndTheWidth, ()) {
  const auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{"a", "to", "한글", "lane:"}));
  const auto width = *rc::gen::inRange<std::size_t>(12, 40);
  std::string text, joined;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  for (const auto& line : wrapped(text, width, 3)) {
    RC_ASSERT(display_width(line) <= width);
    joined += (joined.empty() ? "" : " ") + line.substr(std::min(line.find_first_not_of(' '), line.size()));
  }
  RC_ASSERT(joined == text);
}

TEST(Markdown, EscapesWhatItWouldRead) {
  EXPECT_EQ(escape_markdown("a|b *c* _d_ `e` [f](g) <h> #i !j"),
            "a\\|b \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g) &lt;h\\> \\#i \\!j");
}

TEST(Html, TrueMinusOnlyForNumbers) {
  EXPECT_EQ(html_text("-1.2 to +2.2, (-3) gpt-5 x-1"), "−1.2 to +2.2, (−3) gpt-5 x-1");
  EXPECT_EQ(csp_hash("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST(Numbers, DigitsFollowTheInterval) {
  EXPECT_EQ(percent(Estimate{0.841, 0.813, 0.866, 1}), "84.1 %");
  EXPECT_EQ(percent(Estimate{0.609, 0.487, 0.719, 1}), "61 %");
  EXPECT_EQ(percent(Estimate{0.84123, 0.8400, 0.8430, 1}), "84.12 %");
  EXPECT_EQ(percent(Estimate{1, 1, 1, 1}), "100.0 %");
  EXPECT_EQ(percent(std::nullopt), "-");
  EXPECT_EQ(interval(Estimate{0.841, 0.813, 0.866, 1}), "81.3..86.6");
  EXPECT_EQ(points({0.005, -0.012, 0.022, 1}), "+0.5 points, -1.2 .. +2.2");
  EXPECT_EQ(points({-0.0001, -0.05, 0.0, 1}), "+0.0 points, -5.0 .. +0.0") << "no -0.0";
}

TEST(Numbers, TimesAndMoney) {
  const std::pair<double, const char*> times[] = {
      {0, "0 ms"},       {0.84, "0.84 ms"}, {8.44, "8.4 ms"}, {84.4, "84 ms"}, {99.6, "0.10 s"},
      {212.3, "0.21 s"}, {1400, "1.4 s"},   {9949, "9.9 s"},  {9951, "10 s"},  {123456, "123 s"}};
  for (const auto& [ms, want] : times) EXPECT_EQ(seconds_of(ms), want) << ms;
  EXPECT_EQ(seconds(std::nullopt), "-");
  const std::pair<double, const char*> money[] = {
      {0, "0"},       {0.0000112, "0.000011"}, {0.0112, "0.011"}, {0.5, "0.50"},
      {1.92, "1.92"}, {999.999, "1,000"},    {1204.4, "1,204"},
      {999'999'999'999'999.4, "999,999,999,999,999"}, {1e15, "1.00e+15"}, {9.3e18, "9.30e+18"},
      {1.797e308, "1.80e+308"}};
  for (const auto& [value, want] : money) EXPECT_EQ(usd_figure(value), want) << value;
  EXPECT_EQ(usd_figure(std::nullopt), "-");
  EXPECT_EQ(usd(std::nullopt), "unknown");
  EXPECT_EQ(count_text(6480), "6,480");
  EXPECT_EQ(count_text(1234567), "1,234,567");
  EXPECT_EQ(share(0.0004), "<0.1 %");
  EXPECT_EQ(share(0.004), "0.4 %");
  EXPECT_EQ(share(0), "0 %");
}

}  // namespace
}  // namespace shortlist
