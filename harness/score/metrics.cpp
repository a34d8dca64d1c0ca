#include "harness/score/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/score/options.hpp"
#include "harness/score/score.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

/// Turns a metric round. An answer that could not be read stays at 0: saying nothing is not saying no.
class Negated : public Metric {
 public:
  explicit Negated(std::unique_ptr<Metric> inner) : inner_(std::move(inner)) {}
  std::optional<Judgement> judge(const Json& check, const Item& item,
                                 const Completion& answer) const override {
    auto judgement = inner_->judge(check, item, answer);
    if (!judgement || !flag_option(check, "negate", false)) return judgement;
    if (judgement->value && !judgement->unparsable) judgement->value = 1 - *judgement->value;
    judgement->reason = "negated: " + judgement->reason;
    return judgement;
  }

 private:
  std::unique_ptr<Metric> inner_;
};

template <std::unique_ptr<Metric> (*make)(const MetricSpec&)>
std::unique_ptr<Metric> with_negate(const MetricSpec& spec) {
  auto metric = make(spec);
  if (!spec.options.contains("negate")) return metric;
  return std::make_unique<Negated>(std::move(metric));
}

constexpr std::array<MetricRow, 7> rows{{
    {"exact", "the whole answer equals the target, or one of several", with_negate<make_exact>},
    {"contains", "the answer holds any, all or none of some texts", with_negate<make_contains>},
    {"regex", "a regular expression (RE2) is found in the answer, or is not", with_negate<make_regex>},
    {"choice", "the letter or option that the answer chooses", with_negate<make_choice>},
    {"number", "the number that the answer gives, within a tolerance", with_negate<make_number>},
    {"json", "the JSON in the answer: valid, by a schema, by fields", with_negate<make_json>},
    {"length", "words, characters, sentences, lines or paragraphs within bounds", with_negate<make_length>},
}};

}  // namespace

std::span<const MetricRow> metric_table() { return rows; }

std::unique_ptr<Metric> make_metric(const MetricSpec& spec) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.kind == spec.kind; });
  if (row != rows.end()) return row->make(spec);
  std::vector<std::string_view> kinds;
  for (const MetricRow& known : rows) kinds.push_back(known.kind);
  refuse(spec, fmt::format("there is no metric \"{}\"{}", spec.kind, did_you_mean(spec.kind, kinds)));
}

}  // namespace shortlist
