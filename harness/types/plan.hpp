#pragma once
// The plan: who stands for choice, what is asked, what matters, how it goes. Immutable once read.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/types/candidate.hpp"
#include "harness/types/money.hpp"
#include "harness/types/stage.hpp"
#include "harness/types/suite.hpp"
#include "harness/types/time.hpp"

namespace shortlist {

/// What a flawed answer counts as.
enum class Treatment {
  wrong,       ///< quality 0
  judged,      ///< as the metrics say
  skipped,     ///< leaves the mean, and is counted where it is reported
  incomplete,  ///< leaves the mean and makes the run incomplete (exit code 4)
};

/// The plan's `failures`. A flaw of the answer is the model's; `transport` is the wire's.
struct FailurePolicy {
  Treatment refused = Treatment::wrong, truncated = Treatment::wrong, empty = Treatment::wrong,
            unparsable = Treatment::wrong, transport = Treatment::incomplete;
};

enum class Flaw;   // record.hpp

/// What becomes of an answer with this flaw.
Treatment treatment_of(const FailurePolicy& policy, Flaw flaw);

/// What decides between candidates (see harness/ranking/ranking.hpp for the formula).
struct Objective {
  enum class Prefer { utility, cheapest, fastest };
  Prefer prefer = Prefer::utility;
  double within = 0.02;                      ///< cheapest and fastest choose among those this close to the best
  double quality_weight = 1;
  double cost_weight = 0, cost_cap_usd_per_1k = 0;    ///< the cap is where cost counts as all bad
  double latency_weight = 0, latency_cap_ms = 0;
  std::optional<double> limit_p95_ms, limit_usd_per_1k, limit_ttft_p95_ms;   ///< hard limits
};

struct Budget {
  std::optional<Money> money;
  std::optional<std::uint64_t> calls;
  std::optional<Duration> time;
};

/// Limits of one lane. Named limits all: nothing is retried or awaited without an end.
struct LaneLimits {
  std::optional<int> concurrency;            ///< calls in flight; unset is the backend's default
  int attempts = 6;                          ///< tries a call, the first included
  Duration timeout = std::chrono::seconds(120);   ///< a whole attempt
  std::optional<int> requests_per_minute, tokens_per_minute;
};

struct GateCheck {
  std::string metric;                  ///< quality, cost, latency, failures
  std::string per;                     ///< "" overall, "task" each suite
  std::optional<double> min, max;      ///< absolute
  std::optional<double> margin;        ///< against the baseline, in the metric's own unit
  std::optional<double> max_ratio;     ///< against the baseline
  std::string where;
};

struct Gate {
  std::string baseline = ".shortlist/baseline.json";
  std::vector<GateCheck> checks;
};

struct Plan {
  std::string name;
  std::string path;                    ///< the file it was read from
  std::vector<Candidate> candidates;   ///< variants expanded
  std::vector<Suite> suites;
  Objective objective;
  std::vector<Stage> stages;           ///< at least one
  FailurePolicy failures;
  std::map<std::string, LaneLimits> lanes;   ///< by lane or backend name; "*" is for all others
  Budget budget;
  Gate gate;
  std::uint64_t seed = 0;
  std::uint32_t repeats = 1;           ///< answers asked for each item, >= 1; a confirm stage may ask for more
};

/// The most answers that any stage asks for an item: CallKey::repeat is below it.
std::uint32_t most_repeats(const Plan& plan);

}  // namespace shortlist
