#pragma once
// What is known of each call, small enough to keep for millions: 5 bytes a call, 12 more where it has times and cost
// (TTFT, total and cost, whose exact values over the first n items decide). All else is sums and histograms, whose size
// does not grow with the calls.
// Records go in by any order and come out by the order of items, so no figure depends on who answered first.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "harness/board/order.hpp"
#include "harness/board/served.hpp"
#include "harness/board/timings.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

/// How the calls of one candidate ended.
struct Tally {
  std::size_t calls = 0, answers = 0, failed = 0;                      ///< calls that were made
  std::size_t records = 0;                                             ///< with those never sent
  std::size_t retried = 0, cached = 0;   ///< asked by this run more than once; answered from earlier runs
  std::size_t refused = 0, truncated = 0, empty = 0, unparsable = 0;   ///< flaws of answers
  std::size_t not_judged = 0;    ///< answers that no metric could judge
  std::size_t skipped = 0;       ///< left out of the mean, as the plan's failure policy says
  std::size_t incomplete = 0;    ///< likewise, and the run counts as incomplete
  std::size_t left_open = 0;     ///< those of them that failed
  std::size_t cost_unknown = 0;  ///< answers without a known cost
  Effort effort;                 ///< of all calls
};

/// Thread safety: none.
class Board {
 public:
  static constexpr std::uint32_t all_repeats = std::numeric_limits<std::uint32_t>::max();
  static constexpr float none = std::numeric_limits<float>::quiet_NaN();

  /// REQUIRES: plan and order outlive it.
  Board(const Plan& plan, const Order& order);

  /// False, and nothing changes, when the call has a record already or is none of this plan.
  bool insert(const Record& record);
  bool in_plan(const CallKey& key) const;
  bool has(std::uint32_t candidate, std::size_t position, std::uint32_t repeat) const;

  std::size_t candidates() const { return columns_.size(); }
  std::uint32_t repeats() const { return repeats_; }   ///< the most that any stage asks for
  std::size_t records() const { return records_; }
  const Order& order() const { return order_; }
  const Plan& plan() const { return plan_; }
  const Tally& tally(std::uint32_t candidate) const { return tallies_[candidate]; }
  const Timings& timings(std::uint32_t candidate) const { return timings_[candidate]; }
  Served served(std::uint32_t candidate) const { return served_[candidate].served(); }

  /// Mean over the judged ones of an item's first `repeats` answers, [0, 1]; NaN if there are none.
  double quality(std::uint32_t candidate, std::size_t position, std::uint32_t repeats = all_repeats) const {
    const auto& scores = columns_[candidate].quality;
    const std::size_t first = cell(position, 0);
    if (first >= scores.size()) return none;
    return repeats == 1 ? scores[first] : mean_of_repeats(scores.data() + first, std::min(repeats, repeats_));
  }

  /// One kind of figure of the first `items` items, each item's first `repeats` calls, in item order; only those known.
  /// Quality is [0, 1]; times are those that timed() lets count; costs those of answers.
  enum class Figure { quality, ttft_ms, total_ms, cost_usd };
  std::vector<float> known(Figure figure, std::uint32_t candidate, std::size_t items, std::uint32_t repeats = all_repeats) const;
  /// Mean over those known of an item's first `repeats` calls; NaN if none is.
  double mean(Figure figure, std::uint32_t candidate, std::size_t position, std::uint32_t repeats) const;
  /// Answers within the first `items` items whose cost is unknown.
  std::size_t cost_unknown(std::uint32_t candidate, std::size_t items, std::uint32_t repeats = all_repeats) const;
  /// Calls within the first `items` items that failed for good.
  std::size_t failed(std::uint32_t candidate, std::size_t items, std::uint32_t repeats = all_repeats) const;
  /// The answers an item that both have: of a confirmed and an unconfirmed candidate, those of the plan's own repeats.
  std::uint32_t common_repeats(std::uint32_t a, std::uint32_t b) const { return std::min(repeats_of_[a], repeats_of_[b]); }
  /// Whether there is a record of the call, and it was sent.
  bool made(std::uint32_t candidate, std::size_t position, std::uint32_t repeat) const;
  /// Of an item's first `repeats` calls, those that the failure policy leaves out of the mean.
  std::uint32_t left_out(std::uint32_t candidate, std::size_t position, std::uint32_t repeats) const;
  /// How an item's first call ended. REQUIRES: it has a record.
  enum class Ending : std::uint8_t { good, failed, refused, truncated, empty, unparsable, not_judged };
  Ending ending(std::uint32_t candidate, std::size_t position) const {
    return static_cast<Ending>(columns_[candidate].seen[cell(position, 0)] >> ending_shift);
  }
  bool flawed(std::uint32_t candidate, std::size_t position) const { return ending(candidate, position) != Ending::good; }

 private:
  static constexpr int ending_shift = 4;   ///< in Columns::seen, above four bits
  // One candidate's calls by position * repeats + repeat, as long as what was observed; NaN is unknown.
  struct Columns {
    std::vector<std::uint8_t> seen;
    std::vector<float> quality, ttft_ms, total_ms, cost_usd;
  };
  std::size_t cell(std::size_t position, std::uint32_t repeat) const { return position * repeats() + repeat; }
  static double mean_of_repeats(const float* scores, std::uint32_t repeats);
  std::size_t count(std::uint32_t candidate, std::size_t items, std::uint32_t repeats, std::uint8_t mask,
                    std::uint8_t wanted) const;
  static const std::vector<float>& column(const Columns& columns, Figure figure);
  void put(std::vector<float>& column, std::size_t at, std::optional<double> value) const;
  void put_answer(Columns& columns, std::size_t at, const Record& record) const;
  void count_in(Tally& tally, const Record& record) const;
  static void count_in(Effort& effort, const Record& record);
  static Ending ending_of(const Record& record);
  Treatment treatment(const Record& record) const;

  const Plan& plan_;
  const Order& order_;
  const std::uint32_t repeats_;
  std::vector<Columns> columns_;
  std::vector<Tally> tallies_;
  std::vector<Timings> timings_;
  std::vector<ServedTally> served_;
  std::vector<std::uint32_t> repeats_of_;   // one more than the highest repeat on record; the plan's at least
  std::size_t records_ = 0;
};

}  // namespace shortlist
