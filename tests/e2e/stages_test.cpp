// Stages as a user writes them: who is dropped and why, the default, an audit, budgets.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/e2e/shortlist.hpp"

namespace shortlist::test {
namespace {

using Json = nlohmann::json;

/// Calls on record, by candidate.
std::map<std::string, int> calls_of(const Sandbox& box) {
  std::map<std::string, int> calls;
  std::istringstream lines(box.run({"export", "latest"}).out);
  for (std::string line; std::getline(lines, line);) ++calls[Json::parse(line).at("candidate")];
  return calls;
}

/// What is said of a candidate in the report of the latest run.
std::string why(const Sandbox& box, const std::string& candidate) {
  EXPECT_EQ(box.run({"report", "latest", "-o", "why.json"}).code, 0);
  const Json report = Json::parse(box.read("why.json"));
  for (const Json& standing : report.at("standings"))
    if (standing.at("candidate") == candidate) return standing.at("why");
  return "no such candidate";
}

/// Four on the small suite: one good, one of another region, one without a number in its answers, one slow and dear.
void write_plan(const Sandbox& box, const std::string& more) {
  write_small_plan(box);
  box.write("mute.py",
            "import json,sys\nprint(json.dumps({'protocol':'shortlist.exec/1','parallel':4}),flush=True)\nfor line in sys.stdin:\n"
            "  r=json.loads(line)\n  print(json.dumps({'id':r['id'],'event':'done','text':'I would rather not.','finish':'stop'}),flush=True)\n");
  box.write("shortlist.yaml",
            "version: 1\nname: staged\nseed: 3\nsuites: [{file: sums.yaml}]\ncandidates:\n"
            "  - {name: good, backend: mock, model: m, options: {accuracy: 0.9}, price: {input_per_mtok: 1, output_per_mtok: 4}, facts: {region: eu, context: 8192}}\n"
            "  - {name: abroad, backend: mock, model: m, options: {accuracy: 0.95}, price: {input_per_mtok: 1, output_per_mtok: 60}, facts: {region: us, context: 4096}}\n"
            "  - {name: mute, backend: exec, command: [python3, mute.py]}\n"
            "  - {name: dear, backend: mock, model: m, sampling: {max_tokens: 16}, options: {accuracy: 0.9}, price: {input_per_mtok: 1000, output_per_mtok: 4000}, facts: {region: eu, context: 8192}}\n" +
                more);
}

TEST(Stages, ConstraintsAndSmokeDropWithTheirEvidence) {
  Sandbox box;
  write_plan(box, "objective: {limits: {usd_per_1k: 0.5}}\n"
                  "stages:\n  - constraints: {region: [eu, any], context_min: 8192, output_per_mtok_max: 5000}\n"
                  "  - smoke: {items: 5}\n  - race: {mode: full}\n  - decide: {incumbent: good}\n");
  const Finished done = box.run({"run"});
  ASSERT_EQ(done.code, 0) << done.out << done.err;
  EXPECT_EQ(calls_of(box), (std::map<std::string, int>{{"good", 60}, {"mute", 5}, {"dear", 5}}));
  EXPECT_EQ(why(box, "abroad"), "left in constraints: region us is not in [eu, any]; context 4,096 < 8,192");
  EXPECT_EQ(why(box, "mute"), "left in smoke, round 1: 5 of 5 answers without a number");
  EXPECT_NE(why(box, "dear").find("per 1k on 5 items, over 4 x the limit of $0.5"), std::string::npos) << why(box, "dear");
}

TEST(Stages, ChangedConstraintsAskNobodyAgain) {
  Sandbox box;
  write_plan(box, "stages: [smoke: {}, race: {mode: full}]\n");
  ASSERT_EQ(box.run({"run"}).code, 0);
  write_plan(box, "stages: [constraints: {region: eu}, smoke: {}, race: {mode: full}]\n");
  const Finished done = box.run({"run"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.err.find("nobody is asked"), std::string::npos) << done.err;
  EXPECT_EQ(why(box, "abroad"), "left in constraints: region us is not in [eu]");
}

TEST(Stages, WhereAllBreakAConstraintNobodyIsAskedAndNobodyChosen) {
  Sandbox box;
  write_plan(box, "stages: [constraints: {output_per_mtok_max: 0, region: mars}, race: {}]\n");
  std::string plan = box.read("shortlist.yaml");
  const std::string open = "command: [python3, mute.py]}";
  plan.replace(plan.find(open), open.size(), "command: [python3, mute.py], facts: {region: us}}");
  box.write("shortlist.yaml", plan);
  const Finished done = box.run({"run"});
  EXPECT_TRUE(calls_of(box).empty());
  EXPECT_NE(done.out.find("nobody is chosen"), std::string::npos) << done.out << done.err;
}

TEST(Stages, TheDefaultDropsWhoDoesNotAnswerAtAll) {
  Sandbox box;
  write_plan(box, "");
  const Finished done = box.run({"run"});
  ASSERT_EQ(done.code, 0) << done.out << done.err;
  EXPECT_EQ(calls_of(box)["mute"], 5);
  EXPECT_EQ(why(box, "mute"), "left in smoke, round 1: 5 of 5 answers without a number");
}

TEST(Stages, AnAuditAsksTheDroppedEverything) {
  Sandbox box;
  write_plan(box, "stages: [smoke: {}, race: {mode: full}]\n");
  ASSERT_EQ(box.run({"run"}).code, 0);
  EXPECT_EQ(calls_of(box)["mute"], 5);
  const Finished done = box.run({"run", "--audit", "2"});
  ASSERT_EQ(done.code, 0) << done.out << done.err;
  EXPECT_EQ(calls_of(box)["mute"], 60) << "the same run goes on with what the audit needs";
}

TEST(Stages, ABudgetOnTheCommandLineStandsAboveThePlans) {
  Sandbox box;
  write_small_plan(box, "budget: {calls: 100000}\n");
  const Finished done = box.run({"run", "--max-calls", "50", "-o", "out.json"});
  EXPECT_EQ(done.code, 4) << done.err;
  EXPECT_NE(done.err.find("budget: 50 calls made"), std::string::npos) << done.err;
  EXPECT_EQ(Json::parse(box.read("out.json")).at("calls"), 50);
  EXPECT_EQ(box.run({"run"}).code, 0);
}

double usd_of(const Sandbox& box) {
  double spent = 0;
  std::istringstream lines(box.run({"export", "latest"}).out);
  for (std::string line; std::getline(lines, line);)
    if (const Json cost = Json::parse(line).at("cost_usd"); !cost.is_null()) spent += cost.get<double>();
  return spent;
}

/// 32 in flight; one candidate is a thousand times as dear as another. A part of the money is spent to the last call that fits.
TEST(Stages, MoneyIsNeverOvershot) {
  Sandbox box;
  write_plan(box, "stages: [race: {mode: full}]\nlanes: {\"*\": {concurrency: 32}}\n");
  ASSERT_EQ(box.run({"run"}).code, 0);
  const double whole = usd_of(box);
  for (const double share : {0.2, 0.5, 0.8}) {
    const Finished done = box.run({"run", "--max-cost", std::to_string(share * whole), "--fresh"});
    ASSERT_EQ(done.code, 4) << done.out << done.err;
    EXPECT_NE(done.err.find("the next call may cost"), std::string::npos) << done.err;
    EXPECT_LE(usd_of(box), share * whole);
    EXPECT_GT(usd_of(box), share * whole - 0.25) << "no room for the worst case of one call more";
    EXPECT_NE(done.out.find("good"), std::string::npos) << "what the answers so far support is shown";
  }
}

TEST(Stages, TimeEndsARun) {
  Sandbox box;
  write_small_plan(box, "lanes: {\"*\": {concurrency: 1}}\n", ", ttft_ms: 200");
  const Finished done = box.run({"run", "--max-time", "0.01"});
  EXPECT_EQ(done.code, 4) << done.err;
  EXPECT_NE(done.err.find("the time is over"), std::string::npos) << done.err;
}

TEST(Stages, WhereNoCallFitsTheMoneyTheWayOutIsNamed) {
  Sandbox box;
  write_plan(box, "stages: [race: {mode: full}]\n");
  const Finished done = box.run({"run", "--max-cost", "0.001"});
  EXPECT_EQ(done.code, 4) << done.err;
  EXPECT_NE(done.err.find("candidates[0]: set sampling.max_tokens, without which 4096 tokens of answer are reserved, or raise the budget "
                          "(--max-cost, or budget.usd of the plan) to at least $0.016"),
            std::string::npos) << done.err;
  const std::string said = box.run({"run", "--max-cost", "0.01", "--dry-run"}).out;
  EXPECT_NE(said.find("the budget of $0.010 does not cover one call of good: "), std::string::npos) << said;
  EXPECT_NE(said.find("one call of dear: raise the budget"), std::string::npos) << said;
  EXPECT_EQ(said.find("one call of mute"), std::string::npos) << "its price is unknown: " << said;
}

struct Mistake { std::vector<std::string> arguments; const char* complaint; };
TEST(Stages, MistakesOnTheCommandLine) {
  Sandbox box;
  write_small_plan(box);
  const Mistake mistakes[] = {
      {{"run", "--max-cost", "0"}, "--max-cost: must be above 0, not 0: with nothing to spend nobody can be asked; --dry-run says what a run may take"},
      {{"run", "--max-cost", "-1"}, "--max-cost: must be above 0, not -1: with nothing to spend nobody can be asked; --dry-run says what a run may take"},
      {{"run", "--max-cost", "1e-10"}, "--max-cost: must be above 0, not 1e-10"},
      {{"run", "--max-cost", "$5"}, "--max-cost: expected US dollars as a number, such as 2.50, found \"$5\""},
      {{"run", "--max-cost", "nan"}, "--max-cost: expected US dollars as a number"},
      {{"run", "--max-cost", "2,50"}, "--max-cost: expected US dollars as a number"},
      {{"run", "--max-cost", "1e999"}, "--max-cost: expected US dollars as a number"},
      {{"run", "--max-cost", "2000000"}, "--max-cost: must be at most 1000000, not 2000000"},
      {{"run", "--max-calls", "0"}, "--max-calls: must be at least 1, not 0: with nothing to spend nobody can be asked; --dry-run says what a run may take"},
      {{"run", "--max-calls", "-3"}, "--max-calls: must be at least 1, not -3"},
      {{"run", "--max-calls", "1.5"}, "--max-calls: expected a whole number of calls, such as 5000, found \"1.5\""},
      {{"run", "--max-calls", "many"}, "--max-calls: expected a whole number of calls"},
      {{"run", "--max-calls", "1e30"}, "--max-calls: must be at most 1000000000000000, not 1e30"},
      {{"run", "--max-time", "0"}, "--max-time: must be above 0, not 0: with nothing to spend nobody can be asked; --dry-run says what a run may take"},
      {{"run", "--max-time", "-1"}, "--max-time: must be above 0, not -1"},
      {{"run", "--max-time", "5m"}, "--max-time: expected minutes as a number, such as 30 or 0.5, found \"5m\""},
      {{"run", "--max-time", "20000"}, "--max-time: must be at most 10080, not 20000"},
      {{"run", "--audit", "0"}, "--audit: expected a whole number from 1"},
      {{"run", "--max-cots", "1"}, "did you mean \"--max-cost\"?"},
  };
  for (const auto& [arguments, complaint] : mistakes) {
    const Finished done = box.run(arguments);
    EXPECT_EQ(done.code, 2) << done.err;
    EXPECT_NE(done.err.find(complaint), std::string::npos) << done.err;
  }
}

TEST(Stages, APlanThatMakesNoSenseIsRefusedWithItsPlace) {
  Sandbox box;
  write_small_plan(box, "stages:\n  - race: {}\n  - smoke: {}\n");
  const Finished done = box.run({"check"});
  EXPECT_EQ(done.code, 2);
  EXPECT_NE(done.err.find("shortlist.yaml:11:5 stages[1]: smoke after race"), std::string::npos) << done.err;
}

}  // namespace
}  // namespace shortlist::test
