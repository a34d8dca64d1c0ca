// Flaws, the failure policy, the mean and the cost.
#include <gtest/gtest.h>

#include "harness/score/cost.hpp"
#include "harness/score/score.hpp"

namespace shortlist {
namespace {

Plan plan_with(std::vector<MetricSpec> metrics) {
  Plan plan;
  Candidate candidate;
  candidate.name = "a";
  candidate.price = {0.2, 0.6, {}};
  plan.candidates.push_back(candidate);
  Suite suite;
  suite.name = "s";
  suite.metrics = std::move(metrics);
  plan.suites.push_back(suite);
  return plan;
}

const MetricSpec number{"number", "number", 1, {{"target", "{{t}}"}}, ""};
const MetricSpec style{"style", "regex", 3, {{"pattern", "^[0-9]+$"}}, ""};
const MetricSpec noted{"noted", "number", 0, {{"target", "{{u}}"}}, ""};

Outcome answered(std::string text, Finish finish = Finish::stop) {
  Completion completion;
  completion.text = std::move(text);
  completion.finish = finish;
  Outcome outcome;
  outcome.result = completion;
  return outcome;
}

Item item_with(std::vector<Json> checks) {
  Item item;
  item.checks = std::move(checks);
  return item;
}
const Json t42{{"target", "42"}}, digits{{"pattern", "^[0-9]+$"}};

struct Flawed { const char* name; Outcome outcome; Flaw flaw; };

std::vector<Flawed> flawed() {
  auto refusal = answered("42");
  std::get<Completion>(refusal.result).refusal = "I cannot";
  auto tool = answered("");
  std::get<Completion>(tool.result).tool_calls.push_back({"1", "f", "{}"});
  return {
      {"fine", answered("42"), Flaw::none},
      {"refusal field", refusal, Flaw::refused},
      {"content filter", answered("42", Finish::content_filter), Flaw::refused},
      {"refusal finish", answered("", Finish::refusal), Flaw::refused},
      {"length", answered("42", Finish::length), Flaw::truncated},
      {"length and empty", answered("", Finish::length), Flaw::truncated},
      {"blank", answered(" \n"), Flaw::empty},
      {"a tool call is not empty", tool, Flaw::unparsable},
      {"no number", answered("none"), Flaw::unparsable},
  };
}

TEST(Grader, Flaws) {
  const auto plan = plan_with({number});
  for (const auto& row : flawed()) EXPECT_EQ(make_grader(plan)->grade(row.outcome, item_with({t42})).flaw, row.flaw) << row.name;
}

struct Treated { Treatment treatment; std::optional<double> right_answer, no_answer; };

TEST(Grader, EveryFlawHasItsTreatment) {
  const Treated rows[] = {{Treatment::wrong, 0.0, 0.0}, {Treatment::judged, 1.0, 0.0}, {Treatment::skipped, {}, {}}, {Treatment::incomplete, {}, {}}};
  auto plan = plan_with({number});
  for (const auto& row : rows) {
    plan.failures = {row.treatment, row.treatment, row.treatment, row.treatment, Treatment::incomplete};
    for (const auto& [name, outcome, flaw] : flawed()) {
      const auto record = make_grader(plan)->grade(outcome, item_with({t42}));
      const bool right = completion(outcome)->text == "42";
      const auto want = flaw == Flaw::none ? std::optional(1.0) : right ? row.right_answer : row.no_answer;
      EXPECT_EQ(record.quality, want) << name << " under treatment " << static_cast<int>(row.treatment);
      EXPECT_EQ(record.scores.size(), 1u) << name << ": what was scored stays on record";
    }
  }
}

TEST(Grader, QualityIsTheWeightedMeanOfWhatApplies) {
  const auto plan = plan_with({number, style, noted});
  const auto grader = make_grader(plan);
  EXPECT_EQ(grader->grade(answered("42"), item_with({t42, digits, t42})).quality, 1.0);
  const auto half = grader->grade(answered("It is 42"), item_with({t42, digits, t42}));
  EXPECT_EQ(half.quality, 0.25);
  EXPECT_EQ(half.scores.size(), 3u);
  EXPECT_EQ(half.scores[1].metric, "style");
  const auto alone = grader->grade(answered("41"), item_with({{{"target", ""}}, digits, {{"target", ""}}}));
  EXPECT_EQ(alone.quality, 1.0) << "a metric that does not apply has no say";
  EXPECT_EQ(alone.scores.size(), 1u);
}

TEST(Grader, NotJudgedIsUnsetNotZero) {
  const auto plan = plan_with({number, style, noted});
  const auto grader = make_grader(plan);
  const auto broken = grader->grade(answered("42"), item_with({{{"target", "none"}}, digits, t42}));
  EXPECT_EQ(broken.quality, std::nullopt);
  EXPECT_EQ(broken.scores[0].value, std::nullopt);
  EXPECT_FALSE(broken.scores[0].reason.empty());
  const auto noted_only = grader->grade(answered("42"), item_with({t42, digits, {{"target", "none"}}}));
  EXPECT_EQ(noted_only.quality, 1.0) << "a metric without weight decides nothing";
  const auto truncated = grader->grade(answered("42", Finish::length), item_with({{{"target", "none"}}, digits, t42}));
  EXPECT_EQ(truncated.quality, std::nullopt) << "what nothing can judge is nobody's mistake";
  EXPECT_EQ(make_grader(plan_with({}))->grade(answered("42"), item_with({})).quality, std::nullopt);
}

TEST(Grader, AMetricWithoutWeightMakesNoFlaw) {
  const auto plan = plan_with({style, noted});
  EXPECT_EQ(make_grader(plan)->grade(answered("none"), item_with({digits, t42})).flaw, Flaw::none);
}

TEST(Grader, TransportFailures) {
  auto plan = plan_with({number});
  Outcome lost;
  lost.result = Failure{FailureKind::timeout, "no answer", {}};
  const auto record = make_grader(plan)->grade(lost, item_with({t42}));
  EXPECT_TRUE(record.scores.empty());
  EXPECT_EQ(record.quality, std::nullopt);
  EXPECT_EQ(record.cost, std::nullopt);
  EXPECT_EQ(record.flaw, Flaw::none);
  for (const auto treatment : {Treatment::judged, Treatment::skipped}) {
    plan.failures.transport = treatment;
    EXPECT_EQ(make_grader(plan)->grade(lost, item_with({t42})).quality, std::nullopt);
  }
  plan.failures.transport = Treatment::wrong;
  EXPECT_EQ(make_grader(plan)->grade(lost, item_with({t42})).quality, 0.0);
}

TEST(Grader, CostComesFromTheCandidatesPrice) {
  const auto plan = plan_with({number});
  auto outcome = answered("42");
  EXPECT_EQ(make_grader(plan)->grade(outcome, item_with({t42})).cost, std::nullopt);
  std::get<Completion>(outcome.result).usage = Usage{118, 0, 3, 0};
  EXPECT_EQ(make_grader(plan)->grade(outcome, item_with({t42})).cost, Money{118 * 200 + 3 * 600});
}

struct Cost { const char* name; Usage usage; Price price; std::optional<Money> want; };

TEST(Cost, Rows) {
  constexpr std::int64_t huge = 9'000'000'000'000'000'000;
  const Cost rows[] = {
      {"plain", {1000, {}, 100, {}}, {0.2, 0.6, {}}, Money{260'000}},
      {"cached apart", {1000, 400, 0, {}}, {1.0, 2.0, 0.1}, Money{640'000}},
      {"cached as input", {1000, 400, 0, {}}, {1.0, 2.0, {}}, Money{1'000'000}},
      {"cached beyond the input", {100, 400, 0, {}}, {1.0, 2.0, 0.5}, Money{50'000}},
      {"reasoning is in the output", {0, 0, 10, 8}, {1.0, 1.0, {}}, Money{10'000}},
      {"rounded", {1, 0, 0, 0}, {0.0005, 0.0, {}}, Money{1}},
      {"free", {10, 0, 10, 0}, {0.0, 0.0, {}}, Money{0}},
      {"no price", {10, 0, 10, 0}, {}, {}},
      {"no output price", {10, 0, 10, 0}, {1.0, {}, {}}, {}},
      {"no input count", {{}, 0, 10, 0}, {1.0, 1.0, {}}, {}},
      {"no output count", {10, 0, {}, 0}, {1.0, 1.0, {}}, {}},
      {"beyond the range", {huge, 0, huge, 0}, {100.0, 100.0, {}}, {}},
      {"negative counts", {-5, 0, 0, 0}, {1.0, 1.0, {}}, {}},
  };
  for (const auto& row : rows) EXPECT_EQ(cost_of(row.usage, row.price), row.want) << row.name;
}

}  // namespace
}  // namespace shortlist
