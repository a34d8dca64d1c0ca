#pragma once
// The plug for whoever is asked.
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "harness/types/candidate.hpp"
#include "harness/types/record.hpp"
#include "harness/types/run.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// Takes the one reply of one try; called exactly once, on any thread, and must not block.
using Done = std::function<void(Reply)>;

/// One try of one call. Retries, pacing and limits are the lane's (harness/run), so a backend knows nothing of them
/// but the time-out that it is handed.
class Backend {
 public:
  virtual ~Backend() = default;
  /// Never blocks and never throws: what goes wrong is a Failure given to `done`.
  /// The main thread calls it, at most once at a time for one key. `candidate` outlives the backend.
  virtual void ask(const Candidate& candidate, const Item& item, CallKey key, Duration timeout, Done done) = 0;
  /// The call's `done` comes soon, with FailureKind::cancelled unless its reply was on its way.
  virtual void cancel(CallKey key) = 0;
  /// What the reader of a report must know of this run: threads, builds, load times ("local.threads" -> "2").
  virtual std::map<std::string, std::string> facts() const { return {}; }
  /// How late its own thread has been so far; nothing where it takes no stamps of its own.
  virtual std::optional<ClientLag> lag() const { return std::nullopt; }
};

}  // namespace shortlist
