#pragma once
// Holds a lane back before the provider has to: once its headers say that little is left, what is left is spread over
// the time until more comes. Pure: `now` is an argument.
#include <cstdint>
#include <map>

#include "harness/types/record.hpp"

namespace shortlist {

/// Providers count by model, so each candidate has its own state; the lane keeps to the strictest.
class QuotaGuard {
 public:
  /// What the lane has under way when a reply comes.
  struct Load {
    std::size_t in_flight = 0;
    double tokens_a_call = 0;   ///< as expected; 0: not known yet
  };
  /// What the headers of a reply to `candidate` said. True: from here on the lane is held back.
  bool heed(std::uint32_t candidate, const Quota& quota, const Load& load, Instant now);
  /// The earliest instant for the next call; Instant::min() while nothing is near its end.
  Instant ready() const;
  void sent(Instant now);

  /// "Nearly used up": less than this share of the limit, or less than what is already in flight may take.
  static constexpr double near_share = 0.1;
  /// A longer window is a day's or a month's quota: it is used up, not stretched, and its end stops the lane.
  static constexpr Duration window_max = std::chrono::seconds(120);

 private:
  struct Hold {
    Duration interval;   ///< between two calls
    Instant ends;        ///< when the quota is whole again
    Instant ready(Instant last_sent) const;
  };
  std::map<std::uint32_t, Hold> holds_;   ///< of candidates near their quota: mostly none
  Instant last_sent_{};
};

}  // namespace shortlist
