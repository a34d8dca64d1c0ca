#pragma once
// The plug for judging an answer. Pure: the same item and answer give the same score.
#include <optional>
#include <string>

#include "harness/types/json.hpp"
#include "harness/types/record.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// What a metric says of one answer.
struct Judgement {
  std::optional<double> value;   ///< [0, 1]; no value = could not be judged
  std::string reason;
  bool unparsable = false;       ///< the answer lacks what the metric looks for (no number, no JSON): Flaw::unparsable
};

class Metric {
 public:
  virtual ~Metric() = default;
  /// `check` is the metric's options with the item's fields filled in. No judgement: the metric does not apply to
  /// this item (its reference is empty). Any grader thread calls it.
  virtual std::optional<Judgement> judge(const Json& check, const Item& item, const Completion& answer) const = 0;
};

}  // namespace shortlist
