#include "harness/config/scalar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace shortlist {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 3> true_words{"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> false_words{"false", "False", "FALSE"};
constexpr std::array<std::string_view, 6> not_finite_words{".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"};

std::string_view unsigned_part(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  return text;
}

/// Takes the digits at the front away and says how many there were.
std::size_t skip_digits(std::string_view& text) {
  auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(end);
  return end;
}

bool is_exponent(std::string_view text) {
  if (text.empty() || (text[0] != 'e' && text[0] != 'E')) return false;
  text = unsigned_part(text.substr(1));
  return skip_digits(text) > 0 && text.empty();
}

}  // namespace

Meaning meaning(std::string_view text) {
  if (is_one_of(text, true_words) || is_one_of(text, false_words)) return Meaning::boolean;
  auto rest = unsigned_part(text);
  if (is_one_of(rest, not_finite_words)) return Meaning::not_finite;
  if (rest.size() > 1 && rest[0] == '0' && rest[1] >= '0' && rest[1] <= '9') return Meaning::text;
  auto whole = skip_digits(rest);
  if (rest.empty()) return whole ? Meaning::integer : Meaning::text;
  auto fraction = std::size_t{0};
  if (rest[0] == '.') {
    rest.remove_prefix(1);
    fraction = skip_digits(rest);
  }
  if (whole + fraction == 0) return Meaning::text;
  return rest.empty() || is_exponent(rest) ? Meaning::number : Meaning::text;
}

Meaning meaning(const Scalar& scalar) {
  return scalar.quoted ? Meaning::text : meaning(std::string_view(scalar.text));
}

bool is_true(std::string_view text) { return is_one_of(text, true_words); }

std::string_view without_plus(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  return text;
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string out;
  std::size_t characters = 0;
  for (char c : text) {
    bool starts = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (starts && ++characters > longest) return fmt::format("\"{}...\"", out);
    bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    out += control ? ' ' : c;
  }
  return fmt::format("\"{}\"", out);
}

std::string described(const Node& node) {
  if (std::holds_alternative<Null>(node.value)) return "nothing";
  if (std::holds_alternative<List>(node.value)) return "a list";
  if (std::holds_alternative<Map>(node.value)) return "a map";
  const auto& scalar = std::get<Scalar>(node.value);
  switch (meaning(scalar)) {
    case Meaning::text: return "text " + shown(scalar.text);
    case Meaning::boolean: return scalar.text;
    default: return "the number " + scalar.text;
  }
}

}  // namespace shortlist
