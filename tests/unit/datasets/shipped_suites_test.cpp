// The suites that ship with shortlist, read by the real reader and judged by the real metrics.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "datasets/datasets.hpp"
#include "harness/score/score.hpp"

namespace shortlist {
namespace {

const std::string shipped = std::string(SOURCE_DIR) + "/datasets/suites";

Suite load(const std::string& name) {
  Suite suite;
  suite.source = name;
  return load_suite(suite, {shipped, "."}, 7);
}

/// What each metric that applies says of an answer.
std::map<std::string, double> judged(const Suite& suite, const Item& item, const std::string& text) {
  std::map<std::string, double> values;
  for (std::size_t i = 0; i < suite.metrics.size(); ++i) {
    Completion completion;
    completion.text = text;
    const auto judgement = make_metric(suite.metrics[i])->judge(item.checks[i], item, completion);
    if (!judgement) continue;
    EXPECT_TRUE(judgement->value) << item.id << ": " << judgement->reason;
    values[suite.metrics[i].name] = judgement->value.value_or(-1);
  }
  return values;
}

class ShippedSuites : public testing::TestWithParam<const char*> {};

TEST_P(ShippedSuites, LoadWithItemsTagsAndExamples) {
  const Suite suite = load(GetParam());
  EXPECT_EQ(suite.name, GetParam());
  EXPECT_GE(suite.items->size(), 150u);
  Prompting six;
  six.few_shot = 6;
  const Item item = suite.items->item(0, six);
  EXPECT_EQ(item.prompt.size(), 13u);
  EXPECT_EQ(item.tags.size(), 2u);
}

TEST_P(ShippedSuites, GiveTheReferenceFullMarksAndSilenceNone) {
  const Suite suite = load(GetParam());
  std::set<std::string> prompts;
  for (std::size_t i = 0; i < suite.items->size(); ++i) {
    const Item item = suite.items->item(i, {});
    EXPECT_TRUE(prompts.insert(item.prompt.back().content).second) << item.id;
    const auto right = judged(suite, item, item.target);
    EXPECT_FALSE(right.empty()) << item.id << " is judged by no metric";
    for (const auto& [metric, value] : right) EXPECT_EQ(value, 1) << item.id << ' ' << metric << ": " << item.target;
    for (const auto& [metric, value] : judged(suite, item, "")) EXPECT_EQ(value, 0) << item.id << ' ' << metric;
  }
}

INSTANTIATE_TEST_SUITE_P(All, ShippedSuites, testing::Values("arithmetic", "extraction", "instructions", "classification",
                                                             "korean", "french", "reading"));

}  // namespace
}  // namespace shortlist
