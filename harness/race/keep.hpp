#pragma once
// Who is better by what was asked so far, where no proof is at hand.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/race/policy.hpp"

namespace shortlist {

/// Where one candidate stands.
struct Rank {
  std::uint32_t candidate = 0;
  bool judged = false;
  bool within_limits = true;   ///< the plan's hard limits, as far as its own items tell
  double utility = 0;          ///< of figures.hpp, over what it was asked, [0, 1]

  /// Better first: judged, within the limits, the higher utility, the plan's order.
  bool operator<(const Rank& other) const;
};
/// Those still racing, best first.
std::vector<Rank> ranked(const Field& field);

/// "41.2 % on 40 items, 18.5 points behind b (paired, 7.0 .. 30.1)": why `out` leaves and `best` does not.
std::string evidence(const Field& field, const Rank& out, const Rank& best);

/// Leaves the `keep` best by what was asked of them so far; nobody leaves where there are no more.
std::vector<Cut> all_but_the_best(const Field& field, std::size_t keep);

}  // namespace shortlist
