#include "harness/score/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/score/numerals.hpp"

namespace shortlist {
namespace {

std::optional<double> number_of(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto text = prepare_numerals(value.get_ref<const std::string&>());
  const auto numbers = find_numerals(text);
  if (numbers.size() != 1 || numbers[0].begin != 0 || numbers[0].end != text.size() || numbers[0].percent)
    return std::nullopt;
  return numbers[0].value;
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool equal_numbers(double expected, double found, const FieldRules& rules) {
  const double slack = rules.tolerance.around(expected) + 1e-9 * std::abs(expected);
  return expected == found || std::abs(expected - found) <= slack;
}

bool equal(const Json& expected, const Json& found, const FieldRules& rules);

bool equal_lists(const Json& expected, const Json& found, const FieldRules& rules) {
  if (!found.is_array() || found.size() != expected.size()) return false;
  if (!rules.unordered)
    return std::equal(expected.begin(), expected.end(), found.begin(),
                      [&](const Json& a, const Json& b) { return equal(a, b, rules); });
  std::vector<bool> taken(found.size());
  return std::all_of(expected.begin(), expected.end(), [&](const Json& wanted) {
    for (std::size_t i = 0; i < found.size(); ++i)
      if (!taken[i] && equal(wanted, found[i], rules)) return static_cast<bool>(taken[i] = true);
    return false;
  });
}

bool equal(const Json& expected, const Json& found, const FieldRules& rules) {
  if (expected.is_object() || expected.is_null()) {
    const auto count = compare_fields(expected, found, rules);
    return count.right == count.wanted;
  }
  if (expected.is_array()) return equal_lists(expected, found, rules);
  if (found.is_structured() || found.is_null()) return false;
  if (expected.is_boolean() && found.is_boolean()) return expected == found;
  const auto a = number_of(expected), b = number_of(found);
  if (a && b) return equal_numbers(*a, *b, rules);
  return same_text(text_of(expected), text_of(found), rules.letters);
}

void count_leaf(const std::string& path, const Json& expected, const Json* found, const FieldRules& rules,
                FieldCount& count) {
  ++count.wanted;
  const bool right =
      expected.is_null() ? !found || found->is_null() : found && equal(expected, *found, rules);
  count.right += right;
  if (right || !count.first_wrong.empty()) return;
  count.first_wrong =
      fmt::format("{}{}expected {}, {}", path, path.empty() ? "" : ": ", excerpt(text_of(expected), 40),
                  found ? "found " + excerpt(text_of(*found), 40) : "missing");
}

void count_fields(const std::string& path, const Json& expected, const Json* found, const FieldRules& rules,
                  FieldCount& count) {
  if (!expected.is_object()) return count_leaf(path, expected, found, rules, count);
  for (const auto& [name, value] : expected.items()) {
    const bool there = found && found->is_object() && found->contains(name);
    count_fields(path.empty() ? name : path + "." + name, value, there ? &(*found)[name] : nullptr, rules,
                 count);
  }
}

}  // namespace

FieldCount compare_fields(const Json& expected, const Json& found, const FieldRules& rules) {
  FieldCount count;
  count_fields("", expected, &found, rules, count);
  return count;
}

}  // namespace shortlist
