// Which changes of a plan make another run, and which go on with the answers that there are.
#include <gtest/gtest.h>

#include <functional>

#include "harness/store/store.hpp"
#include "tests/support/fakes.hpp"

namespace shortlist {
namespace {

struct Row {
  const char* name;
  std::function<void(Plan&)> change;
  bool asks_anew;
};
const Row rows[] = {
    {"nothing", [](Plan&) {}, false},
    {"a candidate's name", [](Plan& p) { p.candidates[0].name = "x"; }, true},
    {"its backend", [](Plan& p) { p.candidates[0].backend = "x"; }, true},
    {"its model", [](Plan& p) { p.candidates[0].model = "x"; }, true},
    {"its endpoint", [](Plan& p) { p.candidates[0].endpoint = "x"; }, true},
    {"its file", [](Plan& p) { p.candidates[0].file = "x"; }, true},
    {"its command", [](Plan& p) { p.candidates[0].command = {"x"}; }, true},
    {"its options", [](Plan& p) { p.candidates[0].options["x"] = 1; }, true},
    {"temperature", [](Plan& p) { p.candidates[0].sampling.temperature = 0; }, true},
    {"top_p", [](Plan& p) { p.candidates[0].sampling.top_p = 0.5; }, true},
    {"top_k", [](Plan& p) { p.candidates[0].sampling.top_k = 5; }, true},
    {"max_tokens", [](Plan& p) { p.candidates[0].sampling.max_tokens = 5; }, true},
    {"sampling seed", [](Plan& p) { p.candidates[0].sampling.seed = 5; }, true},
    {"stop", [](Plan& p) { p.candidates[0].sampling.stop = {"\n"}; }, true},
    {"an empty system prompt", [](Plan& p) { p.candidates[0].prompting.system = ""; }, true},
    {"few-shot", [](Plan& p) { p.candidates[0].prompting.few_shot = 0; }, true},
    {"messages", [](Plan& p) { p.candidates[0].prompting.messages = std::vector<Message>{{"user", "x"}}; }, true},
    {"one candidate more", [](Plan& p) { p.candidates.push_back({}); }, true},
    {"the candidates' order", [](Plan& p) { std::swap(p.candidates[0], p.candidates[1]); }, true},
    {"a suite's content", [](Plan& p) { p.suites[0].asked_digest = "x"; }, true},
    {"a suite's limit", [](Plan& p) { p.suites[0].limit = 3; }, true},
    {"the seed", [](Plan& p) { p.seed = 1; }, true},
    {"repeats", [](Plan& p) { p.repeats = 2; }, true},
    {"the plan's name", [](Plan& p) { p.name = "x"; }, false},
    {"a price", [](Plan& p) { p.candidates[0].price.input_per_mtok = 1; }, false},
    {"facts", [](Plan& p) { p.candidates[0].facts.region = "eu"; }, false},
    {"the key's variable", [](Plan& p) { p.candidates[0].api_key_env = "KEY"; }, false},
    {"a lane", [](Plan& p) { p.candidates[0].lane = "x"; }, false},
    {"where it stands", [](Plan& p) { p.candidates[0].where = "plan.yaml:9:9"; }, false},
    {"a suite's weight", [](Plan& p) { p.suites[0].weight = 3; }, false},
    {"how it is judged", [](Plan& p) { p.suites[0].judged_digest = "x"; }, false},
    {"metrics", [](Plan& p) { p.suites[0].metrics.clear(); }, false},
    {"the objective", [](Plan& p) { p.objective.cost_weight = 1; }, false},
    {"stages", [](Plan& p) { p.stages = {SmokeStage{}}; }, false},
    {"the failure policy", [](Plan& p) { p.failures.refused = Treatment::skipped; }, false},
    {"lanes", [](Plan& p) { p.lanes["*"] = {}; }, false},
    {"the budget", [](Plan& p) { p.budget.calls = 1; }, false},
    {"the gate", [](Plan& p) { p.gate.baseline = "x"; }, false},
};

TEST(AskedDigest, Table) {
  const std::string before = asked_digest(fakes::plan_of(2, 10));
  EXPECT_EQ(before.size(), 64u);
  for (const Row& row : rows) {
    Plan plan = fakes::plan_of(2, 10);
    row.change(plan);
    EXPECT_EQ(asked_digest(plan) != before, row.asks_anew) << row.name;
  }
}

TEST(AskedDigest, HasNoTroubleWithBytesThatAreNotUtf8) {
  Plan plan = fakes::plan_of(1, 1);
  plan.candidates[0].model = "\xFF";
  EXPECT_EQ(asked_digest(plan).size(), 64u);
}

}  // namespace
}  // namespace shortlist
