#pragma once
// A wait as providers write it into a header.
#include <optional>
#include <string_view>

#include "harness/types/time.hpp"

namespace shortlist {

/// Reads "2", "0.5" (seconds), "6m0s", "1m30.5s", "12ms" (a Go duration), "2026-11-24T10:00:00Z" (RFC 3339, with or
/// without a fraction and an offset), "Sun, 06 Nov 1994 08:49:37 GMT" (an HTTP date) or seconds or milliseconds since
/// 1970. What is past is zero, what is far off a day. Nothing for what cannot be read or is a negative number.
std::optional<Duration> wait_of(std::string_view text, WallTime now);

}  // namespace shortlist
