// One cheaper than the chosen one first, a dearer one where its answer is no good; cross-fitted.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "harness/ranking/mixer.hpp"

namespace shortlist {
namespace {

constexpr std::size_t candidates_max = 12;   // the first by standing: pairs grow with the square

/// Two rows of the table, the first the cheaper.
struct Chain {
  std::size_t first = 0, second = 0;
  std::array<double, folds> utility{}, usd{};   // sums of share x value, by fold
};

float sum_of(float a, float b) { return std::isnan(a) ? b : std::isnan(b) ? a : a + b; }

bool passes_on(const Mixer& m, const Chain& chain, std::size_t item) {
  return m.board.flawed(m.compared.candidates[chain.first], item);
}

Amount amount(const Mixer& m, const Chain& chain, std::size_t item) {
  const Amount &a = m.table[chain.first][item], &b = m.table[chain.second][item];
  if (!passes_on(m, chain, item)) return a;
  return {b.quality, sum_of(a.usd_per_1k, b.usd_per_1k), sum_of(a.ms, b.ms)};
}

double mean_usd(const std::vector<Amount>& row) {
  double sum = 0, n = 0;
  for (const Amount& a : row)
    if (!std::isnan(a.usd_per_1k)) sum += a.usd_per_1k, ++n;
  return sum / n;
}

std::vector<Chain> chains_of(const Mixer& m) {
  std::vector<std::pair<double, std::size_t>> priced;   // mean cost, row
  for (std::size_t row = 0; row < std::min(m.table.size(), candidates_max); ++row)
    if (m.priced[row]) priced.emplace_back(mean_usd(m.table[row]), row);
  std::vector<Chain> chains;
  if (!m.priced[m.chosen]) return chains;   // nothing can be called cheaper than what is unknown
  const double chosen = mean_usd(m.table[m.chosen]);
  for (const auto& [cheap, first] : priced)
    for (const auto& [dear, second] : priced)
      if (cheap < chosen && cheap < dear) chains.push_back({first, second, {}, {}});
  for (Chain& chain : chains)
    for (std::size_t p = 0; p < m.items(); ++p) {
      const Amount a = amount(m, chain, p);
      chain.utility[m.fold[p]] += m.shares[p] * utility(m.knobs, a);
      if (!std::isnan(a.usd_per_1k)) chain.usd[m.fold[p]] += m.shares[p] * a.usd_per_1k;
    }
  return chains;
}

double without(const std::array<double, folds>& sums, std::size_t fold) {
  double sum = 0;
  for (std::size_t f = 0; f < folds; ++f)
    if (f != fold) sum += sums[f];
  return sum;
}

/// The rule of portfolio.hpp, on all folds but one (`folds`: on all).
const Chain& pick(const std::vector<Chain>& chains, const std::array<double, folds>& chosen, double weight, double within,
                  std::size_t fold) {
  const double enough = without(chosen, fold) - within * weight - 1e-12;
  const Chain *cheapest = nullptr, *highest = &chains[0];
  for (const Chain& chain : chains) {
    if (without(chain.utility, fold) > without(highest->utility, fold)) highest = &chain;
    if (without(chain.utility, fold) < enough) continue;
    if (!cheapest || without(chain.usd, fold) < without(cheapest->usd, fold)) cheapest = &chain;
  }
  return cheapest ? *cheapest : *highest;
}

}  // namespace

std::optional<Cascade> cascade(const Mixer& m, std::vector<std::string>& notes) {
  const auto chains = chains_of(m);
  if (chains.empty()) {
    if (m.priced[m.chosen])
      notes.push_back(fmt::format("no cascade: none of the others is known to be cheaper than {}",
                                  m.board.plan().candidates[m.compared.candidates[m.chosen]].name));
    return std::nullopt;
  }
  std::array<double, folds> chosen{}, weight{};
  for (std::size_t p = 0; p < m.items(); ++p)
    chosen[m.fold[p]] += m.shares[p] * m.utility(m.chosen, p), weight[m.fold[p]] += m.shares[p];
  std::array<const Chain*, folds + 1> picks{};
  const double within = m.board.plan().objective.within;
  for (std::size_t f = 0; f <= folds; ++f) picks[f] = &pick(chains, chosen, without(weight, f), within, f);
  Cascade c{m.compared.candidates[picks[folds]->first], m.compared.candidates[picks[folds]->second], 0, {}};
  std::vector<Amount> picked(m.items());
  std::size_t passed = 0;
  for (std::size_t p = 0; p < m.items(); ++p) {
    picked[p] = amount(m, *picks[m.fold[p]], p);
    passed += passes_on(m, *picks[m.fold[p]], p);
  }
  c.passed_on = static_cast<double>(passed) / static_cast<double>(m.items());
  c.mix = m.mix(picked, true, true);
  return c;
}

}  // namespace shortlist
