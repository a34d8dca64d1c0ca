// number: 1 if the number that the answer gives is the target's, within `tolerance` (absolute, or "1%" of the
// target); else 0. What a number is: numerals.hpp. Which one counts: answer_number.hpp; where the answer
// marks none, the last one, or by `take` the first, or the only one. `units` are preferred to numbers
// without: a name, a list, or a map of factors to the target's unit ({km: 1, m: 0.001}). No number in the
// answer: 0 and unparsable. Not judged: not exactly one number in the target, or a broken tolerance. Does not
// apply: no target.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/score/answer_number.hpp"
#include "harness/score/metrics.hpp"
#include "harness/score/numerals.hpp"
#include "harness/score/options.hpp"
#include "harness/score/text.hpp"
#include "harness/score/words.hpp"

namespace shortlist {
namespace {

constexpr MetricOption rows[] = {{"target", OptionKind::texts},
                              {"tolerance", OptionKind::tolerance},
                              {"units", OptionKind::json},
                              {"take", OptionKind::word, "last first only"},
                              {"decimal", OptionKind::word, "either point comma"}};

struct Unit {
  std::string name;
  double factor;
};

std::vector<Unit> read_units(const Json& check) {
  std::vector<Unit> units;
  const auto add = [&](const std::string& name, double factor) {
    if (auto text = normalise(name, Case::keep); !text.empty()) units.push_back({std::move(text), factor});
  };
  if (check.contains("units") && check["units"].is_object()) {
    for (const auto& [name, factor] : check["units"].items())
      add(name, factor.is_number() ? factor.get<double>() : 1);
  } else {
    for (const auto& name : texts_option(check, "units")) add(name, 1);
  }
  return units;
}

Decimal read_decimal(const Json& check) {
  const auto name = text_option(check, "decimal").value_or("either");
  return name == "comma" ? Decimal::comma : name == "point" ? Decimal::point : Decimal::either;
}

const Unit* unit_of(const Found& found, const Numeral& number, const std::vector<Unit>& units) {
  const std::string_view text = found.text;
  const auto behind = number.end + text.substr(number.end).starts_with(' ');
  for (const auto& unit : units) {
    const auto end = behind + unit.name.size();
    if (text.substr(behind).starts_with(unit.name) && ends_word(text, end)) return &unit;
    if (text.substr(number.begin, number.end - number.begin).find(unit.name) != text.npos)
      return &unit;  // "$5", "5%"
    if (text.substr(0, number.begin).ends_with(unit.name)) return &unit;
  }
  return nullptr;
}

/// Only the numbers with a unit, in the target's unit, if there are any; else all.
void prefer_units(Found& found, const std::vector<Unit>& units) {
  std::vector<Numeral> with;
  for (auto number : found.numbers) {
    const auto* unit = unit_of(found, number, units);
    if (!unit) continue;
    number.value *= unit->factor;
    if (unit->factor != 1) number.exact.clear();
    with.push_back(std::move(number));
  }
  if (!with.empty()) found.numbers = std::move(with);
}

struct Reference {
  Numeral number;
  std::string shown;
};

std::variant<std::vector<Reference>, std::string> references(const Json& check, const Item& item,
                                                             Decimal decimal) {
  std::vector<Reference> list;
  const bool written_as_number = check.contains("target") && check["target"].is_number();
  for (const auto& target : targets(check, item)) {
    const auto found = find_in(target, written_as_number ? Decimal::point : decimal);
    if (found.numbers.size() != 1)
      return fmt::format("{} numbers in the target {}", found.numbers.empty() ? "no" : "several",
                         excerpt(target));
    list.push_back({found.numbers.front(), found.shown(found.numbers.front())});
  }
  return list;
}

class Number : public Metric {
 public:
  std::optional<Judgement> judge(const Json& check, const Item& item,
                                 const Completion& answer) const override {
    if (targets(check, item).empty()) return std::nullopt;
    const auto decimal = read_decimal(check);
    const auto wanted = references(check, item, decimal);
    if (const auto* error = std::get_if<std::string>(&wanted)) return not_judged(*error);
    const auto tolerance = tolerance_option(check);
    if (!tolerance) return not_judged("the tolerance is neither a number >= 0 nor a share such as \"1%\"");
    auto found = answer_numbers(judged_text(answer.text), decimal);
    if (found.numbers.empty()) return unparsable(fmt::format("no number in {}", excerpt(answer.text)));
    prefer_units(found, read_units(check));
    const auto take = text_option(check, "take").value_or("last");
    if (take == "only" && differ(found.numbers))
      return unparsable(fmt::format("several numbers in {}", excerpt(answer.text)));
    return compare(found, take == "first" ? found.numbers.front() : found.numbers.back(), std::get<0>(wanted),
                   *tolerance);
  }

 private:
  static bool differ(const std::vector<Numeral>& numbers) {
    return std::any_of(numbers.begin(), numbers.end(),
                       [&](const auto& n) { return !same_number(n, numbers.front(), 0); });
  }
  static Judgement compare(const Found& found, const Numeral& number, const std::vector<Reference>& wanted,
                           Tolerance tolerance) {
    for (const auto& reference : wanted)
      if (same_number(number, reference.number, tolerance.around(reference.number.value)))
        return {1.0, fmt::format("found {}", excerpt(found.shown(number))), false};
    return {0.0,
            fmt::format("expected {}, found {}", excerpt(wanted.front().shown), excerpt(found.shown(number))),
            false};
  }
};

void check_units(const MetricSpec& spec) {
  const auto* units = literal(spec, "units");
  if (!units || units->is_string()) return;
  const auto right = [&](const Json& u) { return units->is_object() ? u.is_number() : u.is_string(); };
  if (!units->is_structured() || !std::all_of(units->begin(), units->end(), right))
    refuse(spec, "units should be a name, a list of names, or a map of names to factors");
}

void check_target(const MetricSpec& spec) {
  const auto* target = literal(spec, "target");
  if (!target) return;
  const auto wanted = references({{"target", *target}}, {}, read_decimal(spec.options));
  if (const auto* error = std::get_if<std::string>(&wanted)) refuse(spec, *error);
}

}  // namespace

std::unique_ptr<Metric> make_number(const MetricSpec& spec) {
  check_options(spec, rows);
  check_units(spec);
  check_target(spec);
  return std::make_unique<Number>();
}

}  // namespace shortlist
