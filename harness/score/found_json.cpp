#include "harness/score/found_json.hpp"

#include <fmt/format.h>

namespace shortlist {
namespace {

constexpr std::string_view spaces = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(spaces);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

enum class Extent { closed, open, too_deep };
struct Scan {
  Extent extent;
  std::size_t end;
};

/// From an opening bracket to the one that closes it, strings skipped.
Scan scan_value(std::string_view text, std::size_t begin) {
  std::size_t depth = 0;
  bool quoted = false;
  for (auto i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++depth > json_depth_max) return {Extent::too_deep, i};
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return {Extent::closed, i + 1};
    }
  }
  return {Extent::open, text.size()};
}

std::optional<Json> parse(std::string_view text) {
  auto value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) return std::nullopt;
  return value;
}

/// Looks for one value, and remembers what stood in the way.
class Search {
 public:
  std::optional<Json> whole(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return std::nullopt;
    if (text.front() != '{' && text.front() != '[') return parse(text);
    const auto found = scan(text, 0);
    return found.extent == Extent::closed && found.end == text.size() ? parse(text) : std::nullopt;
  }

  std::optional<Json> fenced(std::string_view text) {
    constexpr std::string_view fence = "```";
    for (auto at = text.find(fence); at != text.npos && scanned_ < json_scan_max;) {
      const auto begin = text.find('\n', at), end = begin == text.npos ? begin : text.find(fence, begin);
      if (begin == text.npos) break;
      if (auto value = whole(text.substr(begin, end == text.npos ? end : end - begin))) return value;
      at = end == text.npos ? end : text.find(fence, end + fence.size());
    }
    return std::nullopt;
  }

  std::optional<Json> within(std::string_view text, std::string_view openings) {
    for (auto at = text.find_first_of(openings); at != text.npos && scanned_ < json_scan_max && !too_deep_;
         at = text.find_first_of(openings, at + 1)) {
      const auto found = scan(text, at);
      if (found.extent != Extent::closed) continue;
      if (auto value = parse(text.substr(at, found.end - at))) return value;
    }
    return std::nullopt;
  }

  std::string problem() const {
    return too_deep_ ? fmt::format("JSON nested deeper than {}", json_depth_max) : "no JSON";
  }

 private:
  Scan scan(std::string_view text, std::size_t at) {
    const auto found = scan_value(text, at);
    scanned_ += found.end - at;
    too_deep_ |= found.extent == Extent::too_deep;
    return found;
  }

  std::size_t scanned_ = 0;
  bool too_deep_ = false;
};

}  // namespace

FoundJson find_json(std::string_view text, bool strict, JsonShape shape) {
  Search search;
  auto value = search.whole(text);
  if (!value && !strict) value = search.fenced(text);
  if (!value && !strict)
    value = search.within(text, shape == JsonShape::array ? "[" : shape == JsonShape::object ? "{" : "{[");
  if (!value && !strict && shape != JsonShape::any)
    value = search.within(text, shape == JsonShape::array ? "{" : "[");
  return {std::move(value), search.problem()};
}

}  // namespace shortlist
