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

#include "harness/board/board.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// The field as a round opens or closes.
struct Field {
  const Board& board;
  std::span<const std::uint32_t> racing;   ///< candidates still in, ascending
  std::span<const Cut> cuts;               ///< who left before, in order
  /// One a candidate of the plan: it has been asked this many first items, each as often as the plan repeats.
  std::span<const std::size_t> asked;
  std::uint32_t round;                     ///< from 1, within the stage
};

/// Ask this candidate up to its first `items` items, each `repeats` times (0: as the plan says). Who is left out of a
/// round pauses. One that has left may be asked all the same.
struct Target {
  std::uint32_t candidate;
  std::size_t items;
  std::uint32_t repeats = 0;
};

class Policy {
 public:
  virtual ~Policy() = default;
  /// Who leaves before anyone is asked, by what is declared or known already.
  virtual std::vector<Cut> enter(const Field&) { return {}; }
  /// Whom to ask how far in the next round; nothing ends the stage. Targets that are already met are left out.
  virtual std::vector<Target> open(const Field& field) = 0;
  /// Who leaves, now that every call of the round has its record. `asked` includes the round. The race fills in
  /// the cuts' stage and round.
  virtual std::vector<Cut> close(const Field& field) = 0;
  /// Asked after close: who of those that this stage had dropped comes back, since the reason is gone.
  virtual std::vector<std::uint32_t> taken_back() { return {}; }
  /// What the answers prove so far; not asked where nobody is left. Called between rounds, and at the stage's end, when its cuts have fallen.
  virtual std::optional<Certificate> certificate(const Field&) const { return std::nullopt; }
  /// What a reader must know of how it went, one line each.
  virtual std::vector<std::string> notes(const Field&) const { return {}; }
  /// Rounds of this stage if all goes as planned, for a progress display.
  virtual std::size_t rounds() const = 0;
};

}  // namespace shortlist
