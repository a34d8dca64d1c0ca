// choice: 1 if the answer chooses the target (a label or an option's text); else 0. How a choice is found:
// mentions.hpp. No choice, or two without a phrase that decides: 0 and unparsable. Not judged: the target is
// none of the choices. Does not apply: no target.
#include <fmt/format.h>

#include <algorithm>

#include "harness/score/mentions.hpp"
#include "harness/score/metrics.hpp"
#include "harness/score/options.hpp"
#include "harness/score/text.hpp"

namespace shortlist {
namespace {

constexpr MetricOption rows[] = {
    {"target", OptionKind::texts}, {"options", OptionKind::texts}, {"labels", OptionKind::texts}};
constexpr std::size_t letters_max = 26;
constexpr std::size_t letters_without_options = 10;  ///< A to J, unless the target lies beyond

std::vector<std::string> letters(std::size_t n) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < std::min(n, letters_max); ++i)
    labels.emplace_back(1, static_cast<char>('A' + i));
  return labels;
}

std::optional<std::size_t> resolve(const std::string& target, const Choices& choices) {
  for (const auto* names : {&choices.texts, &choices.labels})
    for (std::size_t i = 0; i < names->size(); ++i)
      if (same_text(target, (*names)[i], Case::fold)) return i;
  return std::nullopt;
}

Choices read_choices(const Json& check, const std::vector<std::string>& wanted) {
  Choices choices{texts_option(check, "labels"), texts_option(check, "options")};
  if (!choices.labels.empty()) return choices;
  choices.labels = letters(choices.texts.empty() ? letters_without_options : choices.texts.size());
  const auto known = [&](const auto& target) { return resolve(target, choices).has_value(); };
  if (choices.texts.empty() && !std::all_of(wanted.begin(), wanted.end(), known))
    choices.labels = letters(letters_max);
  return choices;
}

std::string names(const Choices& choices, const std::set<std::size_t>& indices) {
  std::string list;
  for (const auto i : indices) list += fmt::format("{}{}", list.empty() ? "" : " and ", choices.name(i));
  return excerpt(list);
}

class Choice : public Metric {
 public:
  std::optional<Judgement> judge(const Json& check, const Item& item,
                                 const Completion& answer) const override {
    const auto wanted = targets(check, item);
    if (wanted.empty()) return std::nullopt;
    const auto choices = read_choices(check, wanted);
    if (!choices.texts.empty() && choices.texts.size() != choices.labels.size())
      return not_judged(
          fmt::format("{} options, but {} labels", choices.texts.size(), choices.labels.size()));
    std::set<std::size_t> right;
    for (const auto& target : wanted) {
      const auto index = resolve(target, choices);
      if (!index) return not_judged(fmt::format("the target {} is none of the choices", excerpt(target)));
      right.insert(*index);
    }
    return compare(choices, right, named_choices(judged_text(answer.text), choices), answer.text);
  }

 private:
  static Judgement compare(const Choices& choices, const std::set<std::size_t>& right,
                           const std::set<std::size_t>& named, const std::string& answer) {
    if (named.empty()) return unparsable(fmt::format("no choice in {}", excerpt(answer)));
    if (named.size() > 1) return unparsable(fmt::format("names {}", names(choices, named)));
    if (right.contains(*named.begin())) return {1.0, fmt::format("chose {}", names(choices, named)), false};
    return {0.0, fmt::format("expected {}, chose {}", names(choices, right), names(choices, named)), false};
  }
};

}  // namespace

std::unique_ptr<Metric> make_choice(const MetricSpec& spec) {
  check_options(spec, rows);
  const auto* options = literal(spec, "options");
  if (options && !spec.options.contains("labels") && options->size() > letters_max)
    refuse(spec, fmt::format("more than {} options need labels of their own", letters_max));
  return std::make_unique<Choice>();
}

}  // namespace shortlist
