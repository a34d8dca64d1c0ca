#include "harness/board/served.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/race/support.hpp"

namespace shortlist {
namespace {

NameCounts of(const std::vector<std::string>& names) {
  NameCounts counts;
  for (const auto& name : names) counts.add(name);
  return counts;
}

RC_GTEST_PROP(NameCounts, AreAFunctionOfTheSet, ()) {
  auto names = *rc::gen::container<std::vector<std::string>>(rc::gen::map(rc::gen::inRange(0, 30), [](int i) { return std::to_string(i); }));
  const auto counts = of(names);
  std::map<std::string, std::size_t> all;
  for (const auto& name : names) ++all[name];
  RC_ASSERT(counts.more() == (all.size() > NameCounts::names_max));
  RC_ASSERT(counts.counts().size() == std::min(all.size(), NameCounts::names_max));
  for (const auto& [name, n] : counts.counts()) RC_ASSERT(all[name] == n);
  std::shuffle(names.begin(), names.end(), std::mt19937(*rc::gen::arbitrary<unsigned>()));
  RC_ASSERT(of(names).counts() == counts.counts());
  RC_ASSERT(of(names).more() == counts.more());
}

TEST(NameCounts, EndlessNamesAreCut) {
  const auto counts = of({std::string(1'000'000, 'x'), ""});
  ASSERT_EQ(counts.counts().size(), 1u) << "no name is none";
  EXPECT_EQ(counts.counts().begin()->first.size(), NameCounts::length_max);
}

TEST(ServedTally, CountsNamesAndNotices) {
  ServedTally tally;
  for (const char* served : {"m-1", "m-1", "m-2"}) {
    Record record = testing::answer({}, 1);
    std::get<Completion>(record.outcome.result).model_served = served;
    std::get<Completion>(record.outcome.result).fingerprint = "fp";
    record.notices = {true, std::string(served) == "m-2", false};
    tally.add(record);
  }
  const Served s = tally.served();
  EXPECT_EQ(s.models, (std::map<std::string, std::size_t>{{"m-1", 2}, {"m-2", 1}}));
  EXPECT_EQ(s.fingerprints.at("fp"), 3u);
  EXPECT_EQ(s.prompt_cut, 3u);
  EXPECT_EQ(s.other_model, 1u);
  EXPECT_EQ(s.no_usage, 0u);
}

}  // namespace
}  // namespace shortlist
