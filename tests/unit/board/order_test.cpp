#include "harness/board/order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "harness/board/random.hpp"

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
  const std::vector<SuiteShape> sizes{{6, {}}, {3, {}}};
  EXPECT_EQ(places(Order(sizes, 7)), places(Order(sizes, 7)));
  EXPECT_NE(places(Order(sizes, 7)), places(Order(sizes, 8)));
  const std::vector<std::pair<int, int>> frozen{{0, 2}, {1, 0}, {0, 5}, {0, 1}, {1, 1}, {1, 2}, {0, 0}, {0, 4}, {0, 3}};
  EXPECT_EQ(places(Order(sizes, 7)), frozen);
}

TEST(Order, OfNothingIsEmpty) {
  EXPECT_EQ(Order({}, 1).size(), 0u);
  const std::vector<SuiteShape> sizes{{0, {}}, {2, {}}, {0, {}}};
  EXPECT_EQ(Order(sizes, 1).size(), 2u);
}

std::vector<SuiteShape> any_sizes() {
  std::vector<SuiteShape> suites(*rc::gen::resize(100, rc::gen::inRange<std::size_t>(0, 12)));
  for (SuiteShape& suite : suites) suite.items = *rc::gen::resize(100, rc::gen::inRange<std::size_t>(0, 60));
  return suites;
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
  std::size_t items = 0;
  for (const SuiteShape& suite : sizes) items += suite.items;
  RC_ASSERT(seen.size() == items);
  RC_ASSERT(!order.holds(static_cast<std::uint32_t>(sizes.size()), 0));
}

RC_GTEST_PROP(Order, KeepsClustersTogetherAndNothingElse, ()) {
  std::vector<SuiteShape> suites(2);
  for (SuiteShape& suite : suites) {
    suite.items = *rc::gen::inRange<std::size_t>(1, 30);
    for (std::size_t i = 0; i < suite.items; ++i) suite.clusters.push_back(*rc::gen::inRange<std::uint32_t>(0, 10));
  }
  const Order order(suites, *rc::gen::arbitrary<std::uint64_t>());
  std::set<std::pair<std::uint32_t, std::uint32_t>> clusters;
  std::size_t first = 0;
  for (const std::size_t end : order.unit_ends()) {
    const auto cluster = [&](std::size_t p) {
      return std::pair(order.at(p).suite, suites[order.at(p).suite].clusters[order.at(p).item]);
    };
    for (std::size_t p = first; p < end; ++p) RC_ASSERT(cluster(p) == cluster(first));
    RC_ASSERT(clusters.insert(cluster(first)).second);
    first = end;
  }
  RC_ASSERT(first == order.size());
}

// What the race's proof needs: any unit of any suite may come at any place, alike often.
TEST(Order, MixesTheSuitesUniformly) {
  const std::vector<SuiteShape> suites{{2, {}}, {4, {0, 0, 1, 2}}};
  std::map<std::pair<int, int>, double> at_second_unit;
  constexpr int orders = 20000;
  for (std::uint64_t seed = 0; seed < orders; ++seed) {
    const Order order(suites, seed);
    const Order::Place& place = order.at(order.unit_ends()[0]);
    ++at_second_unit[{place.suite, suites[place.suite].clusters.empty() ? place.item : suites[place.suite].clusters[place.item]}];
  }
  ASSERT_EQ(at_second_unit.size(), 5u);
  double chi2 = 0;
  for (const auto& [unit, n] : at_second_unit) chi2 += (n - orders / 5.0) * (n - orders / 5.0) / (orders / 5.0);
  EXPECT_LT(chi2, 18.5);   // 4 degrees of freedom, 0.1 %
}

TEST(Order, AnyItemMayComeFirst) {
  const std::vector<SuiteShape> sizes{{5, {}}};
  std::vector<double> first(5);
  for (std::uint64_t seed = 0; seed < 5000; ++seed) ++first[Order(sizes, seed).at(0).item];
  double chi2 = 0;
  for (double n : first) chi2 += (n - 1000) * (n - 1000) / 1000;
  EXPECT_LT(chi2, 18.5);   // 4 degrees of freedom, 0.1 %
}

}  // namespace
}  // namespace shortlist
