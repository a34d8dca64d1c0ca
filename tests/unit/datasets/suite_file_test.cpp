// Suite files: the complaint of each mistake, word for word.
#include <gtest/gtest.h>

#include <string>

#include "harness/ports/items.hpp"
#include "scratch.hpp"

namespace shortlist {
namespace {

const std::string good_items = R"({"id":"a","question":"1+1?","answer":2,"choices":["x"],"kind":"sum"}
{"id":"b","question":"2+2?","answer":4,"choices":["y"],"hint":"h"}
)";

struct Case { std::string name, suite, complaint; };

// The suite without one of its lines, or with others.
std::string suite(const std::string& more = "", const std::string& prompt = "prompt: \"{{question}}\"",
                  const std::string& metrics = "metrics: [exact]") {
  return "version: 1\nname: sums\nitems: items.jsonl\n" + prompt + "\n" + metrics + "\n" + more;
}

void expect_complaints(const std::vector<Case>& table, const std::string& items = good_items) {
  for (const auto& row : table) {
    const Scratch scratch;
    scratch.write("items.jsonl", items);
    scratch.write("shots.jsonl", "{\"question\":\"3+3?\",\"answer\":6}\n{\"question\":\"4+4?\",\"answer\":8}\n");
    scratch.write("suite.yaml", row.suite);
    EXPECT_EQ(complaint(scratch, [&] { scratch.load(); }), row.complaint) << row.name;
  }
}

TEST(SuiteFile, complaints_of_keys_and_types) {
  expect_complaints({
      {"good", suite(), "no complaint"},
      {"unknown key", suite("tagz: [kind]\n"), "suite.yaml:6:1: unknown key \"tagz\", did you mean \"tags\"?"},
      {"misspelt needed key", "version: 1\nname: s\nitmes: i.jsonl\n",
       "suite.yaml:3:1: unknown key \"itmes\", did you mean \"items\"?"},
      {"no version", "name: s\n", "suite.yaml:1:1: \"version\" is missing"},
      {"version 2", "version: 2\n", "suite.yaml:1:10 version: version 2 is not known, this shortlist reads version 1"},
      {"no name", "version: 1\n", "suite.yaml:1:1: \"name\" is missing"},
      {"no items", "version: 1\nname: s\n", "suite.yaml:1:1: \"items\" is missing"},
      {"no prompt", "version: 1\nname: s\nitems: items.jsonl\n", "suite.yaml:1:1: \"prompt\" is missing"},
      {"no metrics", "version: 1\nname: s\nitems: items.jsonl\nprompt: x\n", "suite.yaml:1:1: \"metrics\" is missing"},
      {"empty inline items", "version: 1\nname: s\nitems: []\nprompt: x\nmetrics: [exact]\n", "suite.yaml:3:8: no rows"},
      {"inline item that is text", "version: 1\nname: s\nitems: [x]\nprompt: x\nmetrics: [exact]\n",
       "suite.yaml:3:9: not a map of fields"},
      {"items file missing", "version: 1\nname: s\nitems: no.jsonl\nprompt: x\nmetrics: [exact]\n",
       "suite.yaml:3:8 items: cannot read \"no.jsonl\": no such file"},
      {"items of another kind", "version: 1\nname: s\nitems: no.txt\nprompt: x\nmetrics: [exact]\n",
       "suite.yaml:3:8 items: \"no.txt\" is none of .jsonl, .csv, .json, .yaml"},
      {"unknown role", suite("", "prompt: [{role: usr, content: x}]"),
       "suite.yaml:4:17 prompt[0].role: must be one of system, user, assistant, not \"usr\", did you mean \"user\"?"},
      {"unknown key of a message", suite("", "prompt: [{role: user, contents: x}]"),
       "suite.yaml:4:10 prompt[0]: \"content\" is missing"},
      {"no user message", suite("", "prompt: [{role: system, content: x}]"),
       "suite.yaml:4:9 prompt: no message with the role user"},
      {"empty prompt", suite("", "prompt: ''"), "suite.yaml:4:9 prompt: must not be empty"},
      {"metric of two keys", suite("", "prompt: x", "metrics: [{exact: {}, regex: {}}]"),
       "suite.yaml:5:11 metrics[0]: a metric is a map of one key, its kind: \"- number: {target: ...}\""},
      {"twin metrics", suite("", "prompt: x", "metrics: [exact, exact: {target: y}]"),
       "suite.yaml:5:18 metrics[1]: a second metric \"exact\"; give one of them a name"},
      {"no metric", suite("", "prompt: x", "metrics: []"), "suite.yaml:5:10 metrics: no metrics"},
      {"weights of nothing", suite("", "prompt: x", "metrics: [exact: {weight: 0}]"),
       "suite.yaml:5:10 metrics: the weights are all 0"},
      {"negative weight", suite("", "prompt: x", "metrics: [exact: {weight: -1}]"),
       "suite.yaml:5:27 metrics[0].exact.weight: must be at least 0, not -1"},
      {"few_shot of nothing", suite("few_shot: {count: 1}\n"), "suite.yaml:6:11 few_shot: needs either file or examples"},
      {"few_shot of both", suite("few_shot: {file: shots.jsonl, examples: [{a: b}]}\n"),
       "suite.yaml:6:11 few_shot: needs either file or examples"},
      {"few_shot count", suite("few_shot: {file: shots.jsonl, count: 3}\n"),
       "suite.yaml:6:11 few_shot: count is 3, but shots.jsonl has 2 examples"},
      {"few_shot list as file", suite("few_shot: {file: [a]}\n"),
       "suite.yaml:6:18 few_shot.file: not the name of a file; a list goes under examples"},
      {"few_shot file as list", suite("few_shot: {examples: a.jsonl}\n"),
       "suite.yaml:6:22 few_shot.examples: not a list of rows; a file goes under file"},
  });
}

TEST(SuiteFile, complaints_of_templates) {
  expect_complaints({
      {"broken prompt", suite("", "prompt: [{role: user, content: \"{{#choices}}\"}]"),
       "suite.yaml:4:32 prompt[0].content: not a template: unclosed section \"choices\" at 0"},
      {"misspelt field", suite("", "prompt: \"{{qestion}}\""),
       "suite.yaml:4:9 prompt: {{qestion}}: no such field in items.jsonl, did you mean \"question\"?"},
      {"misspelt section", suite("", "prompt: \"{{#choises}}{{text}}{{/choises}}\""),
       "suite.yaml:4:9 prompt: {{choises}}: no such field in items.jsonl, did you mean \"choices\"?"},
      {"misspelt in a section", suite("", "prompt: \"{{#choices}}{{leter}}{{/choices}}\""),
       "suite.yaml:4:9 prompt: {{leter}}: no such field in items.jsonl; known here: id, question, answer, choices, kind, hint"},
      {"field of some rows", suite("", "prompt: \"{{hint}}\""),
       "items.jsonl:1: no field \"hint\", which the prompt uses; known here: id, question, answer, choices, kind"},
      {"field of other rows", suite("", "prompt: \"{{kind}}\""),
       "items.jsonl:2: no field \"kind\", which the prompt uses; known here: id, question, answer, choices, hint"},
      {"optional section", suite("", "prompt: \"{{#hint}}{{hint}}{{/hint}}{{question}}\""), "no complaint"},
      {"broken metric", suite("", "prompt: x", "metrics: [exact: {a: [{b: \"{{x\"}]}]"),
       "suite.yaml:5:18 metrics[0].exact.a[0].b: not a template: unclosed tag at 0"},
      {"misspelt metric field", suite("", "prompt: x", "metrics: [exact: {target: \"{{anwser}}\"}]"),
       "suite.yaml:5:18 metrics[0].exact.target: {{anwser}}: no such field in items.jsonl, did you mean \"answer\"?"},
      {"metric field of some rows", suite("", "prompt: x", "metrics: [exact: {target: \"{{hint}}\"}]"), "no complaint"},
      {"misspelt target", suite("target: \"{{anwser}}\"\n"),
       "suite.yaml:6:9 target: {{anwser}}: no such field in items.jsonl, did you mean \"answer\"?"},
      {"misspelt tag", suite("tags: [kimd]\n"),
       "suite.yaml:6:8 tags[0]: kimd: no such field in items.jsonl, did you mean \"kind\"?"},
      {"tag of some rows", suite("tags: [kind]\n"), "no complaint"},
      {"tag that is a list", suite("tags: [choices]\n"),
       "items.jsonl:1: field \"choices\" must be text, a number, true or false"},
      {"misspelt cluster", suite("cluster: kimd\n"),
       "suite.yaml:6:10 cluster: kimd: no such field in items.jsonl, did you mean \"kind\"?"},
      {"misspelt id", suite("id: idd\n"),
       "suite.yaml:6:5 id: idd: no such field in items.jsonl, did you mean \"id\"?"},
      {"example without an answer", suite("few_shot: {examples: [{question: a, answer: b}, {question: c}]}\n"),
       "suite.yaml:6: no field \"answer\", which the examples' answer uses; known here: question"},
      {"examples of other fields", suite("few_shot: {examples: [{quest: a, answer: b}]}\n"),
       "suite.yaml:4:9 prompt: {{question}}: no such field in suite.yaml; known here: quest, answer"},
      {"examples' answer misspelt", suite("few_shot: {file: shots.jsonl, answer: \"{{anwser}}\"}\n"),
       "suite.yaml:6:39 few_shot.answer: {{anwser}}: no such field in shots.jsonl, did you mean \"answer\"?"},
  });
}

struct Rows { std::string name, items, complaint; };

TEST(SuiteFile, complaints_of_rows) {
  const Rows table[] = {
      {"null field", "{\"question\":\"q\"}\n{\"question\":null}\n",
       "items.jsonl:2: field \"question\" is null, but the prompt uses it"},
      {"misspelt in one row", "{\"question\":\"q\"}\n{\"qestion\":\"q\"}\n",
       "items.jsonl:2: no field \"question\", which the prompt uses, did you mean \"qestion\"?"},
      {"twin ids", "{\"id\":\"a\",\"question\":\"q\"}\n\n{\"id\":\"b\",\"question\":\"q\"}\n{\"id\":\"a\",\"question\":\"q\"}\n",
       "items.jsonl:4: id \"a\" is already that of line 1"},
      {"twin ids, number and text", "{\"id\":7,\"question\":\"q\"}\n{\"id\":\"7\",\"question\":\"q\"}\n",
       "items.jsonl:2: id \"7\" is already that of line 1"},
      {"id of another type", "{\"id\":[1],\"question\":\"q\"}\n", "items.jsonl:1: \"id\" must be text or a whole number"},
      {"id with a fraction", "{\"id\":1.5,\"question\":\"q\"}\n", "items.jsonl:1: \"id\" must be text or a whole number"},
      {"null id", "{\"id\":null,\"question\":\"q\"}\n", "items.jsonl:1: \"id\" must be text or a whole number"},
      {"empty id", "{\"id\":\"\",\"question\":\"q\"}\n", "items.jsonl:1: \"id\" is empty"},
      {"id missing later", "{\"id\":1,\"question\":\"q\"}\n{\"question\":\"q\"}\n",
       "items.jsonl:2: no \"id\", but line 1 has one"},
      {"id missing first", "{\"question\":\"q\"}\n{\"id\":1,\"question\":\"q\"}\n",
       "items.jsonl:2: has \"id\", but line 1 has none"},
      {"not JSON", "{\"question\":\"q\"}\nquestion\n", "items.jsonl:2: not JSON"},
  };
  for (const auto& row : table) expect_complaints({{row.name, suite(), row.complaint}}, row.items);
}

TEST(SuiteFile, reads_what_it_says) {
  const Scratch scratch;
  scratch.write("items.jsonl", good_items);
  scratch.write("suite.yaml", suite("description: Sums.\nsuite_version: 1.10\nlanguage: [en, ko]\nlicense: CC0-1.0\nsource: us\n"
                                    "tags: [kind, answer]\n",
                                    "prompt: x", "metrics:\n  - exact\n  - regex: {name: shape, weight: 0.2, pattern: 007}\n  - json:\n"));
  const Suite read = scratch.load();
  EXPECT_EQ(read.name, "sums");
  EXPECT_EQ(read.version, "1.10");
  EXPECT_EQ(read.description, "Sums.");
  EXPECT_EQ(read.languages, (std::vector<std::string>{"en", "ko"}));
  EXPECT_EQ(read.tag_names, (std::vector<std::string>{"kind", "answer"}));
  ASSERT_EQ(read.metrics.size(), 3u);
  EXPECT_EQ(read.metrics[1].name, "shape");
  EXPECT_EQ(read.metrics[1].kind, "regex");
  EXPECT_EQ(read.metrics[1].weight, 0.2);
  EXPECT_EQ(read.metrics[1].options, Json({{"pattern", "007"}}));
  EXPECT_NE(read.metrics[1].where.find("suite.yaml:7:12 metrics[1].regex"), std::string::npos) << read.metrics[1].where;
  EXPECT_EQ(read.metrics[2].options, Json::object());
}

}  // namespace
}  // namespace shortlist
