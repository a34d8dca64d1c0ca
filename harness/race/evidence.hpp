#pragma once
// What the answers prove, as they come in lockstep: who cannot be the best (dropped), and whom the leader is at most
// `within` below (covered). README.md has the theorem and the conditions C1 to C11 that the names here refer to.
//
// Candidates are numbered 0 .. K-1, units 0 .. N-1 in the common random order; values lie in [0, 1]. A value that is not
// known, since its answer is missing, has two bounds, and each bet takes the one that speaks against it: what is shown
// holds whatever the missing answers would have been.
// A round goes: fix_opponents (before anything of the batch is looked at), take (the batch's values), bank, settle.
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "harness/race/bet.hpp"

namespace shortlist {

struct EvidenceSetting {
  std::size_t candidates = 0;
  Population population;
  double within = 0;              ///< in the units' scale, >= 0
  double error = 0.05;            ///< certified: delta, the probability of any wrong statement. Else: the level of each test
  bool certified = true;
  std::vector<double> favourites{};   ///< one a candidate, sum <= 1: weights given before anything was seen (C5); or empty
};

class Evidence {
 public:
  explicit Evidence(EvidenceSetting setting);

  // ---- a round
  /// Who will be asked the next units, all of whom have answered the same ones: fixes against whom each bets (C2).
  void fix_opponents(std::span<const std::uint32_t> asked);
  /// Appends values in order, each with its bounds. A candidate that catches up is taken likewise, and bets nothing (C3).
  /// REQUIRES: as many of one as of the other, least <= most.
  void take(std::uint32_t candidate, std::span<const float> least, std::span<const float> most);
  void take(std::uint32_t candidate, std::span<const float> values) { take(candidate, values, values); }
  /// The bets of those fixed, over all units that have come since (C1: all of them). Drops who cannot be the best.
  void bank();
  /// The leader, the starts and the covers, from what there is.
  void settle();

  /// Takes one out of the race for another reason than these bets.
  void remove(std::uint32_t candidate) { live_[candidate] = false; }

  // ---- what is known
  std::size_t candidates() const { return columns_.size(); }
  std::size_t seen(std::uint32_t candidate) const { return columns_[candidate].size(); }
  std::size_t most_seen() const;
  bool live(std::uint32_t candidate) const { return live_[candidate]; }
  /// Of what is known.
  double mean(std::uint32_t candidate) const;
  /// Log wealth against "it is the best".
  double log_wealth(std::uint32_t candidate) const { return wealth_[candidate]; }
  std::uint32_t leader() const { return leader_; }
  /// The leader covers all other live ones.
  bool finished() const;
  /// Who must be asked on: the live ones that nobody covers, or, if all are covered by somebody, by the leader; and it.
  std::vector<std::uint32_t> needed() const;
  /// Whether the leader is at most `margin` (in the units' scale) below all other live ones.
  bool leader_within(double margin) const;

  static constexpr double dropping_share = 0.6;                        ///< alpha: the part of delta for dropping
  static constexpr std::array<std::size_t, 2> starts{30, 100};         ///< units at which covering starts anew ...
  static constexpr std::array<double, 2> start_shares{0.6, 0.4};       ///< ... and its part of the cash, less a favourites' part
  static constexpr double favourites_share = 0.3;
  static constexpr std::size_t contenders = 5;                         ///< covers are kept up for so many best
  static constexpr std::size_t first_units = 5;                        ///< asked of all before any bet

 protected:   // for the tests' mutants, which break one condition each
  struct Opponents {
    std::uint32_t candidate = 0;
    std::vector<std::uint32_t> mix;   ///< the mean of these
    Past past;                        ///< of today's mix, over all units so far
  };
  /// Bets on "j is at least `within` better than L", unit by unit, and where they stood at each start.
  struct Cover {
    Past past;
    double log = 0;
    std::vector<double> at_start;
  };
  /// Cash exchanged for bets on each possible leader.
  struct Start {
    std::size_t unit = 0;
    std::vector<double> log_weights;   ///< one a candidate: log of (1 - alpha) v w
  };
  struct Contender {
    std::vector<Cover> covers;    ///< one a candidate
    std::vector<bool> covered;    ///< for good (C6)
  };
  struct Moment {                 ///< sum of products of two candidates' values over their first `seen` units
    double sum = 0;
    std::size_t seen = 0;
  };

  const std::vector<float>& most(std::uint32_t candidate) const {
    return most_[candidate].empty() ? columns_[candidate] : most_[candidate];
  }
  double product(std::uint32_t a, std::uint32_t b, std::size_t units);
  Opponents opponents_of(std::uint32_t candidate, std::span<const std::uint32_t> best, std::size_t units);
  Past past_of(std::uint32_t candidate, std::span<const std::uint32_t> mix, std::size_t units);
  double growth(const Past& past) const;
  std::vector<std::uint32_t> best_first(std::vector<std::uint32_t> candidates) const;
  void lead_from_behind();
  void start_anew(std::span<const std::uint32_t> full);
  std::vector<double> leader_weights(std::span<const std::uint32_t> full) const;
  const std::vector<bool>& cover(std::uint32_t contender);
  bool covers(std::uint32_t contender, std::uint32_t candidate) const;
  void advance(Cover& cover, std::uint32_t contender, std::uint32_t candidate, double e) const;
  double total(const Cover& cover, std::uint32_t contender, std::uint32_t candidate) const;
  bool exactly_within(std::uint32_t contender, std::uint32_t candidate, double margin) const;
  double cover_bar() const;
  double drop_bar() const;

  EvidenceSetting setting_;
  double alpha_;
  std::vector<std::vector<float>> columns_;   ///< the least that each value may be
  std::vector<std::vector<float>> most_;      ///< and the most; empty: the same
  std::vector<double> sums_, most_sums_, wealth_;
  std::vector<bool> live_, covered_by_any_;
  std::vector<Opponents> fixed_;
  std::map<std::uint32_t, std::vector<Moment>> products_;   ///< by one of the two
  std::map<std::uint32_t, Contender> contenders_;
  std::vector<Start> starts_;
  std::size_t first_bets_ = 0, next_start_ = 0;
  std::uint32_t leader_ = 0;
  bool settled_ = false;
};

}  // namespace shortlist
