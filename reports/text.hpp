#pragma once
// Text from models, plans and servers made safe for the page it is shown on. Pure. Results are valid UTF-8.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shortlist {

/// One line in which nothing hides: controls show as their pictures (U+241B for escape), direction marks and
/// other invisible characters as [U+202E], broken bytes as U+FFFD. Everything shown to people goes through
/// it.
std::string visible(std::string_view text);

/// Terminal columns: Korean and other wide characters take two, combining marks none.
std::size_t display_width(std::string_view text);
/// Padded with spaces to `width` columns; longer text stays whole.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);
/// At most `width` columns, the last one "…" when something was cut.
std::string shortened(std::string_view text, std::size_t width);

/// Broken into lines of at most `width` columns at its spaces, each but the first indented by `indent`; a
/// longer word is shortened. 0 is unlimited.
std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t indent);

std::string escape_html(std::string_view visible_text);
std::string escape_markdown(std::string_view visible_text);  ///< also for table cells

}  // namespace shortlist
