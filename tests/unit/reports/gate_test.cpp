#include "reports/gate.hpp"

#include <gtest/gtest.h>

#include "harness/types/error.hpp"
#include "reports/figures.hpp"
#include "tests/support/sample_run.hpp"

namespace shortlist::test {
namespace {

/// Item i of a suite is right if i % 10 < `tenths`; one candidate, two suites of 200 items.
Run run_with(int tenths, bool clustered = false) {
  Run run;
  run.plan.candidates = {candidate("a", "mock", "m")};
  run.plan.suites = {suite("arithmetic", 200, 1), suite("support", 200, 3)};
  for (auto& s : run.plan.suites) s.items = std::make_shared<NamedItems>(s.name, 200, clustered);
  for (std::uint32_t s = 0; s < 2; ++s)
    for (std::uint32_t i = 0; i < 200; ++i)
      run.records.held().push_back(
          answered({0, s, i, 0}, "x", static_cast<int>(i % 10) < tenths ? 1 : 0, Money{2'000'000}));
  auto st = standing(0, 1, {tenths / 10.0, tenths / 10.0 - 0.04, tenths / 10.0 + 0.04, 400});
  st.by_suite = {st.quality, st.quality};
  st.total_p95 = Estimate{1400, 1300, 1500, 400};
  st.usd_per_1k = Estimate{2, 2, 2, 400};
  st.rates.failed = 0.01;
  run.ranking.standings = {st};
  run.ranking.chosen = 0;
  run.ranking.complete = true;
  return run;
}

GateResult gate(Run run, const GateCheck& check, const Json& baseline = nullptr) {
  run.plan.gate.checks = {check};
  return judge_gate(run, baseline, "baseline.json");
}

GateCheck check(const char* metric, std::optional<double> min, std::optional<double> max,
                std::optional<double> margin = {}, std::optional<double> ratio = {}, const char* per = "") {
  return {metric, per, min, max, margin, ratio, "plan.yaml:40:7 gate.checks[0]"};
}

struct Absolute {
  const char* name;
  GateCheck check;
  Verdict want;
};

TEST(Gate, AbsoluteLimits) {
  const Absolute rows[] = {
      {"quality above", check("quality", 0.7, {}), Verdict::pass},
      {"quality below", check("quality", 0.9, {}), Verdict::fail},
      {"quality across", check("quality", 0.8, {}), Verdict::inconclusive},
      {"quality at most", check("quality", {}, 0.9), Verdict::pass},
      {"latency within", check("latency", {}, 1500), Verdict::pass},
      {"latency beyond", check("latency", {}, 1200), Verdict::fail},
      {"latency across", check("latency", {}, 1400), Verdict::inconclusive},
      {"cost at the limit", check("cost", {}, 2.0), Verdict::pass},
      {"cost beyond", check("cost", {}, 1.99), Verdict::fail},
      {"failures", check("failures", {}, 0.01), Verdict::pass},
      {"failures beyond", check("failures", {}, 0.009), Verdict::fail},
      {"both ends, one broken", check("quality", 0.7, 0.72), Verdict::fail},
      {"each suite", check("quality", 0.9, {}, {}, {}, "task"), Verdict::fail},
      {"cost of each suite", check("cost", {}, 2.0, {}, {}, "task"), Verdict::pass},
      {"failures of each suite", check("failures", {}, 0.0, {}, {}, "task"), Verdict::pass},
      {"latency of each suite", check("latency", {}, 300, {}, {}, "task"), Verdict::pass},
  };
  for (const auto& row : rows) {
    const auto result = gate(run_with(8), row.check);
    EXPECT_EQ(result.verdict, row.want) << row.name << ": " << result.reasons.front();
    EXPECT_EQ(result.reasons.size(), row.check.per.empty() ? 1u : 2u) << row.name;
  }
  EXPECT_EQ(gate(run_with(8), check("quality", 0.9, {})).reasons.front(),
            "fail: quality of a: 80.0 % (76.0 % .. 84.0 %); at least 90.0 %: fail");
}

TEST(Gate, UnknownIsInconclusive) {
  auto run = run_with(8);
  run.ranking.standings[0].usd_per_1k.reset();
  run.records.held()[7].cost.reset();
  EXPECT_EQ(gate(run, check("cost", {}, 100)).verdict, Verdict::inconclusive);
  const auto each = gate(run, check("cost", {}, 100, {}, {}, "task"));
  EXPECT_EQ(each.verdict, Verdict::inconclusive);
  EXPECT_EQ(each.reasons, (std::vector<std::string>{
                              "inconclusive: cost, suite arithmetic of a: unknown",
                              "pass: cost, suite support of a: $2.00 / 1k; at most $100.00 / 1k: pass"}));
}

struct Compared {
  const char* name;
  int before, now;
  GateCheck check;
  Verdict want;
};

TEST(Gate, QualityAgainstTheBaseline) {
  const Compared rows[] = {
      {"the same", 8, 8, check("quality", {}, {}, 0.05), Verdict::pass},
      {"better", 8, 9, check("quality", {}, {}, 0.05), Verdict::pass},
      {"worse by ten points", 9, 8, check("quality", {}, {}, 0.05), Verdict::fail},
      {"worse, tolerated", 9, 8, check("quality", {}, {}, 0.2), Verdict::pass},
      {"worse, about the margin", 9, 8, check("quality", {}, {}, 0.1), Verdict::inconclusive},
      {"each suite", 9, 7, check("quality", {}, {}, 0.05, {}, "task"), Verdict::fail},
      {"no margin at all", 8, 8, check("quality", {}, {}, 0.0), Verdict::inconclusive},
  };
  for (const auto& row : rows) {
    const auto result = gate(run_with(row.now), row.check, baseline_json(run_with(row.before)));
    EXPECT_EQ(result.verdict, row.want) << row.name << ": " << result.reasons.front();
    EXPECT_NE(result.reasons.front().find("shared items"), std::string::npos) << row.name;
  }
}

TEST(Gate, WithoutItemScoresTheSingleIntervalsDecide) {
  auto baseline = baseline_json(run_with(9));
  for (auto& entry : baseline["candidates"]["a"]["suites"]) entry.erase("items");
  const auto result = gate(run_with(8), check("quality", {}, {}, 0.05), baseline);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_NE(result.reasons.front().find("no shared items"), std::string::npos);
  EXPECT_EQ(gate(run_with(5), check("quality", {}, {}, 0.05), baseline).verdict, Verdict::fail);
}

TEST(Gate, RatiosAndMarginsOfTheOthers) {
  auto dearer = run_with(8);
  dearer.ranking.standings[0].usd_per_1k = Estimate{2.5, 2.5, 2.5, 400};
  dearer.ranking.standings[0].total_p95 = Estimate{2000, 1900, 2100, 400};
  dearer.ranking.standings[0].rates.failed = 0.03;
  const auto baseline = baseline_json(run_with(8));
  const Absolute rows[] = {
      {"cost within the ratio", check("cost", {}, {}, {}, 1.25), Verdict::pass},
      {"cost beyond it", check("cost", {}, {}, {}, 1.2), Verdict::fail},
      {"cost within the margin", check("cost", {}, {}, 0.5), Verdict::pass},
      {"latency surely beyond", check("latency", {}, {}, {}, 1.2), Verdict::fail},
      {"latency perhaps", check("latency", {}, {}, {}, 1.4), Verdict::inconclusive},
      {"latency surely within", check("latency", {}, {}, {}, 1.7), Verdict::pass},
      {"failures beyond the margin", check("failures", {}, {}, 0.01), Verdict::fail},
  };
  for (const auto& row : rows) EXPECT_EQ(gate(dearer, row.check, baseline).verdict, row.want) << row.name;
}

std::string complaint(const Run& run, const GateCheck& bad, const Json& baseline) {
  try {
    gate(run, bad, baseline);
  } catch (const UserError& error) {
    return error.what();
  }
  return "(accepted)";
}

struct Complaint {
  const char* name;
  GateCheck check;
  Json baseline;
  const char* text;
};

TEST(Gate, Complaints) {
  const auto right = baseline_json(run_with(8));
  auto other = right, more = right, incomplete = right, nobody = right, broken = right;
  other["suites"]["arithmetic"]["judged_digest"] = "0123456789abcdef";
  more["suites"]["extra"] = more["suites"]["arithmetic"];
  more["suites"].erase("support");
  incomplete["complete"] = false;
  nobody["chosen"] = nullptr;
  broken["suites"]["arithmetic"] = 5;
  const auto compare = check("quality", {}, {}, 0.05);
  const Complaint rows[] = {
      {"judged otherwise", compare, other,
       "baseline.json: not comparable: suite arithmetic is judged otherwise (0123456789ab then, b22222222222 "
       "now); bless a new baseline"},
      {"other suites", compare, more,
       "suite support is not in the baseline; suite extra is in the baseline only"},
      {"incomplete", compare, incomplete, "the baseline is of an incomplete run"},
      {"nobody", compare, nobody, "the baseline names no candidate"},
      {"no baseline", compare, nullptr, "baseline.json: there is no baseline yet; bless one"},
      {"another file", compare, Json::array(),
       "baseline.json: no baseline (\"schema\" should be \"shortlist.baseline/1\")"},
      {"broken entry", compare, broken, "suite arithmetic is asked otherwise"},
      {"says nothing", check("quality", {}, {}), right,
       "plan.yaml:40:7 gate.checks[0]: gate check \"quality\": says nothing"},
      {"no such metric", check("qualty", 0.5, {}), right,
       "there is no such metric (known: quality, latency, cost, failures)"},
      {"ratio of quality", check("quality", {}, {}, {}, 1.1), right, "quality is compared by margin"},
      {"per what", check("quality", 0.5, {}, {}, {}, "tag"), right, "per should be \"task\", not \"tag\""},
  };
  for (const auto& row : rows) {
    const auto text = complaint(run_with(8), row.check, row.baseline);
    EXPECT_NE(text.find(row.text), text.npos) << row.name << ": " << text;
  }
  EXPECT_EQ(complaint(run_with(8), check("quality", 0.5, {}), nullptr), "(accepted)")
      << "no comparison, no baseline";
}

TEST(Gate, IncompleteRunsAreNotJudged) {
  auto run = run_with(8);
  run.ranking.complete = false;
  EXPECT_EQ(gate(run, check("quality", 0.1, {})).verdict, Verdict::incomplete);
}

TEST(Gate, WhomItJudges) {
  auto run = run_with(8);
  run.ranking.chosen.reset();
  EXPECT_EQ(gate(run, check("quality", 0.1, {})).verdict, Verdict::pass) << "the only candidate";
  run.plan.candidates.push_back(candidate("b", "mock", "m"));
  EXPECT_EQ(gate(run, check("quality", 0.1, {})).verdict, Verdict::fail) << "nobody was chosen";
}

TEST(Difference, ClustersWidenTheInterval) {
  // Every item of half of the clusters changed: 100 changes of items, but only 10 of clusters.
  auto alone = run_with(10), clustered = run_with(10, true);
  std::map<std::string, double> before;
  for (int i = 0; i < 200; ++i) before["arithmetic" + std::to_string(i)] = (i / 10) % 2;
  const auto width = [&](const auto& run) {
    const auto e = interval_of(*paired_difference(run.plan.suites[0], figures_of(run)[{0, 0}], before));
    EXPECT_DOUBLE_EQ(e.value, 0.5);
    return e.high - e.low;
  };
  EXPECT_GT(width(clustered), 2.5 * width(alone));
}

TEST(Difference, NeverSurerThanTheItemsAllow) {
  const auto run = run_with(10);
  std::map<std::string, double> before;
  for (int i = 0; i < 20; ++i) before["arithmetic" + std::to_string(i)] = 1;
  const auto e = interval_of(*paired_difference(run.plan.suites[0], figures_of(run)[{0, 0}], before));
  EXPECT_EQ(e.n, 20u);
  EXPECT_EQ(e.value, 0);
  EXPECT_LT(e.low, -0.08) << "twenty equal items do not prove equality";
  EXPECT_FALSE(paired_difference(run.plan.suites[0], figures_of(run)[{0, 0}], {{"arithmetic1", 1}}));
}

TEST(Figures, PercentilesCountFirstTriesOnly) {
  auto run = run_with(10);
  run.records.held()[0].outcome.attempts.resize(3);
  run.records.held()[0].outcome.timing.last_token = ms(90'000);
  const auto figures = figures_of(run)[{0, 0}];
  EXPECT_EQ(figures.total_p95->n, 199u);
  EXPECT_NEAR(figures.total_p95->high, 260.9, 1e-6);
  EXPECT_EQ(figures.calls, 200u);
}

}  // namespace
}  // namespace shortlist::test
