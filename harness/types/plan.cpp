#include "harness/types/plan.hpp"

#include <algorithm>

#include "harness/types/record.hpp"

namespace shortlist {

std::uint32_t most_repeats(const Plan& plan) {
  std::uint32_t most = plan.repeats;
  for (const Stage& stage : plan.stages)
    if (const auto* confirm = std::get_if<ConfirmStage>(&stage)) most = std::max(most, confirm->repeats);
  return most;
}

Treatment treatment_of(const FailurePolicy& policy, Flaw flaw) {
  switch (flaw) {
    case Flaw::none:
      return Treatment::judged;
    case Flaw::refused:
      return policy.refused;
    case Flaw::truncated:
      return policy.truncated;
    case Flaw::empty:
      return policy.empty;
    case Flaw::unparsable:
      return policy.unparsable;
  }
  return Treatment::judged;
}

}  // namespace shortlist
