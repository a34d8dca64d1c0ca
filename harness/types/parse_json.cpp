#include "harness/types/parse_json.hpp"

#include <algorithm>

namespace shortlist {
namespace {

/// The deepest nesting of what is JSON; of anything else just some number.
std::size_t levels(std::string_view text) {
  std::size_t open = 0, deepest = 0;
  for (std::size_t at = 0; (at = text.find_first_of("\"[]{}", at)) != text.npos; ++at) {
    const char c = text[at];
    if (c == '"') {
      while (++at < text.size() && text[at] != '"')
        if (text[at] == '\\') ++at;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++open);
    } else if (open > 0) {
      --open;
    }
  }
  return deepest;
}

}  // namespace

Json parse_json(std::string_view text) {
  if (levels(text) > json_levels_max) return Json(Json::value_t::discarded);
  return Json::parse(text, nullptr, false);
}

}  // namespace shortlist
