#pragma once
// Single characters of UTF-8 text. Pure; any thread.
#include <unicode/umachine.h>

#include <cstddef>
#include <string_view>

namespace shortlist {

/// The character that begins at byte `at`, and the one that ends before it. -1: there is none, or its bytes are broken.
UChar32 character_at(std::string_view text, std::size_t at);
UChar32 character_before(std::string_view text, std::size_t at);

}  // namespace shortlist
