#pragma once
// What a plan's stages will probably take: its own race, run on made-up answers before anyone is asked.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/types/plan.hpp"

namespace shortlist::simulation {

/// A figure in three fields of candidates: spread far apart, as usual, and close together.
struct Range {
  double low = 0, expected = 0, high = 0;
};

struct StageForecast {
  std::string name;    ///< "race", "race 2"
  Range stayed;        ///< candidates
  double entered = 0;  ///< as usual
  Range calls;
  std::optional<Range> usd;  ///< with each call at its worst; unset where a price is unknown
  /// Of a race on a budget: its share of the calls, and the least that it takes of them where that is more.
  struct Overshoot {
    double budget = 0, at_least = 0;
    std::size_t known = 0;  ///< items of each that were asked before and count
  };
  std::optional<Overshoot> overshoot{};
};

/// The assumption, which whoever prints a forecast must print too: answers are right or wrong, items differ
/// in difficulty (standard deviation 1.5 on the logit scale) and candidates in ability: by 1.2 (low), 0.5
/// (expected) and 0.05 (high). `low` is the first decile of the replays of the first, `expected` the mean of
/// the second, `high` the ninth decile of the third. Nobody fails or is flawed. Of suites that are too large
/// to rehearse in a moment only a part is made up
/// (`items` of each replay), and calls are scaled up: too high rather than too low, since a race needs a
/// smaller share of a larger suite.
/// `calls` and `usd` are those of all stages of one replay together: not the sums of the stages' own, which
/// are high in different replays. low <= expected <= high <= what all entrants could take (entrants.hpp).
struct Forecast {
  std::vector<StageForecast> stages;
  Range calls;
  std::optional<Range> usd;
  std::size_t items = 0, of = 0;
};
/// `worst_usd`: of one call, one a candidate (of those whom declared facts keep out: no matter), or empty
/// where a price is unknown. REQUIRES: the suites have their items. 20 replays of each field, fewer of large
/// plans.
Forecast rehearse(const Plan& plan, std::span<const double> worst_usd);

}  // namespace shortlist::simulation
