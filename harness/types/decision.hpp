#pragma once
// What follows from a ranking for whoever must decide: how firm the choice is, what would change it, and what a mixture
// of candidates would give. Filled in by harness/ranking/decision.hpp, which has the rules; said by reports/.
//
// "Utility" is that of one item, as in harness/race/units.hpp, averaged over the suites by their weights; where only
// quality counts it is the quality. All figures of several candidates are on the same items.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/types/estimate.hpp"

namespace shortlist {

/// What the records took, and what a full evaluation would take: asking everything of all whom declared facts do not keep out.
struct Savings {
  std::size_t calls = 0;                  ///< made; answers of earlier runs count, for the decision needed them; not what was never sent
  double usd = 0;                         ///< of those whose cost is known
  std::size_t cost_unknown = 0;           ///< the others
  std::size_t full_calls = 0;             ///< each candidate but `kept_out`, each item, as often as the plan repeats
  double full_usd = 0;                    ///< each one's mean known cost a call times those calls
  std::vector<std::uint32_t> unpriced;    ///< no cost of theirs is known: no part of full_usd
  std::vector<std::uint32_t> kept_out{};  ///< by a constraints stage, with variants that so never entered; ascending
};

/// Who has the highest utility as one weight goes from 0 to infinity and the others stay as they are: exact.
struct WeightAxis {
  enum class What { cost, latency };
  struct Span {
    double from = 0;                      ///< this weight, up to the next span's
    std::uint32_t candidate = 0;
    std::vector<std::uint32_t> level;     ///< not distinguishable from it in the middle of the span
  };
  What what = What::cost;
  double now = 0;                         ///< the plan's weight
  double cap = 0;                         ///< USD per 1,000 calls, or ms
  bool cap_observed = false;              ///< the plan has none: the largest mean that was observed
  std::vector<Span> spans;                ///< ascending, the first from 0
};

/// A factor on a price, a time or a weight at which a rival overtakes the chosen one. Between `level_from` and `sure`
/// (the one nearer to 1 first) the records cannot tell the two apart.
struct Turn {
  double at = 1;
  std::optional<double> level_from, sure;   ///< unset: no factor does that
};

struct Flip {
  std::uint32_t candidate = 0;            ///< the rival
  std::size_t items = 0;                  ///< asked of both
  std::optional<Estimate> lead;           ///< its utility less the chosen one's; unset where cost or time alone decide
  bool level = false;                     ///< not distinguishable as it is
  std::optional<Turn> price, latency;     ///< factors on the rival's own, below 1
  std::optional<Turn> quality_weight;     ///< a factor on the plan's weight of quality
};

/// Whether something cheaper can stand in for the plan's incumbent. Qualities are compared by as many answers an item as
/// the plan repeats, costs on the items that both were asked.
struct Replacement {
  struct Unshown {
    std::uint32_t candidate = 0;
    std::optional<Estimate> difference{};   ///< its quality less the incumbent's
    bool exact = false;                     ///< on all items: below by more than the margin there
  };
  std::uint32_t incumbent = 0;
  double margin = 0;                      ///< of quality
  bool margin_set = false;                ///< by the plan; else the objective's `within`
  std::uint32_t candidate = 0;            ///< the cheapest that is shown to be not worse; the incumbent: stay with it
  bool certified = false;                 ///< by a race's certificate
  bool exact = false;                     ///< not so, but each item was judged for both, and the claim is about these items;
                                          ///< neither: by the low end of the paired interval
  std::optional<Estimate> difference;     ///< its quality less the incumbent's
  std::optional<double> usd_per_1k, incumbent_usd_per_1k;
  std::vector<Unshown> unshown;           ///< cheaper yet, but not shown to be not worse
};

/// What several candidates together would have given; each item's by candidates picked without that item.
struct Mix {
  std::optional<Estimate> quality;
  std::optional<double> usd_per_1k;       ///< unset: the cost of some is unknown
  std::optional<Estimate> gain;           ///< of utility, over the chosen one alone; 0 without width: it is the chosen one
};

/// For each kind of item its own candidate.
struct Router {
  struct Group {
    std::string name;                     ///< a suite, or a tag's value
    std::size_t items = 0;
    std::uint32_t candidate = 0;          ///< highest utility there, by all items: picked on what it is shown with
    std::optional<Estimate> lead;         ///< over the chosen one there: selected, hence biased upwards
  };
  std::string by;                         ///< "suite", or a tag's name
  std::vector<Group> groups;
  Mix mix;                                ///< cross-fitted
  double naive_gain = 0;                  ///< what picking and scoring on the same items would have said
};

/// One that is cheaper than the chosen one answers; where its answer failed or is flawed a dearer one is asked too.
struct Cascade {
  std::uint32_t first = 0, second = 0;    ///< picked by all items
  double passed_on = 0;                   ///< share of the items
  Mix mix;                                ///< cross-fitted
};

struct Portfolio {
  std::size_t items = 0;                  ///< the first so many of the order: those that all `candidates` were asked
  bool all_items = false;                 ///< they are all there are
  std::vector<std::uint32_t> candidates;
  Mix chosen;                             ///< alone, on these items; no gain
  std::vector<Router> routers;            ///< by suite first, then a tag column each
  std::optional<Cascade> cascade;
  std::vector<std::string> notes;         ///< what was left out: "tag customer: 812 values are too many"
};

struct Decision {
  std::uint32_t chosen = 0;
  std::vector<std::uint32_t> level;       ///< not distinguishable from it in quality: the paired interval includes 0
  std::optional<std::vector<std::uint32_t>> possible;   ///< not excluded as the best by the last race's certificate
  std::optional<std::uint32_t> runner_up;
  Savings savings;
  std::vector<WeightAxis> weights;
  std::size_t weighed_items = 0;          ///< that `weights` rest on
  std::vector<std::uint32_t> weighed;     ///< candidates in `weights`
  std::vector<Flip> flips;                ///< the nearest rivals; only those with a turn
  std::optional<Replacement> replacement; ///< where the plan names an incumbent
  std::optional<Portfolio> portfolio;     ///< unset: nothing to mix
};

}  // namespace shortlist
