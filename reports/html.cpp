#include "reports/html.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "reports/text.hpp"

namespace shortlist {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool before_sign(char c) { return c == ' ' || c == '('; }

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  const auto escaped = escape_html(text);
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    const bool sign = escaped[i] == '-' && i + 1 < escaped.size() && digit(escaped[i + 1]) &&
                      (i == 0 || before_sign(escaped[i - 1]));
    out += sign ? std::string("−") : std::string(1, escaped[i]);
  }
  return out;
}

std::string element(std::string_view tag, std::string_view attributes, std::string_view content) {
  return fmt::format("<{}{}{}>{}</{}>", tag, attributes.empty() ? "" : " ", attributes, content, tag);
}

namespace {

std::string table_cell(std::string_view tag, std::string_view scope, std::string_view css_class,
                       std::string_view text, std::string_view second_line) {
  std::string attributes(scope);
  if (!css_class.empty())
    attributes += fmt::format("{}class=\"{}\"", attributes.empty() ? "" : " ", css_class);
  auto content = html_text(text);
  if (!second_line.empty()) content += element("span", "class=\"sub\"", html_text(second_line));
  return element(tag, attributes, content);
}

}  // namespace

std::string cell(std::string_view css_class, std::string_view text, std::string_view second_line) {
  return table_cell("td", "", css_class, text, second_line);
}

std::string header_cell(std::string_view css_class, std::string_view text, std::string_view second_line) {
  return table_cell("th", "scope=\"col\"", css_class, text, second_line);
}

std::string list(const std::vector<std::string>& lines) {
  std::string items;
  for (const auto& line : lines) items += element("li", "", html_text(line));
  return lines.empty() ? std::string() : element("ul", "", items);
}

std::string csp_hash(std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::array<unsigned char, 4 * EVP_MAX_MD_SIZE / 3 + 8> base64{};
  const int length = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(size));
  return "sha256-" +
         std::string(reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(length));
}

}  // namespace shortlist
