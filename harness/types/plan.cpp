#include "harness/types/plan.hpp"

#include <algorithm>

namespace shortlist {

std::uint32_t most_repeats(const Plan& plan) {
  std::uint32_t most = plan.repeats;
  for (const Stage& stage : plan.stages)
    if (const auto* confirm = std::get_if<ConfirmStage>(&stage)) most = std::max(most, confirm->repeats);
  return most;
}

}  // namespace shortlist
