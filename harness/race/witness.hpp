#pragma once
// Evidence on the candidates of one stage, fed from the board: what the certified race, the fast one and the one on a
// budget have in common.
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/race/evidence.hpp"
#include "harness/race/policy.hpp"
#include "harness/race/units.hpp"
#include "harness/types/stage.hpp"

namespace shortlist {

/// The margin a plan leaves out: the paired standard error that the whole suite has itself, .4 / sqrt(units), between 1
/// and 3 points, to the nearest half point. .4 is the usual standard deviation of a paired difference among good
/// candidates, fixed beforehand.
double default_within(std::size_t units);

class Witness {
 public:
  /// `field`: as the bets begin. Its candidates are numbered in the plan's order. `error_share`: of the stage's error.
  Witness(const RaceStage& stage, const Field& field, double error_share = 1);

  const Units& units() const { return units_; }
  Evidence& evidence() { return evidence_; }
  const Evidence& evidence() const { return evidence_; }
  std::uint32_t candidate(std::uint32_t number) const { return entrants_[number]; }
  std::uint32_t number(std::uint32_t candidate) const;
  /// Units that the first round must bring all to: everything that any of them has been asked, and a few.
  std::size_t first_units(const Field& field) const;
  /// Shows the evidence all that has come since.
  void feed(const Field& field);
  /// "41.2 % on 40 items, 18.5 points behind b (paired, 7.0 .. 30.1)".
  std::string standing(const Field& field, std::uint32_t number) const;
  Certificate certificate(const Board& board) const;
  /// What its tests show is proven, not calibrated, no value depends on when it was asked (C10), and none is assumed.
  bool certifies(const Board& board) const { return stage_.mode != RaceStage::Mode::fast && why_none(board).empty(); }

 private:
  std::string why_none(const Board& board) const;
  RaceStage stage_;
  std::vector<std::uint32_t> entrants_;
  Units units_;
  double within_;
  bool depends_on_time_;
  Evidence evidence_;
};

}  // namespace shortlist
