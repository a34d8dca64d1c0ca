// Mixtures of candidates: what is there is found, and what is not there is not.
#include "harness/ranking/portfolio.hpp"

#include <gtest/gtest.h>

#include "tests/unit/ranking/asked.hpp"

namespace shortlist::testing {
namespace {

Compared everyone(const Asked& asked) {
  Compared all{asked.order.size(), {}};
  for (std::uint32_t c = 0; c < asked.plan.candidates.size(); ++c) all.candidates.push_back(c);
  return all;
}

Portfolio mixed(const Asked& asked, std::uint32_t chosen = 0) { return portfolio(asked.board, everyone(asked), chosen).value(); }

struct Moments {
  double sum = 0, squares = 0, n = 0;
  void add(double x) { sum += x, squares += x * x, ++n; }
  double mean() const { return sum / n; }
  double error() const { return std::sqrt((squares / n - mean() * mean()) / (n - 1)); }
};

TEST(Router, EqualCandidatesGainNothingOnAverageAndWouldSeemTo) {
  Moments honest, naive;
  std::size_t told_apart = 0;
  constexpr std::uint64_t replays = 300;
  for (std::uint64_t seed = 0; seed < replays; ++seed) {
    Plan plan = make_plan(4, {30, 30, 30, 30});
    plan.seed = seed;
    const Asked asked(plan, [&](const CallKey& key) { return answer(key, solved(key, 0.6, seed)); });
    const Portfolio p = mixed(asked);
    ASSERT_EQ(p.routers.size(), 1u);
    const Router& r = p.routers[0];
    honest.add(r.mix.gain->value), naive.add(r.naive_gain);
    told_apart += r.mix.gain->low > 0;
  }
  EXPECT_NEAR(honest.mean(), 0, 3.5 * honest.error());
  EXPECT_GT(naive.mean(), 0.05);
  EXPECT_LT(static_cast<double>(told_apart) / replays, 0.06);
}

TEST(Router, SpecialistsAreFound) {
  const Asked asked(make_plan(2, {100, 100}), [](const CallKey& key) {
    return answer(key, solved(key, key.candidate == key.suite ? 0.9 : 0.5, 5), 100, key.candidate ? 0.003 : 0.001);
  });
  const Portfolio p = mixed(asked);
  ASSERT_EQ(p.routers.size(), 1u);
  const Router& r = p.routers[0];
  EXPECT_EQ(r.by, "suite");
  ASSERT_EQ(r.groups.size(), 2u);
  EXPECT_EQ(r.groups[0].candidate, 0u);
  EXPECT_EQ(r.groups[1].candidate, 1u);
  EXPECT_FALSE(r.groups[0].lead);
  EXPECT_GT(r.groups[1].lead->low, 0);
  EXPECT_GT(r.mix.gain->low, 0);
  EXPECT_NEAR(r.mix.gain->value, 0.2, 0.07);
  EXPECT_NEAR(*r.mix.usd_per_1k, 2, 1e-3);
  EXPECT_NEAR(*p.chosen.usd_per_1k, 1, 1e-3);
}

TEST(Router, ThatTakesTheChosenOneEverywhereIsTheChosenOne) {
  const Asked asked(make_plan(2, {30, 30}), [](const CallKey& key) { return answer(key, key.candidate == 0 ? 1 : 0); });
  const auto gain = mixed(asked).routers.at(0).mix.gain.value();
  EXPECT_EQ(gain.value, 0);
  EXPECT_EQ(gain.low, 0);
  EXPECT_EQ(gain.high, 0);
}

TEST(Router, GoesByTagsToo) {
  Plan plan = make_plan(2, {200});
  plan.suites[0].items = std::make_shared<TaggedItems>(200, [](std::size_t i) { return i % 2 ? "refund" : "thanks"; });
  plan.suites[0].tag_names = {"intent"};
  const Asked asked(plan, [](const CallKey& key) {
    return answer(key, solved(key, key.candidate == key.item % 2 ? 0.9 : 0.5, 5));
  });
  const Portfolio p = mixed(asked);
  ASSERT_EQ(p.routers.size(), 1u);
  EXPECT_EQ(p.routers[0].by, "intent");
  ASSERT_EQ(p.routers[0].groups.size(), 2u);
  EXPECT_EQ(p.routers[0].groups[0].name, "refund");
  EXPECT_EQ(p.routers[0].groups[0].candidate, 1u);
  EXPECT_EQ(p.routers[0].groups[0].items, 100u);
  EXPECT_GT(p.routers[0].mix.gain->low, 0);
}

TEST(Router, TooManyValuesAreSaid) {
  Plan plan = make_plan(2, {60, 60});
  plan.suites[0].items = std::make_shared<TaggedItems>(60, [](std::size_t i) { return std::to_string(i); });
  plan.suites[0].tag_names = {"customer"};
  const Portfolio p = mixed(Asked(plan, [](const CallKey& key) { return answer(key, key.item % 2); }));
  ASSERT_EQ(p.routers.size(), 1u);
  ASSERT_GE(p.notes.size(), 1u);
  EXPECT_EQ(p.notes[0], "by customer: 61 values are more than 50, left out");
}

TEST(Router, ClustersStayWithinAFoldAndWidenTheInterval) {
  const auto answers = [](const CallKey& key) {
    CallKey shared = key;
    shared.item /= 10;   // all of a cluster are solved or none is
    return answer(key, solved(shared, key.candidate == key.suite ? 0.8 : 0.6, 11));
  };
  const auto width = [&](std::size_t cluster) {
    Plan plan = make_plan(2, {200, 200});
    for (Suite& suite : plan.suites)
      suite.items = std::make_shared<TaggedItems>(200, [](std::size_t) { return ""; }, cluster);
    const auto gain = *mixed(Asked(plan, answers)).routers.at(0).mix.gain;
    return std::pair(gain.high - gain.low, gain.n);
  };
  EXPECT_GT(width(10).first, 2 * width(1).first);
  EXPECT_EQ(width(10).second, 400u);
}

TEST(Cascade, PassesOnWhatIsFlawedAndPaysForBoth) {
  const Asked asked(make_plan(2, {200}), [](const CallKey& key) {
    if (key.candidate == 1) return answer(key, key.item % 10 < 8 ? 1 : 0, 100, 0.010);
    const bool flawed = key.item % 4 == 0;
    Record r = answer(key, flawed ? 0 : key.item % 10 < 8 ? 1 : 0, 100, 0.001);
    if (flawed) r.flaw = Flaw::unparsable;
    return r;
  });
  const Portfolio p = mixed(asked, 1);
  ASSERT_TRUE(p.cascade);
  const Cascade& c = *p.cascade;
  EXPECT_EQ(c.first, 0u);
  EXPECT_EQ(c.second, 1u);
  EXPECT_DOUBLE_EQ(c.passed_on, 0.25);
  EXPECT_NEAR(*c.mix.usd_per_1k, 1 + 0.25 * 10, 1e-3);
  EXPECT_NEAR(c.mix.quality->value, 0.8, 1e-9);
  EXPECT_NEAR(c.mix.gain->value, 0, 1e-9);
}

TEST(Cascade, NeedsKnownCosts) {
  const Asked asked(make_plan(2, {50, 50}), [](const CallKey& key) {
    return answer(key, 1, 100, key.candidate ? std::nullopt : std::optional(0.001));
  });
  const Portfolio p = mixed(asked);
  EXPECT_FALSE(p.cascade);
  EXPECT_FALSE(p.routers.at(0).mix.usd_per_1k && p.routers[0].groups[0].candidate == 1);
}

TEST(Cascade, ThatBeginsWithTheChosenOneIsNone) {
  const auto answers = [](const CallKey& key) {
    Record r = answer(key, key.item % 3 ? 1 : 0, 100, 0.001 * (1 + key.candidate));
    if (key.item % 4 == 0) r.flaw = Flaw::unparsable;
    return r;
  };
  const Asked asked(make_plan(3, {50, 50}), answers);
  const Portfolio cheapest = mixed(asked, 0), middle = mixed(asked, 1);
  EXPECT_FALSE(cheapest.cascade);
  EXPECT_EQ(cheapest.notes, std::vector<std::string>{"no cascade: none of the others is known to be cheaper than c0"});
  ASSERT_TRUE(middle.cascade);
  EXPECT_EQ(middle.cascade->first, 0u);
}

struct Nothing { const char* name; std::size_t candidates; std::vector<std::size_t> sizes; };

TEST(Portfolio, UnsetWhereThereIsNothingToMix) {
  const Nothing rows[] = {{"one candidate", 1, {20, 20}}, {"nine units", 2, {4, 5}}};
  for (const auto& row : rows) {
    const Asked asked(make_plan(row.candidates, row.sizes), [](const CallKey& key) { return answer(key, 1); });
    EXPECT_FALSE(portfolio(asked.board, everyone(asked), 0)) << row.name;
  }
}

}  // namespace
}  // namespace shortlist::testing
