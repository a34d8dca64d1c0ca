#pragma once
// JSON Schema (draft-07) over valijson, with RE2 in place of its regular expressions. Pure; any thread.
//
// `pattern`, `patternProperties` and `format` (date, time, date-time, email, uuid, ipv4; others are notes)
// are decided here and put to valijson as lists of the matching texts, so that no answer can make a match
// take exponential time or deep stack. References are local ("#/definitions/x") and must not go round without
// descending into the value.
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "harness/types/json.hpp"

namespace shortlist {

inline constexpr std::size_t schema_unique_items_max =
    2'000;  ///< list members, where a schema has uniqueItems

class JsonSchema {
 public:
  /// The schema, or what is wrong with it.
  static std::variant<JsonSchema, std::string> compile(Json schema);
  JsonSchema(JsonSchema&&) noexcept;
  JsonSchema& operator=(JsonSchema&&) noexcept;
  ~JsonSchema();

  /// The first thing in which the value breaks the schema: "/age: ...". Unset: valid.
  std::optional<std::string> complaint(const Json& value) const;

 private:
  struct State;
  explicit JsonSchema(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shortlist
