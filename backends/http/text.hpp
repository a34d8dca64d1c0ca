#pragma once
// Text from outside made fit for a complaint: one line, bounded, valid UTF-8, no secrets.
#include <string>
#include <string_view>
#include <vector>

namespace shortlist {

constexpr std::size_t detail_limit = 300;   ///< bytes of a Failure's detail

/// Equal but for ASCII case.
bool same_word(std::string_view a, std::string_view b);
/// `text` holds `word`, ASCII case aside. REQUIRES: word is lower case.
bool mentions(std::string_view text, std::string_view word);
std::string_view trimmed(std::string_view text);
/// Runs of blanks and control characters become one space, bytes that are no UTF-8 become '?', and what is longer
/// than `limit` bytes ends in "...".
std::string one_line(std::string_view text, std::size_t limit = detail_limit);
/// Every occurrence of each secret replaced by "***". Secrets under 4 bytes hide nothing and are left.
std::string without(std::string text, const std::vector<std::string>& secrets);

}  // namespace shortlist
