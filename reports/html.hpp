#pragma once
// Pieces of the HTML page. Text is escaped here and nowhere else; markup is composed, never taken from data.
// Pure.
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace shortlist {

/// Escaped, with true minus signs before digits.
std::string html_text(std::string_view visible_text);
/// `<tag attributes>content</tag>`; content is markup.
std::string element(std::string_view tag, std::string_view attributes, std::string_view content);
std::string cell(std::string_view css_class, std::string_view visible_text,
                 std::string_view second_line = {});
std::string header_cell(std::string_view css_class, std::string_view visible_text,
                        std::string_view second_line = {});
std::string list(const std::vector<std::string>& visible_lines);

/// "sha256-..." of an inline style, for the page's content security policy.
std::string csp_hash(std::string_view content);

}  // namespace shortlist
