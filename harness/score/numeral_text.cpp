// prepare_numerals: the spelling that find_numerals reads.
#include <re2/re2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "harness/score/numerals.hpp"
#include "harness/score/text.hpp"

namespace shortlist {
namespace {

void append(std::string& out, UChar32 c) { icu::UnicodeString(c).toUTF8String(out); }

/// ⁵ -> 5; -1: no superscript.
int superscript(UChar32 c) {
  if (c == 0xB9) return 1;
  if (c == 0xB2 || c == 0xB3) return c - 0xB0;
  return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? c - 0x2070 : -1;
}
bool vulgar_fraction(UChar32 c) {
  return (c >= 0xBC && c <= 0xBE) || (c >= 0x2150 && c <= 0x215E) || c == 0x2189;
}
bool superscript_minus(UChar32 c) { return c == 0x207B; }

/// What the normalisation would make worse: exponents, fractions, line ends, digits of other scripts.
std::string unfolded(std::string_view text) {
  std::string out;
  bool raised = false;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    const int power = superscript(c);
    const bool now_raised = power >= 0 || superscript_minus(c);
    if (now_raised && !raised) out += '^';
    raised = now_raised;
    if (power >= 0)
      out += static_cast<char>('0' + power);
    else if (superscript_minus(c))
      out += '-';
    else if (c == '\n' || c == '\r')
      out += " ; ";
    else if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER)
      out += static_cast<char>('0' + u_charDigitValue(c));
    else if (vulgar_fraction(c))
      out += ' ', append(out, c);
    else
      append(out, c);
  }
  return out;
}

void plain_latex(std::string& text) {
  if (text.find_first_of("\\{") == text.npos) return;
  static const re2::RE2 fraction(R"(\\[dt]?frac\s*\{\s*(-?[\d.,]+)\s*\}\s*\{\s*([\d.,]+)\s*\})");
  static const re2::RE2 worded(R"(\\(?:text|textbf|mathrm|mathbf)\s*\{([^{}]*)\})");
  static const re2::RE2 escaped(R"(\\([%$]))"), spaced(R"(\\[,;: ])"), comma(R"(\{,\})");
  static const re2::RE2 times(R"(\\(?:times|cdot)\b\s*)");
  re2::RE2::GlobalReplace(&text, fraction, R"( \1/\2)");
  re2::RE2::GlobalReplace(&text, worded, R"(\1)");
  re2::RE2::GlobalReplace(&text, escaped, R"(\1)");
  re2::RE2::GlobalReplace(&text, spaced, " ");
  re2::RE2::GlobalReplace(&text, comma, ",");
  re2::RE2::GlobalReplace(&text, times, "×");
}

}  // namespace

std::string prepare_numerals(std::string_view text) {
  auto prepared = normalise(unfolded(text), Case::keep);
  plain_latex(prepared);
  return prepared;
}

}  // namespace shortlist
