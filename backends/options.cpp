#include "backends/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

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

void complain(const Candidate& candidate, const std::string& text) {
  throw UserError(fmt::format("{}: {}", candidate.where, text));
}

void check_options(const Candidate& candidate, std::span<const OptionRow> rows) {
  std::vector<std::string_view> names;
  for (const OptionRow& row : rows) names.push_back(row.name);
  for (const auto& [key, value] : candidate.options.items()) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& r) { return r.name == key; });
    if (row == rows.end())
      complain(candidate, fmt::format("options: unknown key \"{}\"{}", key, did_you_mean(key, names)));
    if (!fits(value, row->type))
      complain(candidate, fmt::format("options.{}: must be {}, not {}", key, type_name(row->type), value.dump()));
  }
}

}  // namespace shortlist
