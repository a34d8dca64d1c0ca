#pragma once
// A metric's options with their templates, filled in for one item after the other.
#include <string>
#include <vector>

#include "datasets/item_row.hpp"
#include "datasets/text_template.hpp"
#include "harness/types/json.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// Immutable; any thread may fill it.
class CheckTemplate {
 public:
  CheckTemplate() = default;
  /// Every text with "{{" in it, however deep in lists and maps, is a template. Throws UserError naming the option.
  explicit CheckTemplate(const MetricSpec& metric);

  /// The options for this row. An option that is one {{field}} and nothing else becomes the field's own value (list,
  /// number, ...; null where it is missing); all else becomes text, with "" for missing fields.
  Json fill(const ItemRow& row) const;
  std::vector<const TextTemplate*> templates() const;

 private:
  struct Hole {
    Json::json_pointer at;
    TextTemplate text;
  };
  void find_holes(const Json& value, const Json::json_pointer& at, const std::string& where);

  Json options_;
  std::vector<Hole> holes_;
};

}  // namespace shortlist
