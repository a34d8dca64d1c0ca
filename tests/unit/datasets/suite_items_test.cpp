// Items as candidates see them: prompts and their variants, examples, checks, ids, limits, digests.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "datasets/item_ids.hpp"
#include "harness/ports/items.hpp"
#include "scratch.hpp"

namespace shortlist {
namespace {

std::string talk(const Item& item) {
  std::string out;
  for (const auto& message : item.prompt) out += message.role[0] + (":" + message.content) + "|";
  return out;
}

Prompting prompting(std::optional<std::string> system, std::optional<int> few_shot = {}) {
  Prompting out;
  out.system = std::move(system);
  out.few_shot = few_shot;
  return out;
}

const std::string sums = R"(version: 1
name: sums
items:
  - {id: a, q: 1+1, answer: 2, level: 1, from: x}
  - {id: b, q: 2+2, answer: 4, level: 2}
  - {id: c, q: 3+3, answer: 6.50, level: true, from: y}
prompt:
  - {role: system, content: "Be exact."}
  - {role: user, content: "{{q}}?"}
few_shot:
  examples:
    - {id: e1, q: 5+5, answer: 10}
    - {id: b, q: two and two, answer: 4}
    - {id: e3, q: 3+3, answer: 6}
    - {id: e4, q: 7+7, answer: 14}
  count: 2
  answer: "={{answer}}"
metrics:
  - number: {target: "{{answer}}"}
tags: [level]
cluster: from
)";

class SuiteItemsTest : public testing::Test {
 protected:
  Suite load(const std::string& text, std::size_t limit = 0, std::uint64_t seed = 1) {
    scratch_.write("suite.yaml", text);
    return scratch_.load("suite.yaml", limit, seed);
  }
  Scratch scratch_;
};

TEST_F(SuiteItemsTest, items_of_a_suite) {
  const Suite suite = load(sums);
  ASSERT_EQ(suite.items->size(), 3u);
  const Item item = suite.items->item(2, {});
  EXPECT_EQ(item.id, "c");
  EXPECT_EQ(suite.items->id(2), "c");
  EXPECT_EQ(item.target, "6.50");
  EXPECT_EQ(item.tags, std::vector<std::string>{"true"});
  EXPECT_EQ(item.cluster, "y");
  EXPECT_EQ(suite.items->item(1, {}).cluster, "");
}

TEST_F(SuiteItemsTest, prompts_and_their_variants) {
  const Suite suite = load(sums);
  struct Row { std::string name; std::size_t item; Prompting prompting; std::string talk; };
  Prompting other;
  other.messages = std::vector{Message{"user", "Say {{q}}"}, Message{"assistant", "It is "}};
  Prompting other_shots = other;
  other_shots.few_shot = 1;
  other_shots.system = "Speak of {{level}}.";
  const Row table[] = {
      {"as the suite says", 0, {}, "s:Be exact.|u:5+5?|a:=10|u:two and two?|a:=4|u:1+1?|"},
      {"an example with the item's id gives way", 1, {}, "s:Be exact.|u:5+5?|a:=10|u:3+3?|a:=6|u:2+2?|"},
      {"an example with the item's text gives way", 2, prompting({}, 3),
       "s:Be exact.|u:5+5?|a:=10|u:two and two?|a:=4|u:7+7?|a:=14|u:3+3?|"},
      {"no example left to stand in", 2, prompting({}, 4),
       "s:Be exact.|u:5+5?|a:=10|u:two and two?|a:=4|u:7+7?|a:=14|u:3+3?|"},
      {"no system, no examples", 0, prompting("", 0), "u:1+1?|"},
      {"another system", 0, prompting("Guess.", 0), "s:Guess.|u:1+1?|"},
      {"other messages", 0, other, "u:Say 5+5|a:=10|u:Say two and two|a:=4|u:Say 1+1|a:It is |"},
      {"all of it", 1, other_shots, "s:Speak of 2.|u:Say 5+5|a:=10|u:Say 2+2|a:It is |"},
  };
  for (const auto& row : table) EXPECT_EQ(talk(suite.items->item(row.item, row.prompting)), row.talk) << row.name;
}

TEST_F(SuiteItemsTest, prompting_that_does_not_fit_is_found_before_a_call) {
  const Suite suite = load(sums);
  Candidate candidate;
  candidate.where = "plan.yaml:9:5 candidates[0]";
  const auto check = [&](const Prompting& how) {
    candidate.prompting = how;
    return complaint(scratch_, [&] { check_prompting(suite, candidate); });
  };
  const std::string where = "plan.yaml:9:5 candidates[0]: suite \"sums\": ";
  EXPECT_EQ(check(prompting({}, 4)), "no complaint");
  EXPECT_EQ(check(prompting({}, 5)), where + "few_shot is 5, but suite.yaml has 4 examples");
  EXPECT_EQ(check(prompting({}, -1)), where + "few_shot must not be negative");
  EXPECT_EQ(check(prompting("{{lvel}}")),
            where + "system: {{lvel}}: no such field in suite.yaml, did you mean \"level\"?");
  EXPECT_EQ(check(prompting("{{from}}")), "suite.yaml:5: no field \"from\", which the prompt uses; known here: id, q, answer, level");
  EXPECT_EQ(check(prompting("{{level")), where + "system: not a template: unclosed tag at 0");
  Prompting how;
  how.messages = std::vector{Message{"user", "{{level}}"}};
  EXPECT_EQ(check(how), where + "messages[0]: {{level}}: no such field in suite.yaml; known here: id, q, answer");
  how.messages = std::vector{Message{"system", "x"}};
  EXPECT_EQ(check(how), where + "no message with the role user");
  how.messages = std::vector{Message{"usr", "x"}};
  EXPECT_EQ(check(how), where + "messages[0]: unknown role \"usr\", did you mean \"user\"?");
  const Suite bare = load("version: 1\nname: bare\nitems: [{q: x}]\nprompt: \"{{q}}\"\nmetrics: [exact]\n");
  candidate.prompting = prompting({}, 1);
  EXPECT_EQ(complaint(scratch_, [&] { check_prompting(bare, candidate); }),
            "plan.yaml:9:5 candidates[0]: suite \"bare\": few_shot is 1, but the suite has no examples");
  EXPECT_THROW(bare.items->item(0, candidate.prompting), UserError);
}

TEST_F(SuiteItemsTest, checks_are_options_filled_in) {
  const Suite suite = load(R"(version: 1
name: s
items:
  - {q: x, list: [a, 2.50], n: 7, map: {k: v}, t: "{{q}}", yes: true}
  - {q: y, n: null}
prompt: "{{q}}"
metrics:
  - one: {list: "{{list}}", n: "{{n}}", map: "{{ map }}", t: "{{t}}", yes: "{{yes}}", deep: "{{map.k}}", weight: 2}
  - two: {text: "is {{n}}", nested: [{"a/b~c": ["<{{t}}>", 1, plain]}], plain: "^x$"}
  - three
)");
  const Item full = suite.items->item(0, {}), bare = suite.items->item(1, {});
  EXPECT_EQ(full.checks[0], Json::parse(R"({"list":["a",2.5],"n":7,"map":{"k":"v"},"t":"{{q}}","yes":true,"deep":"v"})"));
  EXPECT_EQ(full.checks[1], Json::parse(R"({"text":"is 7","nested":[{"a/b~c":["<{{q}}>",1,"plain"]}],"plain":"^x$"})"));
  EXPECT_EQ(full.checks[2], Json::object());
  EXPECT_EQ(bare.checks[0],
            Json::parse(R"({"list":null,"n":null,"map":null,"t":null,"yes":null,"deep":null})"));
  EXPECT_EQ(bare.checks[1], Json::parse(R"({"text":"is ","nested":[{"a/b~c":["<>",1,"plain"]}],"plain":"^x$"})"));
  EXPECT_EQ(full.target, "");
  EXPECT_EQ(full.id, "1");
  EXPECT_EQ(bare.id, "2");
}

std::string many(std::size_t rows, const std::string& tail = "") {
  std::string text = "version: 1\nname: many\nprompt: \"{{q}}\"\nmetrics: [exact]\nitems:\n";
  for (std::size_t i = 0; i < rows; ++i) text += "  - {id: n" + std::to_string(i) + ", q: x}\n";
  return text + tail;
}

std::vector<std::string> ids(const Suite& suite) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < suite.items->size(); ++i) {
    out.push_back(suite.items->id(i));
    EXPECT_EQ(suite.items->item(i, {}).id, out.back());
  }
  return out;
}

TEST_F(SuiteItemsTest, limit_is_a_seeded_choice) {
  const auto all = ids(load(many(300)));
  const auto hundred = ids(load(many(300), 100, 7)), fifty = ids(load(many(300), 50, 7));
  EXPECT_EQ(hundred.size(), 100u);
  EXPECT_EQ(ids(load(many(300), 100, 7)), hundred);
  EXPECT_NE(ids(load(many(300), 100, 8)), hundred);
  EXPECT_EQ(ids(load(many(300), 300, 7)), all);
  EXPECT_EQ(ids(load(many(300), 301, 7)), all);
  EXPECT_EQ(ids(load(many(300), 1, 7)).size(), 1u);
  const std::set<std::string> wide(hundred.begin(), hundred.end());
  for (const auto& id : fifty) EXPECT_TRUE(wide.contains(id)) << id;
  std::vector<std::string> in_order;
  std::copy_if(all.begin(), all.end(), std::back_inserter(in_order), [&](const auto& id) { return wide.contains(id); });
  EXPECT_EQ(hundred, in_order);
}

TEST_F(SuiteItemsTest, a_choice_spreads_over_all_rows) {
  std::vector<std::uint64_t> hashes;
  for (int i = 0; i < 10'000; ++i) hashes.push_back(hash_id(std::to_string(i)));
  const auto rows = choose_rows(hashes, 1000, 3);
  const auto lower = std::count_if(rows.begin(), rows.end(), [](auto row) { return row < 5000; });
  EXPECT_NEAR(static_cast<double>(lower), 500, 5 * 15);   // five standard deviations
}

TEST(ItemIds, twins_are_found_among_many_and_under_equal_hashes) {
  std::vector<std::uint64_t> hashes(1000);
  for (std::size_t i = 0; i < hashes.size(); ++i) hashes[i] = hash_id(std::to_string(i % 998));
  const auto id = [](std::size_t row) { return std::to_string(row % 998); };
  EXPECT_EQ(find_twin_ids(hashes, id), std::pair(std::size_t{0}, std::size_t{998}));
  std::vector<std::uint64_t> equal(50, 42);
  EXPECT_FALSE(find_twin_ids(equal, [](std::size_t row) { return std::to_string(row); }));
  equal.assign(50, 42);
  EXPECT_EQ(find_twin_ids(equal, [](std::size_t row) { return std::to_string(row == 40 ? 3 : row); }),
            std::pair(std::size_t{3}, std::size_t{40}));
}

TEST_F(SuiteItemsTest, digests_tell_what_is_asked_from_what_is_judged) {
  const Suite base = load(sums);
  struct Row { std::string name, was, is; bool asked, judged; };
  const Row table[] = {
      {"nothing", "Be exact.", "Be exact.", false, false},
      {"the prompt", "Be exact.", "Be quick.", true, false},
      {"the answer template", "={{answer}}", "= {{answer}}", true, false},
      {"the count", "count: 2", "count: 3", true, false},
      {"an example", "5+5", "6+6", true, false},
      {"a question", "1+1", "1+0", true, true},
      {"a metric's option", "target: \"{{answer}}\"", "target: \"{{answer}}\", tolerance: 1", false, true},
      {"a metric's weight", "target: \"{{answer}}\"", "target: \"{{answer}}\", weight: 2", false, true},
      {"a metric's kind", "number:", "exact:", false, true},
      {"the target", "tags: [level]", "tags: [level]\ntarget: \"{{q}}\"", false, true},
      {"the description", "name: sums", "name: sums\ndescription: x", false, false},
      {"the tags", "tags: [level]", "tags: []", false, false},
  };
  for (const auto& row : table) {
    std::string text = sums;
    text.replace(text.find(row.was), row.was.size(), row.is);
    const Suite changed = load(text);
    EXPECT_EQ(changed.asked_digest != base.asked_digest, row.asked) << row.name;
    EXPECT_EQ(changed.judged_digest != base.judged_digest, row.judged) << row.name;
  }
  EXPECT_EQ(base.asked_digest.size(), 64u);
  EXPECT_NE(load(sums, 2, 1).asked_digest, base.asked_digest);
  EXPECT_EQ(load(sums, 3, 9).asked_digest, base.asked_digest);
}

TEST_F(SuiteItemsTest, four_threads_at_once_get_what_one_gets) {
  scratch_.write("items.jsonl", [] {
    std::string rows;
    for (int i = 0; i < 200; ++i)
      rows += "{\"q\":\"" + std::to_string(i) + "\",\"c\":[\"x\",{\"n\":1.50}],\"answer\":" + std::to_string(i) + "}\n";
    return rows;
  }());
  const Suite suite = load(R"(version: 1
name: s
items: items.jsonl
prompt: "{{q}}: {{#c}}{{letter}} {{.}} {{/c}}"
few_shot: {file: items.jsonl, count: 3}
metrics: [exact: {target: "{{answer}}", all: ["{{c}}", "of {{q}}"]}]
)");
  const Prompting ways[] = {{}, prompting("", 1), prompting("Of {{q}}", 5)};
  std::vector<std::string> expected, got[4];
  const auto read = [&](std::vector<std::string>& out) {
    for (std::size_t i = 0; i < suite.items->size(); ++i)
      for (const auto& how : ways) {
        const Item item = suite.items->item(i, how);
        out.push_back(item.id + talk(item) + Json(item.checks).dump());
      }
  };
  std::vector<std::thread> threads;
  for (auto& out : got) threads.emplace_back(read, std::ref(out));
  for (auto& thread : threads) thread.join();
  read(expected);
  for (const auto& out : got) EXPECT_EQ(out, expected);
}

}  // namespace
}  // namespace shortlist
