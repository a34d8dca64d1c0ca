#include "harness/score/answer_number.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace shortlist {
namespace {

constexpr std::size_t phrases_tried_max = 16;  ///< from the last one back
constexpr std::size_t line_bytes = 200;        ///< looked at behind a mark

/// The content of the last \boxed{...}, or nothing.
std::string_view boxed(std::string_view text) {
  constexpr std::string_view opening = "\\boxed{";
  const auto at = text.rfind(opening);
  if (at == text.npos) return {};
  const auto begin = at + opening.size();
  for (std::size_t i = begin, depth = 1; i < text.size(); ++i) {
    depth += text[i] == '{';
    if (text[i] == '}' && --depth == 0) return text.substr(begin, i - begin);
  }
  return {};
}

/// What stands behind a mark on its line, if that begins with a number.
Found number_behind(std::string_view text, std::size_t at, Decimal decimal) {
  const auto rest = text.substr(at);
  auto found = find_in(rest.substr(0, std::min(rest.find('\n'), line_bytes)), decimal);
  if (found.numbers.empty() || found.text.find_first_not_of(" *_:=~(\"'`$\\") < found.numbers.front().begin)
    return {};
  found.numbers.resize(1);
  return found;
}

std::string_view behind(const Found& found) {
  const auto rest = std::string_view(found.text).substr(found.numbers.front().end);
  return rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
}

Found marked_line(std::string_view text, Decimal decimal) {
  const auto at = text.rfind("####");
  if (at == text.npos) return {};
  auto found = number_behind(text, at + 4, decimal);
  if (found.numbers.empty()) return {};
  const auto rest = behind(found);
  const bool heading = rest.size() > 2 && std::string_view(".:)").find(rest[0]) != rest.npos;
  return heading ? Found{} : found;
}

bool begins_sum(std::string_view rest) {
  constexpr std::array<std::string_view, 7> operators{"+", "-", "*", "/", "=", "×", "÷"};
  for (const auto sign : operators)
    if (rest.starts_with(sign)) return !rest.starts_with("**");  // emphasis
  return false;
}

Found stated(std::string_view text, Decimal decimal) {
  static const re2::RE2 phrase(
      R"((?i)(?:\banswer\s*(?:is|was|:|=)|\br(?:é|e\x{301})ponse(?:\s+(?:finale|correcte))?\s*(?:est|:|=)|(?:정답|답)\s*(?:은|는|:|=)))");
  re2::StringPiece rest(text.data(), text.size());
  std::vector<std::size_t> ends;
  while (re2::RE2::FindAndConsume(&rest, phrase)) ends.push_back(text.size() - rest.size());
  for (std::size_t n = 0; n < std::min(ends.size(), phrases_tried_max); ++n) {
    auto found = number_behind(text, ends[ends.size() - 1 - n], decimal);
    if (!found.numbers.empty() && !begins_sum(behind(found))) return found;
  }
  return {};
}

}  // namespace

Found find_in(std::string_view raw, Decimal decimal) {
  Found found{{}, prepare_numerals(raw)};
  found.numbers = find_numerals(found.text, decimal);
  return found;
}

Found answer_numbers(std::string_view raw, Decimal decimal) {
  if (auto found = find_in(boxed(raw), decimal); !found.numbers.empty()) return found;
  for (const auto marked : {marked_line, stated})
    if (auto found = marked(raw, decimal); !found.numbers.empty()) return found;
  return find_in(raw, decimal);
}

}  // namespace shortlist
