#include "datasets/check_template.hpp"

#include <fmt/format.h>

namespace shortlist {
namespace {

Json filled(const TextTemplate& text, const ItemRow& row) {
  const auto field = text.single_field();
  if (!field) return text.render_loosely(row);
  const std::uint32_t cell = TextTemplate::resolve(row, *field);
  return cell == ItemRow::none ? Json(nullptr) : cell_json(row, cell);
}

}  // namespace

CheckTemplate::CheckTemplate(const MetricSpec& metric) : options_(metric.options) {
  find_holes(options_, Json::json_pointer(), metric.where);
}

void CheckTemplate::find_holes(const Json& value, const Json::json_pointer& at, const std::string& where) {
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) find_holes(inner, at / key, where + '.' + key);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) find_holes(value[i], at / i, fmt::format("{}[{}]", where, i));
  } else if (value.is_string() && value.get_ref<const std::string&>().find("{{") != std::string::npos) {
    holes_.push_back({at, TextTemplate::parse(value.get_ref<const std::string&>(), where)});
  }
}

Json CheckTemplate::fill(const ItemRow& row) const {
  Json out = options_;
  for (const auto& hole : holes_) out[hole.at] = filled(hole.text, row);
  return out;
}

std::vector<const TextTemplate*> CheckTemplate::templates() const {
  std::vector<const TextTemplate*> out;
  for (const auto& hole : holes_) out.push_back(&hole.text);
  return out;
}

}  // namespace shortlist
