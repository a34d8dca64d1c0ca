#pragma once
// A candidate's `options`, checked by a backend's own table.
#include <span>
#include <string>
#include <string_view>

#include "harness/types/candidate.hpp"

namespace shortlist {

struct OptionRow {
  std::string_view name;
  Json::value_t type;                    ///< string, boolean, object, array, number_float (any number), number_integer
  std::string_view summary;
};
/// Throws UserError naming candidate.where for an option that is not in the table (with the nearest name) or of another
/// type.
void check_options(const Candidate& candidate, std::span<const OptionRow> rows);

/// Throws UserError("{candidate.where}: {text}").
[[noreturn]] void complain(const Candidate& candidate, const std::string& text);

}  // namespace shortlist
