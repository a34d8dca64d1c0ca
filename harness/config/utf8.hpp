#pragma once
// The little of UTF-8 that the tree needs.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace shortlist {

/// Index of the first byte that is NUL or not part of well-formed UTF-8 (RFC 3629), or npos.
std::size_t first_bad_byte(std::string_view text);
/// Line and column of a byte, from 1; columns count characters (bytes beyond column 10,000, to stay linear).
std::pair<std::uint32_t, std::uint32_t> position(std::string_view text, std::size_t byte);
/// JSON writes a character beyond U+FFFF as two escapes, "\uD83D\uDE00"; YAML as one, "\U0001F600". Text that is valid
/// JSON comes back with each pair as YAML has it; any other text as it is.
std::string with_joined_surrogates(std::string_view text);

}  // namespace shortlist
