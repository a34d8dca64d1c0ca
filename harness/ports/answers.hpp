#pragma once
// The plug for what earlier runs were answered.
#include <optional>

#include "harness/types/candidate.hpp"
#include "harness/types/record.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// The main thread owns it.
class Answers {
 public:
  virtual ~Answers() = default;
  /// Digest of everything that can change the answer: endpoint, model, all parameters, the prompt as rendered, repeat,
  /// program version. All zero for a candidate whose answers are not kept (a formula, a recording).
  virtual AskedKey key_of(const CallKey& key, const Item& item) const = 0;
  /// Whether there is anything to recall; if not, nobody need make the item to find out.
  virtual bool any() = 0;
  /// An answer (never a failure) to just this, marked as cached; its key is the caller's to set.
  virtual std::optional<Outcome> recall(const AskedKey& asked) = 0;
};

}  // namespace shortlist
