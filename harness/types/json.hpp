#pragma once
// The JSON value of the whole house. Object keys are sorted, so equal values print equal bytes.
#include <nlohmann/json.hpp>

#include <optional>

namespace shortlist {
using Json = nlohmann::json;

/// Sets a key where there is a value.
template <class T>
void put(Json& object, const char* key, const std::optional<T>& value) {
  if (value) object[key] = *value;
}

}  // namespace shortlist
