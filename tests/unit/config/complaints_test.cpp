// Every complaint about a plan, word for word.
#include <gtest/gtest.h>

#include "tests/unit/config/complaint.hpp"
#include "tests/unit/config/plans.hpp"

namespace shortlist {
namespace {

struct Row { const char* name; std::string text, complaint; };

void check(const std::vector<Row>& rows) {
  for (const auto& row : rows)
    EXPECT_EQ(complaint([&] { plan_of(row.text); }), "plan.yaml:" + row.complaint) << row.name;
}

std::string one(const std::string& fields) { return with_candidates("  - {backend: mock, " + fields + "}\n"); }

TEST(PlanComplaints, TheWhole) {
  check({
      {"empty", "", "1:1: the file is empty"},
      {"text", "hello", "1:1: expected a map, found text \"hello\""},
      {"a list", "[1]", "1:1: expected a map, found a list"},
      {"no version", "candidates: []\n", "1:1: \"version\" is missing"},
      {"another version", "version: 2\n", "1:10 version: version 2 is not known here: this shortlist reads version 1"},
      {"version as text", "version: \"1\"\n", "1:10 version: expected a whole number, found text \"1\""},
      {"version with a point", "version: 1.0\n", "1:10 version: expected a whole number, found the number 1.0"},
      {"no candidates", "version: 1\nsuites: [s]\n", "1:1: \"candidates\" is missing"},
      {"no suites", "version: 1\ncandidates: [\"mock:a\"]\n", "1:1: \"suites\" is missing"},
      {"an unknown key near one", with_more("buget: {}\n"), "4:1: unknown key \"buget\", did you mean \"budget\"?"},
      {"an unknown key near none", with_more("zzzzzz: 1\n"),
       "4:1: unknown key \"zzzzzz\"; known here: version, extends, name, candidates, suites, objective, stages, "
       "failures, lanes, budget, gate, seed, repeats"},
      {"an empty part", with_more("budget:\n"),
       "4:1 budget: expected a map, found nothing: leave the key out or give it a value"},
      {"a duplicate key", with_more("seed: 1\nseed: 2\n"), "5:1: duplicate key \"seed\", first given at 4:1"},
      {"seed below 0", with_more("seed: -1\n"), "4:7 seed: must be from 0 to 18446744073709551615, not -1"},
      {"seed too large", with_more("seed: 99999999999999999999\n"),
       "4:7 seed: must be from 0 to 18446744073709551615, not 99999999999999999999"},
      {"repeats 0", with_more("repeats: 0\n"), "4:10 repeats: must be from 1 to 1000, not 0"},
      {"repeats as text", with_more("repeats: many\n"), "4:10 repeats: expected a whole number, found text \"many\""},
      {"a number as name", with_more("name: 42\n"), "4:7 name: expected text, found the number 42: quote it"},
      {"a boolean as name", with_more("name: true\n"), "4:7 name: expected text, found true: quote it"},
      {"an empty name", with_more("name: \"\"\n"), "4:7 name: must not be empty"},
      {"a name with a slash", with_more("name: ../x\n"),
       "4:7 name: \"../x\" cannot name a folder: up to 200 characters, no slash, no dot in front"},
      {"a name with a line end", with_more("name: \"a\\nb\"\n"),
       "4:7 name: \"a b\" cannot name a folder: up to 200 characters, no slash, no dot in front"},
  });
}

TEST(PlanComplaints, Candidates) {
  check({
      {"none", with_candidates("  []\n"), "4:3 candidates: at least one candidate is needed"},
      {"not a list", with_candidates("  a: b\n"), "4:3 candidates: expected a list, found a map"},
      {"a list in the list", with_candidates("  - [a]\n"), "4:5 candidates[0]: expected BACKEND:MODEL or a map, found a list"},
      {"nothing in the list", with_candidates("  -\n"), "5:1 candidates[0]: expected BACKEND:MODEL or a map, found nothing"},
      {"a number", with_candidates("  - 5\n"), "4:5 candidates[0]: expected text, found the number 5: quote it"},
      {"no separator", with_candidates("  - gpt5\n"), "4:5 candidates[0]: \"gpt5\" is not BACKEND:MODEL"},
      {"no model", with_candidates("  - \"openai:\"\n"), "4:5 candidates[0]: \"openai:\" is not BACKEND:MODEL"},
      {"no backend before the colon", with_candidates("  - \":x\"\n"), "4:5 candidates[0]: \":x\" is not BACKEND:MODEL"},
      {"a quote in a command", with_candidates("  - exec:a \"b\n"), "4:5 candidates[0]: a double quote in the command is not closed"},
      {"an empty command", with_candidates("  - \"exec: \"\n"), "4:5 candidates[0]: the command is empty"},
      {"no backend", with_candidates("  - {name: a}\n"), "4:5 candidates[0]: \"backend\" is missing"},
      {"a mistyped key", with_candidates("  - backend: openai\n    modle: x\n"),
       "5:5 candidates[0]: unknown key \"modle\", did you mean \"model\"?"},
      {"a key in the plan", with_candidates("  - backend: openai\n    api_key: sk-123\n"),
       "5:5 candidates[0]: a key has no place in a plan: put it in an environment variable and name that with api_key_env"},
      {"a key where its name belongs", one("api_key_env: sk-123"),
       "4:34 candidates[0].api_key_env: must be the name of an environment variable, such as OPENAI_API_KEY; the key "
       "itself has no place in a plan"},
      {"a password in the endpoint", one("endpoint: \"https://me:secret@host/v1\""),
       "4:31 candidates[0].endpoint: a password has no place in a plan: name a variable that holds the key with api_key_env"},
      {"no scheme", one("endpoint: localhost"),
       "4:31 candidates[0].endpoint: must start with http:// or https://, not \"localhost\""},
      {"no host", one("endpoint: \"http://\""),
       "4:31 candidates[0].endpoint: must start with http:// or https://, not \"http://\""},
      {"a name with blanks", one("name: a b"),
       "4:5 candidates[0]: name \"a b\" may only have letters, digits and . _ : + / @ -"},
      {"a name twice", with_candidates("  - openai:x\n  - {backend: mock, name: x}\n"),
       "5:5 candidates[1]: a second candidate named \"x\", the first is at plan.yaml:4:5 candidates[0]: give one a name of its own"},
      {"a long name", one("name: " + std::string(201, 'a')),
       "4:5 candidates[0]: name \"" + std::string(60, 'a') + "...\" is longer than 200 characters"},
      {"an empty model", one("model: ''"), "4:28 candidates[0].model: must not be empty"},
      {"command of a wrong type", one("command: {a: b}"), "4:30 candidates[0].command: expected text, found a map"},
      {"an empty list as command", one("command: []"), "4:30 candidates[0].command: the command is empty"},
      {"a number in a command", one("command: [a, 5]"),
       "4:34 candidates[0].command[1]: expected text, found the number 5: quote it"},
      {"too hot", one("sampling: {temperature: 3}"), "4:45 candidates[0].sampling.temperature: must be from 0 to 2, not 3"},
      {"top_p 0", one("sampling: {top_p: 0}"), "4:39 candidates[0].sampling.top_p: must be above 0 and at most 1, not 0"},
      {"top_k 0", one("sampling: {top_k: 0}"), "4:39 candidates[0].sampling.top_k: must be at least 1, not 0"},
      {"top_k huge", one("sampling: {top_k: 3000000000}"),
       "4:39 candidates[0].sampling.top_k: must be at most 2147483647, not 3000000000"},
      {"top_k beyond 64 bits", one("sampling: {top_k: 99999999999999999999}"),
       "4:39 candidates[0].sampling.top_k: must be at most 2147483647, not 99999999999999999999"},
      {"max_tokens with a point", one("sampling: {max_tokens: 1.5}"),
       "4:44 candidates[0].sampling.max_tokens: expected a whole number, found the number 1.5"},
      {"not a number", one("sampling: {temperature: .nan}"), "4:45 candidates[0].sampling.temperature: must be a finite number"},
      {"infinite", one("sampling: {temperature: -.inf}"), "4:45 candidates[0].sampling.temperature: must be a finite number"},
      {"a huge number", one("sampling: {temperature: 1e999}"),
       "4:45 candidates[0].sampling.temperature: the number 1e999 is out of range"},
      {"a hexadecimal number", one("sampling: {top_k: 0x10}"),
       "4:39 candidates[0].sampling.top_k: expected a whole number, found text \"0x10\""},
      {"stop as text", one("sampling: {stop: x}"), "4:38 candidates[0].sampling.stop: expected a list, found text \"x\""},
      {"an empty stop", one("sampling: {stop: ['']}"), "4:39 candidates[0].sampling.stop[0]: must not be empty"},
      {"few_shot below 0", one("few_shot: -1"), "4:31 candidates[0].few_shot: must be from 0 to 1000, not -1"},
      {"system as number", one("system: 5"), "4:29 candidates[0].system: expected text, found the number 5: quote it"},
      {"prompt as map", one("prompt: {a: b}"),
       "4:29 candidates[0].prompt: expected text or a list of {role, content}, found a map"},
      {"an empty prompt", one("prompt: []"), "4:29 candidates[0].prompt: must not be empty"},
      {"an unknown role", one("prompt: [{role: usr, content: x}]"),
       "4:37 candidates[0].prompt[0].role: must be one of system, user, assistant, not \"usr\", did you mean \"user\"?"},
      {"a message without content", one("prompt: [{role: user}]"), "4:30 candidates[0].prompt[0]: \"content\" is missing"},
      {"yes is no boolean", one("facts: {open_weights: yes}"),
       "4:43 candidates[0].facts.open_weights: expected true or false, found text \"yes\""},
      {"no context", one("facts: {context: 0}"), "4:38 candidates[0].facts.context: must be at least 1, not 0"},
      {"a price below 0", one("price: {input_per_mtok: -1}"),
       "4:45 candidates[0].price.input_per_mtok: must be from 0 to 1000000, not -1"},
      {"options as list", one("options: [1]"), "4:30 candidates[0].options: expected a map, found a list"},
      {"infinity in options", one("options: {a: [.inf]}"), "4:35 candidates[0].options.a[0]: .inf is not a finite number"},
  });
}

TEST(PlanComplaints, Variants) {
  check({
      {"unknown", one("variants: {colour: [1]}"),
       "4:32 candidates[0].variants: unknown key \"colour\"; known here: model, file, few_shot, system, prompt, options, "
       "temperature, top_p, top_k, max_tokens, seed, stop"},
      {"not a list", one("variants: {few_shot: 3}"), "4:42 candidates[0].variants.few_shot: expected a list, found the number 3"},
      {"none", one("variants: {}"), "4:31 candidates[0].variants: must not be empty"},
      {"an empty list", one("variants: {few_shot: []}"), "4:42 candidates[0].variants.few_shot: must not be empty"},
      {"a wrong value", one("variants: {temperature: [1, 3]}"),
       "4:49 candidates[0].variants.temperature[1]: must be from 0 to 2, not 3"},
      {"one value twice", one("name: m, variants: {temperature: [1, 1]}"),
       "4:5 candidates[0]: a second candidate named \"m+t1\", the first is at plan.yaml:4:5 candidates[0]: give one a name of "
       "its own"},
  });
}

std::string numbers(int last) {
  std::string out = "[1";
  for (int i = 2; i <= last; ++i) out += "," + std::to_string(i);
  return out + "]";
}

TEST(PlanComplaints, TooManyVariants) {
  check({
      {"one grid", one("variants: {seed: " + numbers(101) + ", top_k: " + numbers(100) + "}"),
       "4:31 candidates[0].variants: the plan has more than 10000 candidates"},
      {"two grids", with_candidates("  - {backend: mock, variants: {seed: " + numbers(100) + ", top_k: " + numbers(99) +
                                    "}}\n  - {backend: mock, name: x, variants: {seed: " + numbers(101) + "}}\n"),
       "5:40 candidates[1].variants: the plan has more than 10000 candidates"},
      {"one more", with_candidates("  - {backend: mock, variants: {seed: " + numbers(100) + ", top_k: " + numbers(100) +
                                   "}}\n  - mock:x\n"),
       "5:5 candidates[1]: the plan has more than 10000 candidates"},
  });
}

TEST(PlanComplaints, Suites) {
  auto with_suites = [](const std::string& suites) {
    return "version: 1\ncandidates: [\"mock:a\"]\nsuites: " + suites + "\n";
  };
  check({
      {"none", with_suites("[]"), "3:9 suites: at least one suite is needed"},
      {"a list in the list", with_suites("[[a]]"), "3:10 suites[0]: expected a suite's name or a map, found a list"},
      {"a map without a suite", with_suites("[{weight: 1}]"),
       "3:10 suites[0]: needs either \"suite\", a shipped suite's name, or \"file\""},
      {"both", with_suites("[{suite: a, file: b}]"),
       "3:10 suites[0]: needs either \"suite\", a shipped suite's name, or \"file\""},
      {"weight 0", with_suites("[{suite: a, weight: 0}]"),
       "3:29 suites[0].weight: must be above 0 and at most 1000000, not 0"},
      {"limit 0", with_suites("[{suite: a, limit: 0}]"), "3:28 suites[0].limit: must be at least 1, not 0"},
      {"twice", with_suites("[a, {suite: a}]"), "3:13 suites[1]: suite \"a\" is already at plan.yaml:3:10 suites[0]"},
      {"an unknown key", with_suites("[{suite: a, wieght: 2}]"),
       "3:21 suites[0]: unknown key \"wieght\", did you mean \"weight\"?"},
  });
}

TEST(PlanComplaints, Objective) {
  auto objective = [](const std::string& fields) { return with_more("objective: {" + fields + "}\n"); };
  check({
      {"prefer", objective("prefer: cheepest"),
       "4:21 objective.prefer: must be one of utility, cheapest, fastest, not \"cheepest\", did you mean \"cheapest\"?"},
      {"prefer far from all", objective("prefer: zzz"),
       "4:21 objective.prefer: must be one of utility, cheapest, fastest, not \"zzz\""},
      {"prefer as list", objective("prefer: []"),
       "4:21 objective.prefer: expected one of utility, cheapest, fastest, found a list"},
      {"within in percent", objective("within: 2"), "4:21 objective.within: must be from 0 to 1, not 2"},
      {"cost as number", objective("cost: 0.1"), "4:19 objective.cost: expected a map, found the number 0.1"},
      {"cost without a cap", objective("cost: {weight: 1}"), "4:19 objective.cost: \"cap_usd_per_1k\" is missing"},
      {"latency without a weight", objective("latency: {cap_ms: 1}"), "4:22 objective.latency: \"weight\" is missing"},
      {"cap 0", objective("latency: {weight: 1, cap_ms: 0}"), "4:42 objective.latency.cap_ms: must be above 0, not 0"},
      {"all weights 0", objective("quality: 0"),
       "4:12 objective: all weights are 0: give quality, cost or latency one above it"},
      {"an unknown limit", objective("limits: {p99_ms: 1}"),
       "4:22 objective.limits: unknown key \"p99_ms\", did you mean \"p95_ms\"?"},
      {"a limit of 0", objective("limits: {p95_ms: 0}"), "4:30 objective.limits.p95_ms: must be above 0, not 0"},
  });
}

TEST(PlanComplaints, TheRest) {
  check({
      {"failures", with_more("failures: {refused: ignored}\n"),
       "4:21 failures.refused: must be one of wrong, judged, skipped, incomplete, not \"ignored\""},
      {"a judged transport", with_more("failures: {transport: judged}\n"),
       "4:23 failures.transport: must be one of incomplete, wrong, skipped, not \"judged\""},
      {"no concurrency", with_more("lanes: {x: {concurrency: 0}}\n"),
       "4:26 lanes.x.concurrency: must be from 1 to 10000, not 0"},
      {"endless attempts", with_more("lanes: {x: {attempts: 1000}}\n"), "4:23 lanes.x.attempts: must be from 1 to 100, not 1000"},
      {"no timeout", with_more("lanes: {x: {timeout_s: 0}}\n"), "4:24 lanes.x.timeout_s: must be from 0.001 to 86400, not 0"},
      {"an empty lane name", with_more("lanes: {'': {}}\n"), "4:8 lanes: a lane's name must not be empty"},
      {"an unknown lane key", with_more("lanes: {x: {rpm: 5}}\n"),
       "4:13 lanes.x: unknown key \"rpm\"; known here: concurrency, attempts, timeout_s, requests_per_minute, tokens_per_minute"},
      {"a negative budget", with_more("budget: {usd: -1}\n"), "4:15 budget.usd: must be above 0 and at most 1000000, not -1"},
      {"nothing to spend", with_more("budget: {usd: 0}\n"), "4:15 budget.usd: must be above 0 and at most 1000000, not 0"},
      {"a budget with its unit", with_more("budget: {usd: $5}\n"), "4:15 budget.usd: expected a number, found text \"$5\""},
      {"no minutes", with_more("budget: {minutes: 0}\n"), "4:19 budget.minutes: must be above 0 and at most 10080, not 0"},
      {"no calls", with_more("budget: {calls: 0}\n"), "4:17 budget.calls: must be at least 1, not 0"},
      {"a check of nothing", with_more("gate: {checks: [{margin: 1}]}\n"), "4:17 gate.checks[0]: \"metric\" is missing"},
      {"a check without a bound", with_more("gate: {checks: [{metric: quality}]}\n"),
       "4:17 gate.checks[0]: needs one of min, max, margin, max_ratio"},
      {"an unknown metric", with_more("gate: {checks: [{metric: qualty, min: 1}]}\n"),
       "4:26 gate.checks[0].metric: must be one of quality, cost, latency, failures, not \"qualty\", did you mean \"quality\"?"},
      {"per something else", with_more("gate: {checks: [{metric: cost, per: suite, min: 1}]}\n"),
       "4:37 gate.checks[0].per: must be one of task, not \"suite\""},
      {"min above max", with_more("gate: {checks: [{metric: cost, min: 2, max: 1}]}\n"), "4:17 gate.checks[0]: min is above max"},
      {"a negative margin", with_more("gate: {checks: [{metric: cost, margin: -1}]}\n"),
       "4:40 gate.checks[0].margin: must be at least 0, not -1"},
      {"an unset variable", one("model: \"${HOUSE_MODEL}\""),
       "4:28 candidates[0].model: environment variable HOUSE_MODEL is not set: set it, or write ${HOUSE_MODEL:-default}"},
      {"a variable that is not closed", one("model: \"a ${B\""),
       "4:28 candidates[0].model: a \"${\" that is not closed: write $${ for a plain one"},
      {"no variable name", one("model: \"${1+1}\""),
       "4:28 candidates[0].model: \"${1+1}\" names no variable: write $${ for a plain ${"},
      {"a file that is not there", "extends: none.yaml\n", "1:10 extends: no such file: none.yaml"},
      {"extends as list", "extends: [a]\n", "1:10 extends: expected text, found a list"},
      {"extends nothing", "extends: ''\n", "1:10 extends: must not be empty"},
  });
}

}  // namespace
}  // namespace shortlist
