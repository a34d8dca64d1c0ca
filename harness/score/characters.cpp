#include "harness/score/characters.hpp"

#include <unicode/utf8.h>

namespace shortlist {

UChar32 character_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return -1;
  UChar32 c;
  auto next = static_cast<int32_t>(at);
  U8_NEXT(text.data(), next, static_cast<int32_t>(text.size()), c);
  return c;
}

UChar32 character_before(std::string_view text, std::size_t at) {
  if (at == 0) return -1;
  UChar32 c;
  auto back = static_cast<int32_t>(at);
  U8_PREV(text.data(), 0, back, c);
  return c;
}

}  // namespace shortlist
