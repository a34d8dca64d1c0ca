#pragma once
// What HTTP itself says of a failure; the dialects refine it by the body.
#include <optional>

#include "backends/http/message.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

/// The class of a status that is not 2xx.
FailureKind kind_of_status(int status);

/// What the provider's headers say of its limits; what is not said or cannot be read is unset.
Quota quota_of(const HttpHead& head, WallTime now);

/// The wait that a server asks for: `retry-after-ms`, else `Retry-After` (wait_text.hpp), else, with a 429, the time
/// until the quota that is used up is full again. Never negative and at most a day; what cannot be read is no wait.
std::optional<Duration> retry_after(const HttpHead& head, WallTime now);

}  // namespace shortlist
