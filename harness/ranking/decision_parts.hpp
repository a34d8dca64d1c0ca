#pragma once
// The parts of a decision, a file each; decision.cpp puts them together.
#include <optional>
#include <span>
#include <vector>

#include "harness/board/utility.hpp"
#include "harness/ranking/compared.hpp"
#include "harness/ranking/ranking.hpp"
#include "harness/types/decision.hpp"

namespace shortlist {

/// REQUIRES of all: standings by place, the chosen one first.
std::vector<WeightAxis> weight_axes(const Board& board, const Compared& compared);
std::vector<Flip> flips(const Board& board, std::span<const Standing> standings, const Compared& compared);
std::optional<Replacement> replacement(const Board& board, std::span<const Standing> standings, const RaceStatus& status);

/// Upper envelope of the lines a + w b for w >= 0: which line is highest from which w on. Ties go to the steeper line,
/// then to the earlier.
struct Line { double a = 0, b = 0; };
struct Piece { double from = 0; std::size_t line = 0; };
std::vector<Piece> envelope(std::span<const Line> lines);

}  // namespace shortlist
