#include "harness/types/stage.hpp"

#include <string_view>

namespace shortlist {

std::string_view name_of(const Stage& stage) {
  constexpr std::string_view names[] = {"race", "constraints", "smoke", "optimise", "confirm", "decide", "audit"};
  static_assert(std::size(names) == std::variant_size_v<Stage>);
  return names[stage.index()];
}

}  // namespace shortlist
