#include "harness/score/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "harness/score/words.hpp"

namespace shortlist {
namespace {

struct Same { const char* name; std::string a, b; bool equal; };

TEST(Text, SameOrNot) {
  const Same rows[] = {
      {"case", "Paris", "pARIS", true},
      {"accents differ", "ete", "été", false},
      {"composed and decomposed accents", "\u00e9t\u00e9", "e\u0301te\u0301", true},
      {"composed and decomposed Hangul", "서울", "\u1109\u1165\u110b\u116e\u11af", true},
      {"compatibility jamo", "\u3131", "\u1100", true},
      {"full-width", "１２３Ａ", "123a", true},
      {"no-break spaces", "10\u00a0000\u202f€", "10 000 €", true},
      {"French apostrophe", "l\u2019école", "l'école", true},
      {"acute accent as apostrophe", "l\u00b4école", "l'école", true},
      {"ligature", "cœur", "coeur", true},
      {"guillemets around", "« Paris »", "Paris", true},
      {"typographic quotes around", "\u201cParis\u201d", "Paris", true},
      {"emphasis around", "**Paris**", "Paris", true},
      {"heading", "# Paris", "Paris", true},
      {"full stop", "Paris.", "Paris", true},
      {"Korean full stop and brackets", "「서울」。", "서울", true},
      {"zero-width space", "Par\u200bis", "Paris", true},
      {"soft hyphen", "Par\u00adis", "Paris", true},
      {"white space", " a\t\n b ", "a b", true},
      {"dash kinds", "2010\u20132020", "2010-2020", true},
      {"sharp s", "STRASSE", "straße", true},
      {"minus stays", "-5", "5", false},
      {"plus stays", "C++", "C", false},
      {"sharp stays", "C#", "C", false},
      {"per cent stays", "5%", "5", false},
      {"marks alone are compared as they are", "?", "!", false},
      {"inner words", "New York", "NewYork", false},
      {"nothing", "", "...", false},
  };
  for (const auto& row : rows) EXPECT_EQ(same_text(row.a, row.b, Case::fold), row.equal) << row.name;
}

TEST(Text, CaseKept) {
  EXPECT_FALSE(same_text("Paris", "paris", Case::keep));
  EXPECT_TRUE(same_text("Ｐaris!", "Paris", Case::keep));
}

TEST(Text, JudgedTextIsBoundedAndValid) {
  std::string huge(3 * judged_bytes_max, 'a');
  for (std::size_t i = 0; i + 2 < huge.size(); i += 3) huge.replace(i, 3, "\xEA\xB0\x80");   // 가
  const auto judged = judged_text(huge);
  EXPECT_LE(judged.size(), judged_bytes_max + 1);
  EXPECT_EQ(judged.find("\xEF\xBF\xBD"), judged.npos) << "no character is cut in two";
  EXPECT_EQ(judged_text("a\xFF\xFE" "b"), "a\uFFFD\uFFFD" "b");
  EXPECT_EQ(judged_text(std::string("a\0b", 3)), std::string("a\0b", 3));
}

TEST(Text, ExcerptIsOneShortLine) {
  EXPECT_EQ(excerpt("one\ntwo"), "\"one two\"");
  EXPECT_EQ(excerpt(std::string(100, 'x'), 5), "\"xxxxx...\"");
  EXPECT_EQ(excerpt("서울특별시", 2), "\"서울...\"");
  EXPECT_EQ(excerpt(std::string_view("abé").substr(0, 3)), "\"ab\uFFFD\"");   // what follows a view is none of its own
}

std::string any_text() {
  // Bytes, with the interesting code points far more often than chance gives them.
  static const std::string pieces[] = {"\u200b", "\u0301", "\u00b4", "\u00bd", "\u2019", "\u1100", "\u1161", "\u3164", "ﬁ", "İ", "ß", "«", "\u00a0", "\0", "\n", "œ", "가", "\xED\xA0\x80", "\xFF", "A", "'", "1", "５"};
  const auto bytes = *rc::gen::arbitrary<std::string>();
  std::string text;
  for (const char c : bytes) text += static_cast<unsigned char>(c) % 2 ? std::string(1, c) : pieces[static_cast<unsigned char>(c) / 2 % std::size(pieces)];
  return text;
}

/// The same in full-width characters, which are ASCII once normalised.
std::string full_width(const std::string& ascii) {
  std::string out;
  for (const char c : ascii) {
    if (c <= ' ' || c == 0x7f) out += c;
    else out += {'\xEF', static_cast<char>(c < 0x60 ? 0xBC : 0xBD), static_cast<char>(0x80 + (c - 0x20) % 0x40)};
  }
  return out;
}

RC_GTEST_PROP(Text, AsciiIsNormalisedLikeAllElse, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::map(rc::gen::inRange(1, 0x80), [](int c) { return static_cast<char>(c); }));
  for (const Case letters : {Case::fold, Case::keep})
    RC_ASSERT(normalise(text, letters) == normalise(full_width(text), letters));
}

RC_GTEST_PROP(Text, NormaliseIsIdempotent, ()) {
  const auto text = any_text();
  for (const auto letters : {Case::fold, Case::keep}) {
    const auto once = normalise(text, letters);
    RC_ASSERT(normalise(once, letters) == once);
  }
}

RC_GTEST_PROP(Text, BareIsIdempotentAndInside, ()) {
  const auto text = normalise(any_text(), Case::fold);
  const auto once = bare(text);
  RC_ASSERT(bare(once) == once);
  RC_ASSERT(text.find(once) != text.npos);
}

struct Counted { const char* name; std::string text; TextUnit unit; std::size_t n; };

TEST(Words, Counts) {
  const Counted rows[] = {
      {"English words", "It's a well-known fact, isn't it?", TextUnit::words, 7},
      {"French words", "L\u2019école d'été n'est pas finie !", TextUnit::words, 5},
      {"Korean words are as spaced", "나는 어제 학교에 갔습니다.", TextUnit::words, 4},
      {"no words", " ... !? ", TextUnit::words, 0},
      {"Korean characters, decomposed", "\u1112\u1161\u11ab\u1100\u1173\u11af", TextUnit::characters, 2},
      {"French characters, decomposed", "e\u0301te\u0301", TextUnit::characters, 3},
      {"family emoji is one", "👨‍👩‍👧!", TextUnit::characters, 2},
      {"line ends are no characters", "ab\r\nc\n", TextUnit::characters, 3},
      {"sentences", "One. Two! Three?", TextUnit::sentences, 3},
      {"Korean sentences", "안녕하세요. 반갑습니다.", TextUnit::sentences, 2},
      {"lines", "a\n\n b\r\n \nc", TextUnit::lines, 3},
      {"paragraphs", "a\nb\n\n\nc\n", TextUnit::paragraphs, 2},
      {"nothing", "", TextUnit::lines, 0},
      {"broken bytes", "a \xFF b", TextUnit::words, 2},
  };
  for (const auto& row : rows) EXPECT_EQ(count(row.text, row.unit), row.n) << row.name;
}

struct Sought { const char* name; std::string text, word; bool found; };

TEST(Words, WholeWords) {
  const Sought rows[] = {
      {"whole", "the cat sat", "cat", true},
      {"inside", "concatenate", "cat", false},
      {"second place", "cats and a cat", "cat", true},
      {"at the ends", "cat", "cat", true},
      {"elided", "l'école", "école", true},
      {"hyphen", "well-known", "known", true},
      {"Korean particle", "수도는 서울입니다", "서울", true},
      {"Korean particle behind Latin", "정답은 Paris는", "Paris", true},
      {"Korean compound", "서울역에서", "서울", false},
      {"number with decimals", "4.5", "4", false},
      {"number with thousands", "1,234", "1", false},
      {"number at the end", "it is 4.", "4", true},
      {"number before", "3.14", "14", false},
      {"symbols have no words", "a+b", "+", true},
  };
  for (const auto& row : rows) EXPECT_EQ(find_words(row.text, row.word) != std::string::npos, row.found) << row.name;
}

}  // namespace
}  // namespace shortlist
