// Input: a metric's kind, its options (JSON, with "{{x}}" for what an item fills in), the item's fields (JSON), its
// target, a line each; then the answer. Options are complained of; an answer never is: it is judged from 0 to 1.
#include <algorithm>

#include "harness/score/score.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

/// As datasets/check_template.hpp fills options in: the field's own value, null where it is missing.
Json filled(const Json& option, const Json& fields) {
  if (option.is_string()) {
    const auto& text = option.get_ref<const std::string&>();
    if (!text.starts_with("{{") || !text.ends_with("}}") || text.size() < 5) return option;
    return fields.value(text.substr(2, text.size() - 4), Json());
  }
  Json out = option;
  if (out.is_structured())
    for (Json& inner : out) inner = filled(inner, fields);
  return out;
}

bool deeper_than(std::size_t most, const Json& value) {
  if (!value.is_structured()) return false;
  return most == 0 || std::any_of(value.begin(), value.end(), [&](const Json& v) { return deeper_than(most - 1, v); });
}

/// As readers of files give it: nested 64 deep at most. A text inside may hold anything.
Json object_in(std::string_view line) {
  Json value = Json::parse(line, nullptr, false);
  return value.is_object() && !deeper_than(64, value) ? value : Json();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = text_of(data, size);
  MetricSpec spec;
  spec.kind = spec.name = take_line(rest);
  spec.where = "suite.yaml:9:5";
  spec.options = object_in(take_line(rest));
  const Json fields = object_in(take_line(rest));
  if (!spec.options.is_object() || !fields.is_object()) return 0;
  Item item;
  item.target = take_line(rest);
  Completion answer;
  answer.text = rest;
  std::unique_ptr<Metric> metric;
  if (!accepts([&] { metric = make_metric(spec); })) return 0;
  const auto judgement = metric->judge(filled(spec.options, fields), item, answer);
  if (!judgement) return 0;
  const double value = judgement->value.value_or(0);
  require(value >= 0 && value <= 1, "a score is from 0 to 1");
  require(!judgement->reason.empty(), "a score has its reason");
  return 0;
}
