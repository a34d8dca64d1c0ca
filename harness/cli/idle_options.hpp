#pragma once
// Which options of `simulate` matter when: one table. An option without effect is refused, for whoever gave
// it believes that it had one.
#include "harness/cli/options.hpp"
#include "harness/types/plan.hpp"

namespace shortlist {

/// What is replayed, and how.
struct Replayed {
  enum class What { scores, made_up, stored };
  What what = What::scores;
  RaceStage::Mode mode = RaceStage::Mode::certified;
  Objective objective;  ///< a stored run's own, then what the options say
  bool cost_known = false, latency_known = false;
};

/// Throws UserError for the first given option that has no effect there, with the way out.
void refuse_idle_options(const Arguments& args, const Replayed& replayed);

}  // namespace shortlist
