#pragma once
// The plug for how a stage narrows the field. A race goes in rounds, in lockstep: the policy says whom to ask how far,
// all of it is asked and recorded, then the policy cuts. It sees the board only at these two moments and reads it only
// up to what its rounds have asked, so nothing depends on who answers first.
//
// A policy may keep what it learns from round to round: it is made anew for each stage, and open and close are called
// in turn, once a round, also when a run is resumed or replayed.
#include <cstdint>
#include <span>
#include <vector>

#include "harness/race/board.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// The field as a round opens or closes.
struct Field {
  const Stage& stage;
  const Board& board;
  std::span<const std::uint32_t> racing;   ///< candidates still in, ascending
  std::span<const std::size_t> asked;      ///< one a candidate of the plan: it has been asked this many first items
  std::uint32_t round;                     ///< from 1, within the stage
};

/// Ask this candidate up to its first `items` items. Who is left out of a round pauses.
struct Target { std::uint32_t candidate; std::size_t items; };

class Policy {
 public:
  virtual ~Policy() = default;
  /// Whom to ask how far in the next round; nothing ends the stage. Targets that are already met are left out.
  virtual std::vector<Target> open(const Field& field) = 0;
  /// Who leaves, now that every call of the round has its record. `asked` includes the round. The race fills in
  /// the cuts' stage and round.
  virtual std::vector<Cut> close(const Field& field) = 0;
  /// Rounds of this stage if all goes as planned, for a progress display.
  virtual std::size_t rounds() const = 0;
};

}  // namespace shortlist
