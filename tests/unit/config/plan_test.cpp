#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/config/complaint.hpp"
#include "tests/unit/config/plans.hpp"

namespace shortlist {
namespace {

std::vector<std::string> names(const Plan& plan) {
  std::vector<std::string> out;
  for (const auto& candidate : plan.candidates) out.push_back(candidate.name);
  return out;
}

using Names = std::vector<std::string>;

TEST(Plan, ReadsTheExample) {
  auto plan = plan_of(example_plan);
  EXPECT_EQ(plan.name, "support-replies");
  EXPECT_EQ(names(plan), (Names{"gpt-5-mini", "mistral-small-latest", "claude", "smollm2+fs0+sys0", "smollm2+fs0+sys1",
                                "smollm2+fs3+sys0", "smollm2+fs3+sys1", "house-model"}));
  EXPECT_EQ(plan.candidates[0].backend, "openai");
  EXPECT_EQ(plan.candidates[0].where, "plan.yaml:6:5 candidates[0]");
  EXPECT_EQ(plan.candidates[2].api_key_env, "ANTHROPIC_API_KEY");
  EXPECT_EQ(plan.candidates[2].sampling.max_tokens, 256);
  EXPECT_EQ(plan.candidates[6].prompting.few_shot, 3);
  EXPECT_EQ(plan.candidates[6].prompting.system, "Answer with the number only.");
  EXPECT_EQ(plan.candidates[6].file, "models/SmolLM2-135M-Instruct.Q4_1.gguf");
  EXPECT_EQ(plan.candidates[7].facts.context, 32768);
  EXPECT_EQ(plan.candidates[7].price.output_per_mtok, 0.6);
  EXPECT_EQ(plan.candidates[7].price.cached_input_per_mtok, std::nullopt);
  ASSERT_EQ(plan.suites.size(), 2u);
  EXPECT_EQ(plan.suites[0].source, "arithmetic");
  EXPECT_EQ(plan.suites[1].source, "suites/support.yaml");
  EXPECT_EQ(plan.suites[1].weight, 3);
  EXPECT_EQ(plan.objective.cost_cap_usd_per_1k, 20);
  EXPECT_EQ(plan.objective.limit_p95_ms, 2500);
  EXPECT_EQ(plan.objective.limit_ttft_p95_ms, std::nullopt);
  EXPECT_EQ(plan.lanes.at("*").concurrency, 32);
  EXPECT_EQ(plan.lanes.at("openai").requests_per_minute, 500);
  EXPECT_EQ(plan.budget.money, from_usd(15));
  EXPECT_EQ(plan.budget.time, std::chrono::minutes(30));
  EXPECT_EQ(plan.seed, 7u);
  EXPECT_EQ(plan.gate.checks[1].per, "task");
  EXPECT_EQ(plan.gate.checks[2].max_ratio, 1.2);
  std::vector<std::string_view> stages;
  for (const auto& stage : plan.stages) stages.push_back(name_of(stage));
  EXPECT_EQ(stages, (std::vector<std::string_view>{"constraints", "smoke", "race", "optimise", "confirm", "decide"}));
}

TEST(Plan, DefaultsAreTheTypes) {
  auto plan = plan_of(with_more(""));
  Plan expected;
  expected.name = "plan";
  expected.path = "plan.yaml";
  expected.candidates = plan.candidates;
  expected.suites = plan.suites;
  expected.stages = {SmokeStage{}, RaceStage{}, DecideStage{}};
  expected.seed = plan.seed;
  EXPECT_EQ(difference(plan, expected), "");
}

TEST(Plan, DefaultSeedFollowsFromTheSuites) {
  auto seed = [](const std::string& text) { return plan_of(text).seed; };
  EXPECT_EQ(seed(with_more("")), seed(with_more("repeats: 2\n")));
  EXPECT_EQ(seed(with_more("")), seed(with_candidates("  - mock:a\n  - mock:c\n"))) << "an added candidate meets the same items";
  EXPECT_NE(seed("version: 1\nsuites: [s]\ncandidates: [\"mock:a\"]"), seed("version: 1\nsuites: [t]\ncandidates: [\"mock:a\"]"));
}

struct Short { const char* text; Candidate expected; };
Candidate candidate(std::string name, std::string backend, std::string model, std::string file, Names command) {
  Candidate out;
  out.name = std::move(name), out.backend = std::move(backend), out.model = std::move(model);
  out.file = std::move(file), out.command = std::move(command);
  return out;
}
const Short shorthands[] = {
    {"openai:gpt-5", candidate("gpt-5", "openai", "gpt-5", "", {})},
    {"openai/gpt-5", candidate("gpt-5", "openai", "gpt-5", "", {})},
    {"router:meta/llama:free", candidate("meta/llama:free", "router", "meta/llama:free", "", {})},
    {"router/meta/llama:free", candidate("meta/llama:free", "router", "meta/llama:free", "", {})},
    {"local:models/Smol.Q4.gguf", candidate("Smol.Q4", "local", "", "models/Smol.Q4.gguf", {})},
    {"local:my models/a b.gguf", candidate("a-b", "local", "", "my models/a b.gguf", {})},
    {"replay:table.csv.gz", candidate("table.csv", "replay", "", "table.csv.gz", {})},
    {"exec:python3 bin/ask.py --fast", candidate("python3", "exec", "", "", {"python3", "bin/ask.py", "--fast"})},
    {R"('exec:./ask.sh "a b" c\ d ''x"y''')", candidate("ask", "exec", "", "", {"./ask.sh", "a b", "c d", "x\"y"})},
    {"openai:weird (beta)", candidate("weird--beta-", "openai", "weird (beta)", "", {})},
};

TEST(Plan, ReadsShorthands) {
  for (const auto& row : shorthands) {
    auto plan = plan_of(with_candidates("  - " + std::string(row.text) + "\n"));
    auto expected = plan;
    expected.candidates = {row.expected};
    EXPECT_EQ(difference(plan, expected), "") << row.text << "\n" << plan_json(plan).dump(1);
  }
}

struct Grid { const char* variants; Names names; };
const Grid grids[] = {
    {"temperature: [0, 0.7]", {"m+t0", "m+t0.7"}},
    {"top_p: [0.9]\n      top_k: [40]\n      max_tokens: [16, 32]", {"m+topp0.9+topk40+max16", "m+topp0.9+topk40+max32"}},
    {"file: [a/x.Q4.gguf, a/x.Q8.gguf]", {"m+x.Q4", "m+x.Q8"}},
    {"model: [big, \"small one\"]", {"m+big", "m+small-one"}},
    {"prompt: [\"{{q}}\", [{role: user, content: x}]]", {"m+prompt0", "m+prompt1"}},
    {"options: [{effort: low}, {effort: high}]", {"m+opt0", "m+opt1"}},
    {"stop: [[a], []]\n      seed: [1, 2]", {"m+stop0+seed1", "m+stop0+seed2", "m+stop1+seed1", "m+stop1+seed2"}},
    {"few_shot: [3]\n      system: [x]", {"m+fs3+sys0"}},
    {"system: [x]\n      few_shot: [3]", {"m+sys0+fs3"}},
};

TEST(Plan, ExpandsVariants) {
  for (const auto& row : grids)
    EXPECT_EQ(names(plan_of(with_candidates("  - name: m\n    backend: mock\n    variants:\n      " +
                                            std::string(row.variants) + "\n"))), row.names) << row.variants;
}

TEST(Plan, VariantsStandOnTheirBase) {
  auto plan = plan_of(with_candidates(
      "  - {name: m, backend: mock, options: {a: 1, b: 2}, sampling: {temperature: 1, seed: 4}, few_shot: 2,\n"
      "     variants: {options: [{b: 3}], temperature: [0.5], system: [\"$$1\"]}}\n"));
  const auto& m = plan.candidates.at(0);
  EXPECT_EQ(m.options.dump(), R"({"a":1,"b":3})");
  EXPECT_EQ(m.sampling.temperature, 0.5);
  EXPECT_EQ(m.sampling.seed, 4u);
  EXPECT_EQ(m.prompting.few_shot, 2);
  EXPECT_EQ(m.prompting.system, "$1");
}

TEST(Plan, ReadsPrompts) {
  auto plan = plan_of(with_candidates("  - {name: a, backend: mock, prompt: \"{{q}}\"}\n"
                                      "  - {name: b, backend: mock, prompt: [{role: system, content: s}]}\n"));
  EXPECT_EQ(plan.candidates[0].prompting.messages, (std::vector<Message>{{"user", "{{q}}"}}));
  EXPECT_EQ(plan.candidates[1].prompting.messages, (std::vector<Message>{{"system", "s"}}));
}

TEST(Plan, SuiteFilesKeepApartFromShippedSuites) {
  auto plan = plan_of("version: 1\ncandidates: [\"mock:a\"]\nsuites: [a, {file: a}, {suite: b, limit: 10}, ./c.yaml]\n");
  Names sources;
  for (const auto& suite : plan.suites) sources.push_back(suite.source);
  EXPECT_EQ(sources, (Names{"a", "./a", "b", "./c.yaml"}));
  EXPECT_EQ(plan.suites[2].limit, 10u);
}

TEST(Plan, FillsVariables) {
  auto text = with_candidates(R"(
  - name: ${N:-x}
    backend: mock
    model: ${M}
    system: a $$ $5 ${EMPTY}|${EMPTY:-d}
    sampling: {temperature: "${T}", top_p: "0.${P}"}
    options:
      ${T}: ${T}
      quoted: "${T}"
)");
  auto env = environment({{"M", "7"}, {"EMPTY", ""}, {"T", "0.5"}, {"P", "25"}});
  auto c = parse_plan(text, "plan.yaml", env).candidates.at(0);
  EXPECT_EQ(c.name, "x");
  EXPECT_EQ(c.model, "7");
  EXPECT_EQ(c.prompting.system, "a $ $5 |d");
  EXPECT_EQ(c.sampling.temperature, 0.5);
  EXPECT_EQ(c.sampling.top_p, 0.25);
  EXPECT_EQ(c.options.dump(), R"({"${T}":0.5,"quoted":"0.5"})");
}

TEST(Plan, WindowsLineEndsAndAByteOrderMarkChangeNothing) {
  std::string windows = "\xEF\xBB\xBF";
  for (const char* c = example_plan; *c; ++c) windows += *c == '\n' ? "\r\n" : std::string(1, *c);
  EXPECT_EQ(difference(plan_of(windows), plan_of(example_plan)), "");
}

TEST(Plan, AnyPathGivesANameThatCanBeReadBack) {
  const std::pair<std::string, std::string> rows[] = {
      {"a/b/my plan.yaml", "my plan"}, {"x", "x"}, {".hidden.yaml", "plan"}, {"", "plan"}, {"caf\xE9.yaml", "plan"},
      {std::string(300, 'a'), "plan"}, {"한국어.yaml", "한국어"}};
  for (const auto& [path, name] : rows) {
    auto plan = parse_plan(with_more(""), path, environment());
    EXPECT_EQ(plan.name, name);
    EXPECT_EQ(difference(parse_plan(plan_json(plan).dump(), path, environment()), plan), "") << path;
  }
}

TEST(Plan, VariablesMustBeText) {
  EXPECT_EQ(complaint([] { parse_plan(with_more("name: ${N}\n"), "plan.yaml", environment({{"N", "caf\xE9"}})); }),
            "plan.yaml:4:7 name: environment variable N holds something that is not UTF-8 text");
}

TEST(Plan, FileNamesItWhenItDoesNot) {
  auto folder = std::filesystem::path(testing::TempDir()) / "plan_test";
  std::filesystem::create_directories(folder);
  auto path = (folder / "my.plan.yaml").string();
  std::ofstream(path) << with_more("");
  EXPECT_EQ(read_plan(path, environment()).name, "my.plan");
  EXPECT_EQ(complaint([&] { read_plan("/no/such.yaml", environment()); }),
            "/no/such.yaml: cannot be opened: No such file or directory");
}

}  // namespace
}  // namespace shortlist
