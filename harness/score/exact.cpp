// exact: 1 if the whole answer is the target, or one of a list of accepted ones, once both are normalised and
// bare of surrounding quotes, sentence marks and emphasis; else 0. Source: exact match as in SQuAD (Rajpurkar
// et al. 2016), with Unicode in place of its English-only rules. Not judged: never. Does not apply: no
// target.
#include <fmt/format.h>

#include "harness/score/metrics.hpp"
#include "harness/score/options.hpp"
#include "harness/score/text.hpp"

namespace shortlist {
namespace {

constexpr MetricOption rows[] = {{"target", OptionKind::texts}, {"case_sensitive", OptionKind::flag}};

class Exact : public Metric {
 public:
  std::optional<Judgement> judge(const Json& check, const Item& item,
                                 const Completion& answer) const override {
    const auto accepted = targets(check, item);
    if (accepted.empty()) return std::nullopt;
    const auto letters = flag_option(check, "case_sensitive", false) ? Case::keep : Case::fold;
    const auto text = judged_text(answer.text);
    for (const auto& target : accepted)
      if (same_text(text, target, letters))
        return Judgement{1.0, fmt::format("is {}", excerpt(target)), false};
    return Judgement{0.0, fmt::format("expected {}, found {}", excerpt(accepted.front()), excerpt(text)),
                     false};
  }
};

}  // namespace

std::unique_ptr<Metric> make_exact(const MetricSpec& spec) {
  check_options(spec, rows);
  return std::make_unique<Exact>();
}

}  // namespace shortlist
