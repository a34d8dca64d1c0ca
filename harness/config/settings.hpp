#pragma once
// The settings that say how a model is run: the one table that candidates, `sampling` and `variants` are read by.
#include <span>
#include <string>
#include <string_view>

#include "harness/config/plan_parts.hpp"

namespace shortlist {

struct Setting {
  enum class Home { candidate, sampling };
  /// What a variant's name shows: the value, the file's stem or the index in the list.
  enum class Label { value, stem, index };
  std::string_view key;
  Home home;
  std::string_view tag;   ///< before the label: "+fs3", "+sys0"
  Label label;
  void (*apply)(Candidate& candidate, const Value& value, const PlanFolder& folder);
};
std::span<const Setting> settings();

/// Reads those of one home that the map gives.
void read_settings(Setting::Home home, Fields& fields, Candidate& out, const PlanFolder& folder);

}  // namespace shortlist
