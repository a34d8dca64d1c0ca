#pragma once
// ${VAR}, ${VAR:-default} and $$ in the string values of a tree.
#include <string>
#include <string_view>

#include "harness/config/config.hpp"
#include "harness/config/fields.hpp"

namespace shortlist {

/// Replaces them in place; keys stay as they are. As in a shell, the default also stands for an empty variable.
/// Throws UserError for a variable that is not set and has no default, and for a ${ that is malformed.
void fill_variables(Node& tree, const Environment& env);
/// The same for one piece of text; `value` serves complaints.
std::string filled(const Value& value, const Environment& env);
/// The reverse, for text that is to be read back: each dollar sign twice.
std::string with_dollars_escaped(std::string_view text);

/// A letter or underscore, then letters, digits, underscores.
bool is_variable_name(std::string_view name);

}  // namespace shortlist
