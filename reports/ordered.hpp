#pragma once
// JSON whose keys keep the order in which they are written, for outputs. Broken bytes become U+FFFD.
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "harness/types/run.hpp"

namespace shortlist {

using Ordered = nlohmann::ordered_json;

inline std::string dumped(const Ordered& value, int indent = -1) {
  return value.dump(indent, ' ', false, Ordered::error_handler_t::replace);
}

/// null when unknown.
inline Ordered number_json(std::optional<double> value) {
  return value && std::isfinite(*value) ? Ordered(*value) : Ordered(nullptr);
}

inline Ordered estimate_json(const std::optional<Estimate>& e) {
  if (!e) return nullptr;
  return {{"value", number_json(e->value)},
          {"low", number_json(e->low)},
          {"high", number_json(e->high)},
          {"n", e->n}};
}

}  // namespace shortlist
