// For each kind of item its own candidate, cross-fitted.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "harness/ranking/mixer.hpp"

namespace shortlist {
namespace {

constexpr std::size_t values_max = 50;

/// Sums of share x utility by candidate, in each fold of one group of items.
struct Sums {
  explicit Sums(std::size_t rows) : by_fold(rows) {}
  std::vector<std::array<double, folds>> by_fold;
  std::array<std::size_t, folds> items{};

  void add(const Mixer& m, std::size_t item) {
    ++items[m.fold[item]];
    for (std::size_t row = 0; row < by_fold.size(); ++row)
      by_fold[row][m.fold[item]] += m.shares[item] * m.utility(row, item);
  }
  double without(std::size_t row, std::size_t fold) const {
    double sum = 0;
    for (std::size_t f = 0; f < folds; ++f)
      if (f != fold) sum += by_fold[row][f];
    return sum;
  }
  bool none_without(std::size_t fold) const {
    std::size_t n = 0;
    for (std::size_t f = 0; f < folds; ++f) n += f == fold ? 0 : items[f];
    return n == 0;
  }
  /// The row with the highest sum outside the fold (`folds`: of all items), the chosen one on a tie.
  std::size_t pick(std::size_t fold, std::size_t chosen) const {
    std::size_t highest = chosen;
    for (std::size_t row = 0; row < by_fold.size(); ++row)
      if (without(row, fold) > without(highest, fold)) highest = row;
    return highest;
  }
};

struct Groups {
  std::vector<std::string> names;      // ascending
  std::vector<std::size_t> of_item;
};

Groups groups_of(std::span<const std::string> value_of_item) {
  std::map<std::string_view, std::size_t> known;
  for (const std::string& value : value_of_item) known.try_emplace(value, 0);
  Groups groups;
  for (auto& [name, index] : known) index = groups.names.size(), groups.names.emplace_back(name);
  for (const std::string& value : value_of_item) groups.of_item.push_back(known.at(value));
  return groups;
}

Router::Group described(const Mixer& m, const Groups& groups, std::size_t group, std::size_t row) {
  Router::Group g{groups.names[group], 0, m.compared.candidates[row], {}};
  // Items of other groups have no part in it: within a suite they would dilute the mean.
  Sample sample;
  for (std::size_t p = 0; p < m.items(); ++p)
    if (groups.of_item[p] == group) ++g.items, sample.add(m.utility(row, p) - m.utility(m.chosen, p));
  if (row != m.chosen) g.lead = mean_of_differences(sample);
  return g;
}

}  // namespace

std::optional<Router> route(const Mixer& m, std::string by, std::span<const std::string> value_of_item,
                            std::vector<std::string>& notes) {
  const Groups groups = groups_of(value_of_item);
  if (groups.names.size() < 2) return std::nullopt;
  if (groups.names.size() > values_max) {
    notes.push_back(fmt::format("by {}: {} values are more than {}, left out", by, groups.names.size(), values_max));
    return std::nullopt;
  }
  std::vector<Sums> sums(groups.names.size(), Sums(m.table.size()));
  Sums all(m.table.size());
  for (std::size_t p = 0; p < m.items(); ++p) sums[groups.of_item[p]].add(m, p), all.add(m, p);
  Router router{std::move(by), {}, {}, 0};
  for (std::size_t g = 0; g < sums.size(); ++g) {
    const std::size_t row = sums[g].pick(folds, m.chosen);
    router.naive_gain += sums[g].without(row, folds) - sums[g].without(m.chosen, folds);
    router.groups.push_back(described(m, groups, g, row));
  }
  std::vector<Amount> picked(m.items());
  bool priced = true, only_chosen = true;
  for (std::size_t p = 0; p < m.items(); ++p) {
    const Sums& group = sums[groups.of_item[p]];
    const std::size_t row = (group.none_without(m.fold[p]) ? all : group).pick(m.fold[p], m.chosen);
    picked[p] = m.table[row][p], priced = priced && m.priced[row], only_chosen = only_chosen && row == m.chosen;
  }
  router.mix = m.mix(picked, priced, true);
  // The same answers on each item: no sample is needed to know the difference.
  if (only_chosen && router.mix.gain) router.mix.gain = Estimate{0, 0, 0, router.mix.gain->n};
  return router;
}

}  // namespace shortlist
