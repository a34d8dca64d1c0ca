// length: 1 if the answer has at least `min` and at most `max` of `unit` (words, characters, sentences,
// lines, paragraphs; Unicode segmentation, so Korean and French count as people count); else 0. Not judged: a
// bound filled in from an item is no number. Does not apply: both bounds are empty.
#include <fmt/format.h>

#include "harness/score/metrics.hpp"
#include "harness/score/options.hpp"
#include "harness/score/text.hpp"
#include "harness/score/words.hpp"

namespace shortlist {
namespace {

constexpr MetricOption rows[] = {{"unit", OptionKind::word, "words characters sentences lines paragraphs"},
                              {"min", OptionKind::number},
                              {"max", OptionKind::number}};

std::string bounds(std::optional<double> min, std::optional<double> max) {
  if (min && max) return fmt::format("{:g} to {:g}", *min, *max);
  return min ? fmt::format("at least {:g}", *min) : fmt::format("at most {:g}", max.value_or(0));
}

class Length : public Metric {
 public:
  std::optional<Judgement> judge(const Json& check, const Item&, const Completion& answer) const override {
    if (!has(check, "min") && !has(check, "max")) return std::nullopt;
    const auto min = number_option(check, "min"), max = number_option(check, "max");
    if (has(check, "min") != min.has_value() || has(check, "max") != max.has_value())
      return not_judged("min or max is no number");
    const auto name = text_option(check, "unit").value_or("words");
    const auto unit = text_unit(name);
    if (!unit) return not_judged(fmt::format("there is no unit {}", excerpt(name)));
    const auto n = static_cast<double>(count(judged_text(answer.text), *unit));
    const bool right = n >= min.value_or(n) && n <= max.value_or(n);
    return Judgement{right ? 1.0 : 0.0, fmt::format("{} {}, wanted {}", n, name, bounds(min, max)), false};
  }
};

}  // namespace

std::unique_ptr<Metric> make_length(const MetricSpec& spec) {
  check_options(spec, rows);
  if (!spec.options.contains("min") && !spec.options.contains("max"))
    refuse(spec, "needs one of the options min, max");
  return std::make_unique<Length>();
}

}  // namespace shortlist
