#pragma once
// Regular expressions with limits: RE2 alone, so that no pattern and no answer takes more than linear time.
#include <re2/re2.h>

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace shortlist {

inline constexpr int pattern_memory_max = 16 << 20;  ///< bytes, for program and automaton
inline constexpr int pattern_program_max = 20'000;   ///< instructions

using Pattern = std::unique_ptr<const re2::RE2>;

/// The pattern, or why it is none: `no closing ")": "(a"`.
std::variant<Pattern, std::string> compile_pattern(std::string_view text, bool case_sensitive = true);

/// Whether it stands anywhere in the text.
bool found_in(const re2::RE2& pattern, std::string_view text);

}  // namespace shortlist
