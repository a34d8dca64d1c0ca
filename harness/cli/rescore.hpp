#pragma once
#include "harness/cli/shell.hpp"
#include "harness/store/store.hpp"

namespace shortlist {

/// Makes a resumed store agree with today's plan: when metrics, references, failure policy or prices changed, the stored
/// answers are judged again, asking no model; weights, limits and the gate are simply taken over.
void bring_up_to_date(RunStore& store, const Plan& plan, WallTime now, const Shell& shell);

}  // namespace shortlist
