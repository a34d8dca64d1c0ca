#pragma once
// From a backend's absolute stamps to a record's offsets. Pure.
#include "harness/types/record.hpp"

namespace shortlist {

/// One try: handed over at `sent`, answered at `arrived`.
struct Try {
  Instant sent, arrived;
};

/// The try as the record keeps it, counted from `due`.
Attempt attempt_of(const Reply& reply, const Try& when, Instant due);
/// The last try's stamps, counted from `due`.
Timing timing_of(const Stamps& stamps, const Try& when, Instant due);
/// A call that was never sent (was_unsent): one attempt that took no time.
Outcome unsent(const CallKey& key, const Failure& why, WallTime now);

}  // namespace shortlist
