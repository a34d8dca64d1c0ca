#pragma once
// The plan's hard limits, tested as the answers come: a candidate leaves once it is certain, up to an error share of its
// own, that it breaks one on these items.
//
// Each limit is the mean of something bounded over all items: of "slower than L" (at most .05 for a p95 of L), of
// min(cost, 4 C) / 4 C (at most .25 for a mean cost of C; clipping only helps the candidate). So the bets of bet.hpp
// hold: e = -q. An unknown time or cost is no evidence. Times depend on when they were measured, so of them this is a
// test, not a certificate (C10).
#include <cstdint>
#include <string>
#include <vector>

#include "harness/race/bet.hpp"
#include "harness/race/policy.hpp"

namespace shortlist {

class LimitTests {
 public:
  static constexpr double share_of_error = 0.2;   ///< that goes to these tests, where there are limits

  /// `error`: of the stage as a whole.
  LimitTests(const Objective& objective, const Field& field, double error, bool infinite);
  /// Reads what has come since, and cuts.
  std::vector<Cut> cut(const Field& field);

 private:
  struct Test {
    std::string what;               ///< "p95 2,500 ms"
    Board::Figure figure{};
    double full = 0;                ///< amount that counts as 1; less counts in proportion, or as 0
    bool in_proportion = false;
    double allowed = 0;             ///< q
  };
  struct Account {
    Past past;
    double log = 0;
    std::size_t over = 0;
  };
  double value(const Test& test, double amount) const;

  std::vector<Test> tests_;
  double bar_ = 0;
  Population population_;
  std::vector<std::vector<Account>> accounts_;   // by candidate of the plan, by test
};

}  // namespace shortlist
