#pragma once
// The JSON value of the whole house. Object keys are sorted, so equal values print equal bytes.
#include <nlohmann/json.hpp>

namespace shortlist {
using Json = nlohmann::json;
}
