#include "harness/config/variants.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/config/settings.hpp"

namespace shortlist {
namespace {

struct Dimension {
  const Setting* setting;
  std::vector<Value> values;
};

bool is_name_character(char c) {
  bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view("._:+/@-").find(c) != std::string_view::npos;
}

/// In the order of the file, which is the order of the names' tags.
std::vector<Dimension> dimensions(const Value& variants) {
  Fields fields(variants);
  std::map<std::string, Dimension> found;
  for (const auto& setting : settings())
    if (auto value = fields.find(setting.key)) found[std::string(setting.key)] = {&setting, value->list()};
  fields.close();
  std::vector<Dimension> out;
  for (const auto& [key, value] : variants.entries()) {
    if (found[key].values.empty()) value.complain("must not be empty");
    out.push_back(found[key]);
  }
  if (out.empty()) variants.complain("must not be empty");
  return out;
}

std::string label(const Setting& setting, const Value& value, std::size_t index) {
  switch (setting.label) {
    case Setting::Label::index: return std::to_string(index);
    case Setting::Label::stem: return as_name(std::filesystem::path(value.as_written()).stem().string());
    default: return as_name(value.as_written());
  }
}

void check_size(const std::vector<Dimension>& grid, const Value& variants, std::size_t room) {
  std::size_t points = 1;
  for (const auto& dimension : grid) {
    points *= dimension.values.size();   // stays far from overflow: both factors are below a million here
    if (points > room) variants.complain(fmt::format("the plan has more than {} candidates", max_candidates));
  }
}

}  // namespace

bool is_name(std::string_view text) { return std::all_of(text.begin(), text.end(), is_name_character); }

std::string as_name(std::string_view text) {
  std::string out(text);
  std::replace_if(out.begin(), out.end(), [](char c) { return !is_name_character(c); }, '-');
  return out;
}

std::vector<Candidate> expanded(const Candidate& base, const Value& variants, const PlanFolder& folder,
                                std::size_t room) {
  auto grid = dimensions(variants);
  check_size(grid, variants, room);
  std::vector<Candidate> out{base};
  out[0].base = base.name;
  for (const auto& [setting, values] : grid) {
    std::vector<Candidate> next;
    for (const auto& candidate : out)
      for (std::size_t i = 0; i < values.size(); ++i) {
        next.push_back(candidate);
        setting->apply(next.back(), values[i], folder);
        next.back().name += fmt::format("+{}{}", setting->tag, label(*setting, values[i], i));
      }
    out = std::move(next);
  }
  return out;
}

}  // namespace shortlist
