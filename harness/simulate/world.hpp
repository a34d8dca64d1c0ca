#pragma once
// Tables made up to be hard: nothing tells the candidates apart but what a race is to find.
#include "harness/simulate/table.hpp"

namespace shortlist::simulation {

/// All candidates have exactly the same mean, but for one, which is better by `gap`; scores are 0 and 1, and items differ
/// in difficulty, so that candidates succeed and fail together. With a gap just above what the race is asked to resolve,
/// there is nobody to drop early and every stop is nearly a mistake: the least favourable case of a guarantee.
struct World {
  std::size_t candidates = 10, items = 500;   ///< >= 1
  double gap = 0.02;                          ///< [0, 0.3]
};

/// Item difficulty d ~ N(0, 1.5), P(right) = 1 / (1 + exp(d - 0.5)); then single cells are flipped until every row's sum
/// is what it must be. Which row is the better one is drawn, too.
Table least_favourable(const World& world, Random random);

/// In (0, 1).
double uniform(Random& random);
/// Standard normal (Box & Muller, Annals of Mathematical Statistics 29, 1958).
double normal(Random& random);

}  // namespace shortlist::simulation
