// The proof's conditions on the real engine: what must hold (T1 to T5 of README.md), and mutants that break one each and
// are found out.
#include "harness/race/evidence.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "harness/board/random.hpp"
#include "tests/unit/race/support.hpp"

namespace shortlist {
namespace {

/// Values by candidate, in the common order of units.
using Table = std::vector<std::vector<float>>;

double unit(Random& random) { return static_cast<double>(random.next() >> 11) * 0x1p-53; }

double normal(Random& random) {   // Box and Muller
  return std::sqrt(-2 * std::log(1 - unit(random))) * std::cos(2 * M_PI * unit(random));
}

/// All candidates exactly equal, alike through the units' difficulty; the first better by `gap`.
Table world(std::size_t candidates, std::size_t units, double gap, Random random) {
  std::vector<double> ease(units);
  for (double& e : ease) e = 1 / (1 + std::exp(1.5 * normal(random) - 0.5));
  Table table(candidates, std::vector<float>(units));
  double sum = 0;
  for (auto& row : table)
    for (std::size_t u = 0; u < units; ++u) sum += row[u] = unit(random) < ease[u];
  const auto base = static_cast<long>(std::lround(sum / static_cast<double>(candidates)));
  for (std::size_t i = 0; i < candidates; ++i) {
    auto& row = table[i];
    long need = base + (i == 0 ? std::lround(gap * static_cast<double>(units)) : 0) -
                static_cast<long>(std::count(row.begin(), row.end(), 1.0f));
    while (need != 0) {
      float& value = row[random.below(units)];
      if (need > 0 && value == 0) value = 1, --need;
      if (need < 0 && value == 1) value = 0, ++need;
    }
  }
  return table;
}

/// One race in lockstep, small steps.
template <class E>
void play(E& evidence, const Table& table, double growth = 0.02) {
  const std::size_t units = table[0].size();
  const auto ask = [&](std::uint32_t i, std::size_t until) {
    const std::size_t seen = evidence.seen(i);
    evidence.take(i, std::span(table[i]).subspan(seen, until - seen));
  };
  for (std::uint32_t i = 0; i < table.size(); ++i) ask(i, std::min(units, Evidence::first_units));
  evidence.settle();
  while (!evidence.finished()) {
    const std::size_t most = evidence.most_seen();
    const auto needed = evidence.needed();
    bool late = false;
    for (const std::uint32_t i : needed)
      if (evidence.seen(i) < most) late = true, ask(i, std::min(most, evidence.seen(i) + 5));
    if (!late) {
      if (most == units) return;
      evidence.fix_opponents(needed);
      const auto step = std::max<std::size_t>(1, static_cast<std::size_t>(growth * static_cast<double>(most)));
      for (const std::uint32_t i : needed) ask(i, std::min(units, most + step));
    }
    evidence.bank();
    evidence.settle();
  }
}

EvidenceSetting setting_of(const Table& table, double within, double error = 0.05) {
  return {table.size(), {table[0].size(), false}, within, error};
}

// ---- mutants -----------------------------------------------------------------------------------------------------------

/// The opponents are chosen when the batch has been seen.
class Peeking : public Evidence {
 public:
  using Evidence::Evidence;
  void bank() {
    const auto best = [&](std::uint32_t self) {
      std::uint32_t first = self == 0 ? 1 : 0;
      for (std::uint32_t j = 0; j < candidates(); ++j)
        if (j != self && seen(j) == most_seen() && sums_[j] > sums_[first]) first = j;
      return first;
    };
    for (Opponents& one : fixed_) {
      const std::uint32_t other = best(one.candidate);
      if (seen(other) < seen(one.candidate)) continue;
      one.mix = {other};
      Past past;
      for (std::size_t u = 0; u < one.past.seen; ++u)
        past.add(static_cast<double>(columns_[other][u]) - static_cast<double>(columns_[one.candidate][u]));
      one.past = past;
    }
    Evidence::bank();
  }
};

/// The wealth is rebuilt from the first unit against today's leader.
class Rebuilding : public Evidence {
 public:
  using Evidence::Evidence;
  void bank() {
    for (Opponents& one : fixed_) {
      wealth_[one.candidate] = 0;
      one.mix = {leader_};
      one.past = {};
    }
    Evidence::bank();
  }
};

/// Wealth below the start is given back while a candidate leads.
class Resetting : public Evidence {
 public:
  using Evidence::Evidence;
  void settle() {
    Evidence::settle();
    wealth_[leader_] = std::max(wealth_[leader_], 0.0);
  }
};

/// Bets on what has arrived, and a challenger's right answers are late.
class Partial : public Evidence {
 public:
  using Evidence::Evidence;
  void bank() {
    for (Opponents& one : fixed_) {
      const auto& own = columns_[one.candidate];
      for (std::size_t u = one.past.seen; u < own.size(); ++u) {
        double others = 0;
        for (const std::uint32_t j : one.mix) others += static_cast<double>(columns_[j][u]);
        const double y = others / static_cast<double>(one.mix.size()) - static_cast<double>(own[u]);
        if (!(y < 0 && unit(random_) < 0.15)) wealth_[one.candidate] += log_factor(one.past, y, 0, setting_.population);
        one.past.add(y);
      }
      if (wealth_[one.candidate] >= drop_bar()) live_[one.candidate] = false;
    }
    fixed_.clear();
  }

 private:
  Random random_{5};
};

// ---- T1: the level, when all are exactly equal -------------------------------------------------------------------------

constexpr int races = 400;

/// Share of the best (all are) that are dropped, and its standard error.
template <class E>
std::pair<double, double> dropped_share() {
  double sum = 0, squares = 0;
  for (int r = 0; r < races; ++r) {
    const Table table = world(8, 300, 0, Random(77).fork(static_cast<std::uint64_t>(r)));
    E evidence(setting_of(table, 0));
    play(evidence, table);
    double dropped = 0;
    for (std::uint32_t i = 0; i < table.size(); ++i) dropped += !evidence.live(i);
    dropped /= static_cast<double>(table.size());
    sum += dropped, squares += dropped * dropped;
  }
  const double mean = sum / races;
  return {mean, std::sqrt((squares / races - mean * mean) / races)};
}

TEST(EvidenceLevel, ATiedBestIsDroppedNoMoreOftenThanPromised) {
  const auto [share, error] = dropped_share<Evidence>();
  EXPECT_LE(share, 0.05 + 3 * error);
  EXPECT_GT(share, 0.005);   // it does bet
}
TEST(EvidenceLevel, FindsOutPeeking) { EXPECT_GT(dropped_share<Peeking>().first, 0.07); }
TEST(EvidenceLevel, FindsOutRebuiltWealth) { EXPECT_GT(dropped_share<Rebuilding>().first, 0.07); }
TEST(EvidenceLevel, FindsOutResets) { EXPECT_GT(dropped_share<Resetting>().first, 0.055); }
TEST(EvidenceLevel, FindsOutPartialBatches) { EXPECT_GT(dropped_share<Partial>().first, 0.07); }

// ---- T2: the hypothesis is impossible below -1, not at -1 --------------------------------------------------------------

using Factor = std::function<double(const Past&, double y, double e, const Population&)>;

double best_log(const std::vector<double>& ys, const Factor& factor) {
  Past past;
  double log = 0, best = 0;
  for (const double y : ys) {
    log += factor(past, y, 0, {ys.size(), false});
    past.add(y);
    best = std::max(best, log);
  }
  return best;
}

int rejected_orders(const Factor& factor) {
  std::vector<double> ys{-1, -1, 1, 1};
  int rejected = 0;
  do rejected += best_log(ys, factor) >= std::log(20);
  while (std::next_permutation(ys.begin(), ys.end()));
  return rejected;
}

TEST(Bet, LetsATrueHypothesisStandAtItsLimit) {
  EXPECT_EQ(rejected_orders(log_factor), 0);
  const Factor careless = [](const Past& past, double y, double e, const Population& all) {
    return all.allowed(past, e) <= -1 ? Betting::certain : log_factor(past, y, e, all);
  };
  EXPECT_EQ(rejected_orders(careless), 3);
}

// ---- T3: exactly, over all orders --------------------------------------------------------------------------------------

TEST(Bet, WinsNothingOnAverageOverAllOrders) {
  struct Case { std::vector<double> ys; double e; };
  for (Case c : {Case{{1, 1, 0, -1, -1, 0}, 0}, Case{{1, 0, 0, -1, 0, -1}, 0}, Case{{.5, -.25, .75, -1, .2, -.2}, 0},
                 Case{{1, -1, -1, 0, 0, 0}, 1.0 / 6}}) {
    std::vector<std::size_t> order(c.ys.size());
    std::iota(order.begin(), order.end(), 0u);
    double sum = 0, orders = 0;
    do {
      Past past;
      double log = 0;
      for (const std::size_t i : order) log += log_factor(past, c.ys[i], c.e, {order.size(), false}), past.add(c.ys[i]);
      sum += std::exp(log), ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_LE(sum / orders, 1 + 1e-9);
  }
}

/// Share of all orders of the units in which the race returns one that is worse than the best by more than `within`.
double wrong_share(const Table& table, double within, double error) {
  std::vector<double> means;
  for (const auto& row : table) means.push_back(std::accumulate(row.begin(), row.end(), 0.0) / static_cast<double>(row.size()));
  const double best = *std::max_element(means.begin(), means.end());
  std::vector<std::size_t> order(table[0].size());
  std::iota(order.begin(), order.end(), 0u);
  double wrong = 0, orders = 0;
  do {
    Table shuffled = table;
    for (std::size_t i = 0; i < table.size(); ++i)
      for (std::size_t u = 0; u < order.size(); ++u) shuffled[i][u] = table[i][order[u]];
    Evidence evidence(setting_of(shuffled, within, error));
    play(evidence, shuffled);
    wrong += means[evidence.leader()] < best - within - 1e-9, ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  return wrong / orders;
}

TEST(EvidenceExactly, IsWrongInNoMoreOrdersThanPromised) {
  for (const Table& table : {Table{{1, 1, 1, 0, 0, 1, 1, 0}, {1, 0, 1, 0, 0, 0, 1, 0}, {0, 0, 1, 1, 0, 0, 0, 1}},
                             Table{{.5, 1, .75, 0, .25, 1, 1, .5}, {1, 1, .5, 0, 0, .5, .75, 0}, {.25, .5, 1, 1, 0, 0, 0, .5}}})
    for (const double error : {0.05, 0.2, 0.5}) EXPECT_LE(wrong_share(table, 0.1, error), error);
}

// ---- T4: covering ------------------------------------------------------------------------------------------------------

double wrong_races(std::size_t candidates, std::size_t units, double gap, int n) {
  double wrong = 0;
  for (int r = 0; r < n; ++r) {
    const Table table = world(candidates, units, gap, Random(78).fork(static_cast<std::uint64_t>(r)));
    Evidence evidence(setting_of(table, 0.01));
    play(evidence, table);
    wrong += evidence.leader() != 0;
  }
  return wrong / n;
}

TEST(EvidenceCover, ReturnsNobodyBeyondTheMarginMoreOftenThanPromised) {
  EXPECT_LE(wrong_races(20, 400, 0.02, 150), 0.05);
  EXPECT_LE(wrong_races(3, 400, 0.0125, 300), 0.05 + 3 * std::sqrt(0.05 * 0.95 / 300));
}

// ---- T5: pauses, returns, and what is for good ---------------------------------------------------------------------------

/// Notes what each step did.
class Watched : public Evidence {
 public:
  using Evidence::Evidence;
  void take(std::uint32_t candidate, std::span<const float> values) {
    const bool betting = std::any_of(fixed_.begin(), fixed_.end(), [&](const auto& f) { return f.candidate == candidate; });
    catching_up_ |= settled_ && !betting && candidate != leader_;
    if (settled_ && !betting && candidate != leader_) late_.push_back({candidate, wealth_[candidate]});
    Evidence::take(candidate, values);
  }
  void settle() {
    for (const auto& [candidate, wealth] : late_) EXPECT_EQ(wealth_[candidate], wealth) << "a laggard has bet";
    late_.clear();
    const auto begun = starts_;
    const auto live = live_, any = covered_by_any_;
    const auto before = contenders_;
    leaders_.push_back(leader_);
    Evidence::settle();
    for (std::size_t k = 0; k < begun.size(); ++k) {
      EXPECT_EQ(begun[k].unit, starts_[k].unit);
      EXPECT_EQ(begun[k].log_weights, starts_[k].log_weights);
    }
    for (std::uint32_t i = 0; i < candidates(); ++i) {
      EXPECT_LE(live_[i], live[i]);
      EXPECT_GE(covered_by_any_[i], any[i]);
      for (const auto& [contender, was] : before)
        EXPECT_GE(contenders_[contender].covered[i], was.covered[i]);
    }
  }
  bool caught_up() const { return catching_up_; }
  bool led_again() const {   // L, another, L
    for (std::size_t i = 2; i < leaders_.size(); ++i)
      if (leaders_[i] != leaders_[i - 1] && std::find(leaders_.begin(), leaders_.begin() + static_cast<long>(i) - 1, leaders_[i]) !=
                                               leaders_.begin() + static_cast<long>(i) - 1)
        return true;
    return false;
  }

 private:
  bool catching_up_ = false;
  std::vector<std::pair<std::uint32_t, double>> late_;
  std::vector<std::uint32_t> leaders_;
};

TEST(EvidencePauses, LaggardsBetNothingAndWhatWasSaidStays) {
  bool caught_up = false, led_again = false;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Table table = world(12, 300, 0.03, Random(79).fork(seed));
    Watched evidence(setting_of(table, 0.02));
    play(evidence, table);
    caught_up |= evidence.caught_up(), led_again |= evidence.led_again();
  }
  EXPECT_TRUE(caught_up);   // or the test has shown nothing
  EXPECT_TRUE(led_again);
}

TEST(EvidencePauses, OpponentsAreFixedByWhatCameBefore) {
  Random random(80);
  const Table table = world(6, 100, 0.02, random);
  class Open : public Evidence {
   public:
    using Evidence::Evidence;
    std::vector<std::vector<std::uint32_t>> mixes() const {
      std::vector<std::vector<std::uint32_t>> all;
      for (const auto& f : fixed_) all.push_back(f.mix);
      return all;
    }
  };
  std::vector<std::vector<std::vector<std::uint32_t>>> seen;
  for (const float tail : {0.0f, 1.0f}) {   // answers beyond unit 40
    Open evidence(setting_of(table, 0.01));
    for (std::uint32_t i = 0; i < 6; ++i) evidence.take(i, std::span(table[i]).first(40));
    evidence.settle();
    std::vector<std::uint32_t> all(6);
    std::iota(all.begin(), all.end(), 0u);
    evidence.fix_opponents(all);
    const std::vector<float> rest(10, tail);
    for (std::uint32_t i = 0; i < 6; ++i) evidence.take(i, i == 3 ? rest : std::span(table[i]).subspan(40, 10));
    seen.push_back(evidence.mixes());
  }
  EXPECT_EQ(seen[0], seen[1]);
}

// ---- what the race is held against ---------------------------------------------------------------------------------------

TEST(EvidenceLikeTheStudy, IdenticalCandidatesNeedAllUnitsOnlyWithoutAMargin) {
  const Table table(4, world(1, 200, 0, Random(3))[0]);
  Evidence strict(setting_of(table, 0)), lenient(setting_of(table, 0.05));
  play(strict, table);
  play(lenient, table);
  EXPECT_TRUE(strict.finished());
  EXPECT_EQ(strict.most_seen(), 200u);
  EXPECT_TRUE(lenient.finished());
  EXPECT_LT(lenient.most_seen(), 200u);
  EXPECT_EQ(lenient.leader(), 0u);
  for (std::uint32_t i = 0; i < 4; ++i) EXPECT_TRUE(strict.live(i)) << i;
}

}  // namespace
}  // namespace shortlist
