#pragma once
// Text as metrics compare it. Pure; any thread. All results are valid UTF-8.
#include <cstddef>
#include <string>
#include <string_view>

namespace shortlist {

/// Longer answers are judged by their first and last half of this many bytes: a model that runs away must not
/// take the graders with it.
inline constexpr std::size_t judged_bytes_max = 1 << 20;

/// The part of an answer that is judged, broken bytes replaced by U+FFFD.
std::string judged_text(std::string_view answer);

enum class Case { fold, keep };

/// NFKC (so composed and decomposed Hangul, full-width digits and no-break spaces are equal), case folded if
/// asked; typographic quotes, apostrophes and dashes become ASCII, ligatures oe/ae are spelled out, invisible
/// characters go, and white space and controls collapse to single spaces, none at the ends. Idempotent.
std::string normalise(std::string_view text, Case letters);

/// Without the quotes, brackets, sentence marks and Markdown emphasis around it; signs that carry meaning (-,
/// +, $, %) stay. REQUIRES: normalised.
std::string_view bare(std::string_view normalised);

/// Equal once normalised, or once bare as well (unless nothing is left of it).
bool same_text(std::string_view a, std::string_view b, Case letters);

/// One quoted line for a reason: at most `limit` characters, the rest as "...".
std::string excerpt(std::string_view text, std::size_t limit = 60);

}  // namespace shortlist
