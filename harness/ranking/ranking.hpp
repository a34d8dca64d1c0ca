#pragma once
// From the board to the ranking: who is chosen, in which order the rest stand, and why. Pure.
//
// Order. Those who stayed to the end stand above those who left, who stand by when they left, the later the better.
// Among equals in this: those with a judged answer, in every suite in which anyone has one, above the others; those
// within the hard limits above the others; then by the plan's `prefer`:
//   utility    whom the race that asked last found ahead, then by the utility of figures.hpp, highest first: others may
//              have paused on a lucky stretch of the items
//   cheapest   those within `within` of the highest quality first, by USD per 1,000 answers; an unknown cost is last
//   fastest    likewise by the 95th percentile of total time
// and outside that group by quality. Equal in all: the cheaper, then the plan's order.
//
// Chosen is the first, if it stayed, has judged answers in all suites, a quality above 0 and is within the limits;
// otherwise nobody.
// Place. Exact ties share a place. With `utility`, those just below the chosen whose utility the records cannot tell
// from its utility (the paired interval of the difference includes 0) share place 1.
//
// Pareto. On quality, total p95 and USD per 1,000; a candidate is off the front when another is at least as good on all
// and clearly better on one: their intervals do not meet. An axis unknown for both is left out; known for one only,
// neither dominates the other.
#include <span>
#include <vector>

#include "harness/board/board.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// How far the race has come.
struct RaceStatus {
  std::span<const Cut> cuts;       ///< in the order they fell
  std::vector<StageReport> stages;
  bool finished = false;
  std::string open;                ///< the open round: "race, round 2"
  std::size_t open_calls = 0, open_missing = 0;   ///< its calls, and those of them without a record
  bool strays = false;             ///< records came that are none of this plan's calls
};

Ranking rank(const Board& board, const RaceStatus& status);

}  // namespace shortlist
