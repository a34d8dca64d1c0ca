#pragma once
// What routers and cascades are worked out from: all amounts of the candidates, folds, and the sums of a mix.
#include <span>
#include <string>
#include <vector>

#include "harness/board/statistics.hpp"
#include "harness/ranking/compared.hpp"
#include "harness/ranking/portfolio.hpp"

namespace shortlist {

inline constexpr std::size_t folds = 5;

struct Mixer {
  /// REQUIRES: the chosen one is among those compared.
  Mixer(const Board& board, const Compared& compared, std::uint32_t chosen);

  std::size_t items() const { return shares.size(); }
  double utility(std::size_t row, std::size_t item) const { return shortlist::utility(knobs, table[row][item]); }
  /// Of one amount an item; `costs_known`: else the mix has no cost.
  Mix mix(std::span<const Amount> picked, bool costs_known, bool with_gain) const;

  const Board& board;
  const Compared compared;
  const Knobs knobs;
  std::size_t chosen = 0;                    ///< a row
  std::vector<std::vector<Amount>> table;    ///< one row a candidate compared
  std::size_t unanswered = 0;                ///< amounts without a quality, which count as 0
  std::vector<bool> priced;                  ///< of each row: every answer's cost is known, and there is one
  std::vector<double> shares;                ///< of each item in the mean; they sum to 1
  std::vector<std::uint8_t> fold;            ///< of each item
};

/// Unset with fewer than 2 values among the items, or more than 50: then `notes` says so.
std::optional<Router> route(const Mixer& mixer, std::string by, std::span<const std::string> value_of_item,
                            std::vector<std::string>& notes);
/// Unset where nobody is known to be cheaper than the chosen one: `notes` says so where its own cost is known.
std::optional<Cascade> cascade(const Mixer& mixer, std::vector<std::string>& notes);

}  // namespace shortlist
