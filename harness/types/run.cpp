#include "harness/types/run.hpp"

#include <fmt/format.h>

namespace shortlist {

std::string place_of(const Cut& cut) {
  return cut.round > 0 ? fmt::format("{}, round {}", cut.stage, cut.round) : cut.stage;
}

}  // namespace shortlist
