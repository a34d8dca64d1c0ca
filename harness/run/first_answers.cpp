#include "harness/run/first_answers.hpp"

namespace shortlist {

bool FirstAnswers::heed(std::uint32_t candidate, const std::variant<Completion, Failure>& result) {
  Start& start = candidates_[candidate];
  if (start.served || start.stopped) return false;
  const auto* failure = std::get_if<Failure>(&result);
  if (!failure || failure->kind == FailureKind::too_long || failure->kind == FailureKind::content_filter)
    start.served = true;
  if (!failure || failure->kind != FailureKind::bad_request || ++start.refused < refusals_max) return false;
  start.stopped = *failure;
  return true;
}

}  // namespace shortlist
