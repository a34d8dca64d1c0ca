#pragma once
// Threads that may wait: judging and storing shall not delay the thread that stamps what comes over the wire.

namespace shortlist {

/// The calling thread no longer preempts others when it wakes (SCHED_BATCH); its share of the machine stays the same.
/// Needs no rights. Where the system does not know it, nothing changes.
void stay_in_background();

}  // namespace shortlist
