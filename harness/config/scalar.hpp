#pragma once
// What a scalar means: YAML 1.2's core schema cut down to what JSON knows. `yes` and `no` are text, and so are
// 007, 0x10 and 0o17, since a number could not be written back as it was.
#include <string>
#include <string_view>

#include "harness/config/tree.hpp"

namespace shortlist {

enum class Meaning { text, boolean, integer, number, not_finite };
Meaning meaning(std::string_view plain_text);
/// A quoted scalar is text.
Meaning meaning(const Scalar& scalar);

/// true, True, TRUE. REQUIRES: its meaning is boolean.
bool is_true(std::string_view text);
/// `text` without the plus sign that std::from_chars refuses.
std::string_view without_plus(std::string_view text);

/// What stands there, for complaints: `text "abc"`, `the number 5`, `a list`, `nothing`.
std::string described(const Node& node);
/// In quotes, one line, cut to 60 characters.
std::string shown(std::string_view text);

}  // namespace shortlist
