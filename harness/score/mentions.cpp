#include "harness/score/mentions.hpp"

#include <fmt/format.h>
#include <re2/re2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "harness/score/labels.hpp"
#include "harness/score/pattern.hpp"
#include "harness/score/text.hpp"
#include "harness/score/words.hpp"

namespace shortlist {
namespace {

// What announces the choice that follows it, and what confirms the one before it. (?i) is set.
constexpr std::string_view announcing =
    R"((?:\b(?:answer|choice|option|selection)(?:\s+(?:to|for|of)\s[^.:?!]{0,60})?\s*(?:is|:|=|would be|should be|must be))"
    R"(|\bi(?:'d| would|'ll| will)? (?:choose|pick|select|go with))"
    R"(|(?:réponse|choix|option)(?:\s+(?:correcte|exacte|finale|juste))?\s*(?:est|:|=|serait)|\bje choisis)"
    R"(|(?:정답|답변|답)\s*(?:은|는|:|=)?|\\boxed\{(?:\\text\{)?))"
    R"([\s:*_"'(\[{$\\]*)"
    R"((?:(?:clearly|therefore|thus|probably|most likely|donc|bien|option|choice|letter|l'option|la lettre|the letter)[\s:*_"'(\[{]+)*)";
constexpr std::string_view confirming =
    R"([\s*_"')\]}.:]*(?:(?:is|est)\s+(?:the\s+|la\s+)?(?:correct|right|best|bonne|réponse|answer)|번?\s*(?:이|가)\s*(?:정답|답|맞)))";
constexpr std::string_view denying = R"((?i)(?:\bnot|n't|\bpas|\bnon)[\s*_"'(\[]*$)";

struct Span {
  std::size_t begin, end, choice;
};

bool is_letter(std::string_view text) { return text.size() == 1 && u_isalpha(text.front()); }

/// Answer and choices in one spelling; capitals stay, since "A" may be a label and "a" not.
struct Reading {
  std::string text;
  std::vector<std::string> labels, options;
  std::vector<std::size_t> longest_first;  ///< of options

  Reading(std::string_view answer, const Choices& choices) : text(normalise(answer, Case::keep)) {
    for (const auto& label : choices.labels) labels.push_back(normalise(label, Case::keep));
    for (const auto& option : choices.texts)
      options.push_back(std::string(bare(normalise(option, Case::keep))));
    // Options that are letters themselves are labels in an order of their own.
    if (std::any_of(options.begin(), options.end(), is_letter)) labels = std::exchange(options, {});
    longest_first.resize(options.size());
    std::iota(longest_first.begin(), longest_first.end(), std::size_t{0});
    std::stable_sort(longest_first.begin(), longest_first.end(),
                     [&](auto a, auto b) { return options[a].size() > options[b].size(); });
  }
};

std::optional<std::size_t> whole_answer(const Reading& reading) {
  const auto folded = normalise(reading.text, Case::fold);
  const auto said = bare(folded);
  if (said.empty()) return std::nullopt;
  for (const auto* names : {&reading.options, &reading.labels})
    for (std::size_t i = 0; i < names->size(); ++i)
      if (bare(normalise((*names)[i], Case::fold)) == said) return i;
  return std::nullopt;
}

std::string alternatives(const Reading& reading, bool with_labels) {
  std::string list;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) list += fmt::format("{}{}", list.empty() ? "" : "|", re2::RE2::QuoteMeta(text));
  };
  for (const auto i : reading.longest_first) add(reading.options[i]);
  if (with_labels)
    for (const auto& label : reading.labels) add(label);
  return list;
}

std::optional<std::size_t> choice_at(const Reading& reading, std::size_t begin, std::size_t end) {
  const auto piece = std::string_view(reading.text).substr(begin, end - begin);
  for (const auto i : reading.longest_first)
    if (normalise(piece, Case::fold) == normalise(reading.options[i], Case::fold))
      return begins_word(reading.text, begin) && ends_word(reading.text, end) ? std::optional(i)
                                                                              : std::nullopt;
  for (std::size_t i = 0; i < reading.labels.size(); ++i)
    if (announced_label(reading.text, begin, reading.labels[i])) return i;
  return std::nullopt;
}

/// Calls `take` with each place that the first group of the pattern matches; it returns where to go on.
template <class Take>
void each_match(std::string_view text, const std::string& pattern, Take take) {
  const auto compiled = compile_pattern(pattern, false);
  const auto* re = std::get_if<Pattern>(&compiled);
  if (!re) return;  // options of book length: only labels are looked for
  re2::StringPiece groups[2];
  const re2::StringPiece whole(text.data(), text.size());
  for (std::size_t from = 0; from < text.size();) {
    if (!(*re)->Match(whole, from, text.size(), re2::RE2::UNANCHORED, groups, 2)) return;
    const auto begin = static_cast<std::size_t>(groups[1].data() - text.data());
    from = std::max(from + 1, take(begin, begin + groups[1].size()));
    while (from < text.size() && U8_IS_TRAIL(static_cast<uint8_t>(text[from]))) ++from;
  }
}

std::optional<std::size_t> stated(const Reading& reading) {
  const auto list = alternatives(reading, true);
  if (list.empty()) return std::nullopt;
  std::optional<Span> last;
  const auto take = [&](std::size_t begin, std::size_t end) {
    const auto choice = choice_at(reading, begin, end);
    if (choice && (!last || begin >= last->begin)) last = Span{begin, end, *choice};
    return choice ? end : begin;
  };
  each_match(reading.text, fmt::format("{}({})", announcing, list), take);
  each_match(reading.text, fmt::format("({}){}", list, confirming), take);
  return last ? std::optional(last->choice) : std::nullopt;
}

bool denied(std::string_view text, std::size_t at) {
  static const re2::RE2 pattern{re2::StringPiece(denying.data(), denying.size())};
  const auto from = at < 12 ? 0 : at - 12;
  return found_in(pattern, text.substr(from, at - from));
}

std::vector<Span> named_options(const Reading& reading) {
  std::vector<Span> spans;
  const auto list = alternatives(reading, false);
  if (list.empty()) return spans;
  each_match(reading.text, fmt::format("({})", list), [&](std::size_t begin, std::size_t end) {
    const auto piece = normalise(std::string_view(reading.text).substr(begin, end - begin), Case::fold);
    for (const auto i : reading.longest_first) {
      if (piece != normalise(reading.options[i], Case::fold)) continue;
      if (!begins_word(reading.text, begin) || !ends_word(reading.text, end)) return begin + 1;
      spans.push_back({begin, end, i});
      return end;
    }
    return begin + 1;
  });
  return spans;
}

}  // namespace

std::string Choices::name(std::size_t index) const {
  if (texts.empty()) return labels.at(index);
  return fmt::format("{} ({})", labels.at(index), texts.at(index));
}

std::set<std::size_t> named_choices(std::string_view answer, const Choices& choices) {
  const Reading reading(answer, choices);
  if (const auto only = whole_answer(reading)) return {*only};
  if (const auto choice = stated(reading)) return {*choice};
  std::set<std::size_t> named;
  auto rest = reading.text;  // without the options, so that "vitamin A" names no A
  for (const auto& span : named_options(reading)) {
    if (!denied(reading.text, span.begin)) named.insert(span.choice);
    std::fill(rest.begin() + static_cast<std::ptrdiff_t>(span.begin),
              rest.begin() + static_cast<std::ptrdiff_t>(span.end), ' ');
  }
  for (const auto& [at, label] : marked_labels(rest, reading.labels))
    if (!denied(rest, at)) named.insert(label);
  return named;
}

}  // namespace shortlist
