#pragma once
// Compares the fields of a JSON answer with those that were expected. Pure.
#include <cstddef>
#include <string>

#include "harness/score/options.hpp"
#include "harness/score/text.hpp"
#include "harness/types/json.hpp"

namespace shortlist {

struct FieldRules {
  Tolerance tolerance;
  Case letters = Case::fold;
  bool unordered = false;  ///< lists are equal in any order
};

struct FieldCount {
  std::size_t right = 0, wanted = 0;
  std::string first_wrong;  ///< "customer.age: expected 42, found 41"
};

/// Counts the leaves of `expected`; objects are descended, a list is one leaf, fields beyond the expected
/// ones do not matter. Numbers within the tolerance; texts as same_text; a number equals the same number as
/// text; an expected null also equals a missing field.
FieldCount compare_fields(const Json& expected, const Json& found, const FieldRules& rules);

}  // namespace shortlist
