#pragma once
// From the board, the standings and the stages to the decision: types/decision.hpp. Pure.
//
// Compared are the candidates that stayed and are within the limits, and those that left but were asked no fewer items,
// on the first items that all of them were asked; of more than 32 the first 32 by standing. A flip's figures rest on the
// items that its own two candidates were asked, which may be more.
//
// Flips, of at most 8 rivals in order of standing. With `prefer: utility` and a weight on cost (latency), the factor on
// the rival's price (time) solves mean utility(rival) = mean utility(chosen), item by item with the caps; the factor on
// the weight of quality solves it exactly. `level_from` and `sure` solve it for the ends of the paired 95 % interval.
// With `prefer: cheapest` (fastest), among those within `within` of the highest quality, it is the ratio of the two
// costs (p95 times), and of the ends of their intervals.
#include <optional>
#include <span>

#include "harness/board/board.hpp"
#include "harness/ranking/compared.hpp"
#include "harness/ranking/ranking.hpp"
#include "harness/types/decision.hpp"

namespace shortlist {

/// `standings`: by place, the chosen one first.
Decision decide(const Board& board, std::span<const Standing> standings, const RaceStatus& status);

}  // namespace shortlist
