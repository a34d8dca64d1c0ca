#include "backends/http/message.hpp"

#include "backends/http/text.hpp"

namespace shortlist {

std::string_view header(const HttpHead& head, std::string_view name) {
  for (const Header& h : head.headers)
    if (same_word(h.name, name)) return h.value;
  return "";
}

}  // namespace shortlist
