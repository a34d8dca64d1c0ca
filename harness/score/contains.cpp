// contains: 1 if the answer holds at least one text of `any`, each of `all` and none of `none`, all
// normalised; else 0. `words: true` counts whole words only (a Korean particle may follow). Not judged:
// never. Does not apply: all three lists are empty.
#include <fmt/format.h>

#include <algorithm>

#include "harness/score/metrics.hpp"
#include "harness/score/options.hpp"
#include "harness/score/text.hpp"
#include "harness/score/words.hpp"

namespace shortlist {
namespace {

constexpr MetricOption rows[] = {{"any", OptionKind::texts},
                              {"all", OptionKind::texts},
                              {"none", OptionKind::texts},
                              {"words", OptionKind::flag},
                              {"case_sensitive", OptionKind::flag}};

struct Searched {
  std::string text;
  Case letters;
  bool words;
  bool holds(const std::string& wanted) const {
    const auto needle = normalise(wanted, letters);
    if (needle.empty()) return true;
    return (words ? find_words(text, needle) : text.find(needle)) != std::string::npos;
  }
};

class Contains : public Metric {
 public:
  std::optional<Judgement> judge(const Json& check, const Item&, const Completion& answer) const override {
    const auto any = texts_option(check, "any"), all = texts_option(check, "all"),
               none = texts_option(check, "none");
    if (any.empty() && all.empty() && none.empty()) return std::nullopt;
    const auto letters = flag_option(check, "case_sensitive", false) ? Case::keep : Case::fold;
    const Searched in{normalise(judged_text(answer.text), letters), letters,
                      flag_option(check, "words", false)};
    const auto holds = [&](const std::string& wanted) { return in.holds(wanted); };
    for (const auto& wanted : all)
      if (!holds(wanted)) return Judgement{0.0, fmt::format("lacks {}", excerpt(wanted)), false};
    for (const auto& unwanted : none)
      if (holds(unwanted)) return Judgement{0.0, fmt::format("holds {}", excerpt(unwanted)), false};
    if (!any.empty() && std::none_of(any.begin(), any.end(), holds))
      return Judgement{
          0.0, fmt::format("holds none of {} texts, such as {}", any.size(), excerpt(any.front())), false};
    return Judgement{1.0, "holds what it should", false};
  }
};

}  // namespace

std::unique_ptr<Metric> make_contains(const MetricSpec& spec) {
  check_options(spec, rows);
  const auto& options = spec.options;
  if (!options.contains("any") && !options.contains("all") && !options.contains("none"))
    refuse(spec, "needs one of the options any, all, none");
  return std::make_unique<Contains>();
}

}  // namespace shortlist
