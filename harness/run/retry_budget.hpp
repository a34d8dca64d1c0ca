#pragma once
// How many retries a lane can afford: a server in trouble must not be asked twice as often for it. Pure.
#include <algorithm>

namespace shortlist {

/// A bucket that retries empty and answers fill (botocore's retry quota; the numbers are Google's: "Site Reliability
/// Engineering", 2016, chapter 21, a retry budget of 10 % a client). A retry after "slow down" is free, for each such
/// reply already cuts what may be in flight.
class RetryBudget {
 public:
  bool affords_one() const { return left_ >= retry_costs - rounding; }
  void spend() { left_ -= retry_costs; }
  void earn() { left_ = std::min(full, left_ + answer_earns); }

  static constexpr double full = 100, retry_costs = 1, answer_earns = 0.1;

 private:
  static constexpr double rounding = 1e-9;   // ten times 0.1 is enough for a retry
  double left_ = full;
};

}  // namespace shortlist
