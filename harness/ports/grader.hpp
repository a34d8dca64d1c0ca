#pragma once
// Judges whole outcomes; implemented by harness/score for all metrics of a plan, called by the runner's graders.
#include "harness/types/record.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

class Grader {
 public:
  virtual ~Grader() = default;
  /// Scores, flaw, quality, cost and notices. Pure; any thread.
  virtual Record grade(Outcome outcome, const Item& item) const = 0;
};

}  // namespace shortlist
