#pragma once
// The plan's budget at work. Pure: `now` is an argument; the runner's main thread owns it.
//
// Calls and time are never overshot by a call that starts too late. A call starts only if its own worst case fits beside
// what is spent and the worst cases of what is in flight, so that money is not overshot however many are in flight; but
// for what a reply costs beyond its worst case (a model without max_tokens may answer at greater length than
// `output_tokens_reserved`) and for calls whose price is unknown.
#include <optional>
#include <string>
#include <unordered_map>

#include "harness/run/key_hash.hpp"
#include "harness/types/candidate.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/record.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// What earlier processes of the same run have used up.
struct Spent {
  std::size_t calls = 0;
  Money money;
  std::size_t cost_unknown = 0;   ///< calls whose cost is unknown
};

/// The most that one try can cost, if the price is known: a token is at least one byte of the prompt.
std::optional<Money> worst_cost(const Candidate& candidate, const Item& item);

/// What lets a call of this candidate fit where `needed` is the budget that would do:
/// "plan.yaml:4:5 candidates[0]: set sampling.max_tokens, without which 4,096 tokens are reserved, or raise ...".
std::string way_out(const Candidate& candidate, Money needed);

inline constexpr int output_tokens_reserved = 4096;       ///< where the candidate sets no max_tokens
inline constexpr int template_tokens_per_message = 16;    ///< what a chat template adds to each message

class Purse {
 public:
  Purse(const Budget& budget, const Spent& before, Instant start);

  /// Why no new call may start for the rest of the run; "" while one may, now or after what is in flight.
  std::string empty(Instant now) const;
  /// Whether a call with this worst case fits beside those in flight. It remembers one that does not: the run is over
  /// when nothing is in flight any more that could leave something over for it.
  bool affords(Money worst);
  bool limits_money() const { return budget_.money.has_value(); }
  /// A new call starts; `worst` is reserved until it is settled.
  void start(const CallKey& key, std::optional<Money> worst);
  /// What the budget would have to be for the call that did not fit; unset where none was turned away.
  std::optional<Money> needed() const;
  /// Its record is there. A call that never started changes nothing.
  void settle(const CallKey& key, std::optional<Money> cost);
  /// It started, but will have no record in this process.
  void abandon(const CallKey& key);

  const Spent& spent() const { return spent_; }
  std::optional<Instant> deadline() const { return deadline_; }

 private:
  bool fits(Money more) const;

  Budget budget_;
  Spent spent_;
  std::unordered_map<CallKey, Money, KeyHash> open_;   ///< started and not settled, with what is reserved for each
  Money reserved_;                  ///< their sum
  std::optional<Money> turned_away_;   ///< the worst case of the call that did not fit, until one does
  std::optional<Instant> deadline_;
};

}  // namespace shortlist
