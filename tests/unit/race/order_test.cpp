#include "harness/race/order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "harness/race/random.hpp"

namespace shortlist {
namespace {

TEST(Random, IsTheSplitMix64ThatWasPublished) {
  Random random(1234567);   // the reference output for this seed
  for (std::uint64_t expected : {6457827717110365317u, 3203168211198807973u, 9817491932198370423u,
                                 4593380528125082431u, 16408922859458223821u})
    EXPECT_EQ(random.next(), expected);
}

TEST(Random, ShufflesEveryOrderAlikeOften) {
  std::map<std::vector<int>, int> seen;
  for (std::uint64_t seed = 0; seed < 24000; ++seed) {
    std::vector<int> values{0, 1, 2, 3};
    shuffle(std::span(values), Random(7).fork(seed));
    ++seen[values];
  }
  ASSERT_EQ(seen.size(), 24u);
  double chi2 = 0;
  for (const auto& [order, n] : seen) chi2 += (n - 1000.0) * (n - 1000.0) / 1000.0;
  EXPECT_LT(chi2, 49.7);   // 23 degrees of freedom, 0.1 %
}

std::vector<std::pair<int, int>> places(const Order& order) {
  std::vector<std::pair<int, int>> all;
  for (std::size_t p = 0; p < order.size(); ++p) all.emplace_back(order.at(p).suite, order.at(p).item);
  return all;
}

TEST(Order, IsTheSameOnEveryMachine) {
  const std::vector<std::size_t> sizes{6, 3};
  EXPECT_EQ(places(Order(sizes, 7)), places(Order(sizes, 7)));
  EXPECT_NE(places(Order(sizes, 7)), places(Order(sizes, 8)));
  const std::vector<std::pair<int, int>> frozen{{0, 3}, {1, 1}, {0, 2}, {0, 5}, {1, 2}, {0, 4}, {0, 0}, {1, 0}, {0, 1}};
  EXPECT_EQ(places(Order(sizes, 7)), frozen);
}

TEST(Order, OfNothingIsEmpty) {
  EXPECT_EQ(Order({}, 1).size(), 0u);
  const std::vector<std::size_t> sizes{0, 2, 0};
  EXPECT_EQ(Order(sizes, 1).size(), 2u);
}

std::vector<std::size_t> any_sizes() {
  const auto up_to = [](std::size_t end) { return rc::gen::resize(100, rc::gen::inRange<std::size_t>(0, end)); };
  return *rc::gen::container<std::vector<std::size_t>>(*up_to(12), up_to(60));
}

RC_GTEST_PROP(Order, HoldsEachItemOnceAndFindsIt, ()) {
  const auto sizes = any_sizes();
  const Order order(sizes, *rc::gen::arbitrary<std::uint64_t>());
  std::set<std::pair<int, int>> seen;
  for (std::size_t p = 0; p < order.size(); ++p) {
    const auto [suite, item] = order.at(p);
    RC_ASSERT(order.holds(suite, item));
    RC_ASSERT(order.position(suite, item) == p);
    seen.emplace(suite, item);
  }
  RC_ASSERT(seen.size() == std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}));
  RC_ASSERT(!order.holds(static_cast<std::uint32_t>(sizes.size()), 0));
}

RC_GTEST_PROP(Order, EveryPrefixHoldsTheSuitesInProportion, ()) {
  const auto sizes = any_sizes();
  const Order order(sizes, 1);
  std::vector<double> had(sizes.size());
  for (std::size_t p = 0; p < order.size(); ++p) {
    ++had[order.at(p).suite];
    for (std::size_t s = 0; s < sizes.size(); ++s) {
      const double share = static_cast<double>(p + 1) * static_cast<double>(sizes[s]) / static_cast<double>(order.size());
      RC_ASSERT(std::abs(had[s] - share) < 1.0);
    }
  }
}

TEST(Order, AnotherSuitesSizeMovesNobodysItems) {
  const std::vector<std::size_t> one{20, 5}, other{20, 9};
  const auto items = [](const Order& order) {
    std::vector<int> of_first;
    for (const auto& [suite, item] : places(order))
      if (suite == 0) of_first.push_back(item);
    return of_first;
  };
  EXPECT_EQ(items(Order(one, 3)), items(Order(other, 3)));
}

TEST(Order, AnyItemMayComeFirst) {
  const std::vector<std::size_t> sizes{5};
  std::vector<double> first(5);
  for (std::uint64_t seed = 0; seed < 5000; ++seed) ++first[Order(sizes, seed).at(0).item];
  double chi2 = 0;
  for (double n : first) chi2 += (n - 1000) * (n - 1000) / 1000;
  EXPECT_LT(chi2, 18.5);   // 4 degrees of freedom, 0.1 %
}

}  // namespace
}  // namespace shortlist
