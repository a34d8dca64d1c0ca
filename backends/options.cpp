#include "backends/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

/// Levenshtein's distance, one row at a time.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t swapped = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, swapped});
    }
  }
  return row.back();
}

bool fits(const Json& value, Json::value_t type) {
  if (type == Json::value_t::number_float) return value.is_number();
  if (type == Json::value_t::number_integer) return value.is_number_integer();
  return value.type() == type;
}

std::string_view type_name(Json::value_t type) {
  switch (type) {
    case Json::value_t::object: return "a map";
    case Json::value_t::array: return "a list";
    case Json::value_t::string: return "a string";
    case Json::value_t::boolean: return "true or false";
    case Json::value_t::number_integer: return "a whole number";
    default: return "a number";
  }
}

}  // namespace

std::string way_out(std::string_view word, std::span<const std::string_view> names) {
  const auto nearer = [&](std::string_view a, std::string_view b) {
    return edits_between(word, a) < edits_between(word, b);
  };
  const auto nearest = std::min_element(names.begin(), names.end(), nearer);
  const std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
  if (nearest != names.end() && edits_between(word, *nearest) <= allowed)
    return fmt::format(", did you mean \"{}\"?", *nearest);
  return fmt::format("; there are: {}", fmt::join(names, ", "));
}

void complain(const Candidate& candidate, const std::string& text) {
  throw UserError(fmt::format("{}: {}", candidate.where, text));
}

void check_options(const Candidate& candidate, std::span<const OptionRow> rows) {
  std::vector<std::string_view> names;
  for (const OptionRow& row : rows) names.push_back(row.name);
  for (const auto& [key, value] : candidate.options.items()) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& r) { return r.name == key; });
    if (row == rows.end())
      complain(candidate, fmt::format("options: unknown key \"{}\"{}", key, way_out(key, names)));
    if (!fits(value, row->type))
      complain(candidate, fmt::format("options.{}: must be {}, not {}", key, type_name(row->type), value.dump()));
  }
}

}  // namespace shortlist
