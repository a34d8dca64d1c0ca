// The JSON Schema and the reader say the same: they know the same keys everywhere and accept the same examples.
#include <gtest/gtest.h>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <fstream>
#include <set>
#include <sstream>

#include "harness/config/tree.hpp"
#include "tests/unit/config/complaint.hpp"
#include "tests/unit/config/plans.hpp"

namespace shortlist {
namespace {

Json schema() { return Json::parse(plan_schema()); }

bool validates(const std::string& yaml) {
  valijson::Schema compiled;
  auto json = schema();
  valijson::adapters::NlohmannJsonAdapter adapter(json);
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, compiled);
  auto document = to_json(parse_tree(yaml, "plan.yaml"));
  valijson::adapters::NlohmannJsonAdapter target(document);
  return valijson::Validator().validate(compiled, target, nullptr);
}

TEST(Schema, IsTheFile) {
  std::ifstream in(SOURCE_DIR "/harness/config/plan.schema.json");
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_EQ(plan_schema(), text.str());
}

const std::string examples[] = {
    example_plan,
    with_more(""),
    with_more("stages: [{constraints: {open_weights: any, local: true, region: eu, license: [mit, any], modality: text, capabilities: "
              "[tools, json_schema], context_min: 4, input_per_mtok_max: 1, output_per_mtok_max: 0}}, smoke: {items: 3, flawed_max: 0, "
              "over_limit: 1}, {race: {budget: 0.1, within: 0.01}}, {race: {mode: fast, within: 0.01, confidence: 0.9, population: "
              "infinite}}, {race: {mode: certified, favourites: a}}, {confirm: {repeats: 2, keep: 1}}, {decide: {incumbent: a, not_worse_than: 0, valid_days: 9}}, "
              "{audit: {candidates: 2}}]\n"),
    with_candidates("  - {name: m, backend: mock, variants: {few_shot: [0, 3]}, facts: {local: true, modalities: text, capabilities: [tools]}}\n"
                    "  - {name: x, backend: mock, variant_of: y}\n") + "stages: [race: {}, optimise: {keep: 1, mode: pareto}]\n",
    with_candidates("  - {name: a, backend: exec, command: \"python3 x.py\", prompt: \"{{q}}\", options: {x: [1]}, lane: l}\n"
                    "  - {name: b, backend: exec, command: [python3, x.py], prompt: [{role: user, content: c}]}\n"
                    "  - {name: c, backend: mock, sampling: {top_p: 1, top_k: 4, seed: 5, stop: [x]},\n"
                    "     variants: {temperature: [0, 1], prompt: [p, [{role: user, content: c}]], options: [{}], stop: [[]]}}\n"),
    with_more("objective: {prefer: cheapest, within: 0.05, limits: {ttft_p95_ms: 5}}\nrepeats: 3\n"
              "failures: {empty: judged, transport: skipped}\nlanes: {l: {tokens_per_minute: 5}}\n"),
    "version: 1\ncandidates: [\"mock:a\"]\nsuites: [{suite: a, limit: 3}, b]\ngate: {checks: [{metric: cost, min: 0, max: 9}]}\n",
};

TEST(Schema, AcceptsWhatTheReaderAccepts) {
  for (const auto& text : examples) {
    EXPECT_EQ(complaint([&] { plan_of(text); }), "no complaint") << text;
    EXPECT_TRUE(validates(text)) << text;
    EXPECT_TRUE(validates(plan_json(plan_of(text)).dump())) << text;
  }
  EXPECT_TRUE(validates("extends: base.yaml\nseed: 4\n"));
}

const std::string mistakes[] = {
    "{}",
    "version: 2\ncandidates: [\"mock:a\"]\nsuites: [s]\n",
    with_more("buget: {}\n"),
    with_more("repeats: 0\n"),
    with_more("objective: {within: 2}\n"),
    with_more("objective: {cost: {weight: 1}}\n"),
    with_more("stages: [{race: {mode: halving}}]\n"),
    with_more("stages: [{race: {}, smoke: {}}]\n"),
    with_more("stages: [{race: {mode: full, within: 0.1}}]\n"),
    with_more("stages: [{race: {mode: pareto, favourites: [a]}}]\n"),
    with_more("stages: [{race: {mode: fast, favourites: [a]}}]\n"),
    with_more("budget: {usd: 0}\n"),
    with_more("stages: [{race: {budget: 0.1, favourites: [a]}}]\n"),
    with_more("stages: [{race: {mode: fast, budget: 0.1}}]\n"),
    with_more("stages: [{race: {confidence: 1}}]\n"),
    with_more("stages: [{smoke: {items: 0}}]\n"),
    with_more("stages: [{constraints: {local: yes}}, race: {}]\n"),
    with_more("stages: [{constraints: {modality: [text, text]}}, race: {}]\n"),
    with_more("stages: [{constraints: {capabilities: json}}, race: {}]\n"),
    with_more("stages: [race: {}, decide: {not_worse_than: 0.1}]\n"),
    with_more("stages: [race: {}, audit: {candidates: 0}]\n"),
    with_more("stages: []\n"),
    with_more("failures: {transport: judged}\n"),
    with_more("lanes: {x: {attempts: 1000}}\n"),
    with_more("budget: {minutes: 0}\n"),
    with_more("gate: {checks: [{metric: quality}]}\n"),
    with_more("gate: {checks: [{metric: qualty, min: 1}]}\n"),
    with_candidates("  - gpt5\n"),
    with_candidates("  - {name: a}\n"),
    with_candidates("  - {backend: a, name: \"a b\"}\n"),
    with_candidates("  - {backend: a, api_key: x}\n"),
    with_candidates("  - {backend: a, api_key_env: sk-1}\n"),
    with_candidates("  - {backend: a, endpoint: localhost}\n"),
    with_candidates("  - {backend: a, sampling: {temperature: 3}}\n"),
    with_candidates("  - {backend: a, sampling: {top_p: 0}}\n"),
    with_candidates("  - {backend: a, prompt: [{role: usr, content: x}]}\n"),
    with_candidates("  - {backend: a, variants: {few_shot: 3}}\n"),
    with_candidates("  - {backend: a, variants: {}}\n"),
    with_candidates("  - {backend: a, facts: {context: 0}}\n"),
    with_candidates("  - {backend: a, facts: {capabilities: json}}\n"),
    with_candidates("  - {backend: a, variant_of: b, variants: {few_shot: [0]}}\n"),
    "version: 1\ncandidates: [\"mock:a\"]\nsuites: []\n",
    "version: 1\ncandidates: [\"mock:a\"]\nsuites: [{suite: a, file: b}]\n",
    "version: 1\ncandidates: [\"mock:a\"]\nsuites: [{suite: a, weight: 0}]\n",
};

TEST(Schema, RefusesWhatTheReaderRefuses) {
  for (const auto& text : mistakes) {
    EXPECT_NE(complaint([&] { plan_of(text); }), "no complaint") << text;
    EXPECT_FALSE(validates(text)) << text;
  }
}

/// A place in the schema, and a plan with an unknown key at that place: the complaint lists the keys known there.
struct Spot { const char* pointer; std::string plan; };
const std::string bad = "zzzzzzzz: 1";
const Spot spots[] = {
    {"", with_more(bad + "\n")},
    {"/definitions/candidate", with_candidates("  - {backend: a, " + bad + "}\n")},
    {"/definitions/candidate/properties/sampling", with_candidates("  - {backend: a, sampling: {" + bad + "}}\n")},
    {"/definitions/candidate/properties/price", with_candidates("  - {backend: a, price: {" + bad + "}}\n")},
    {"/definitions/candidate/properties/facts", with_candidates("  - {backend: a, facts: {" + bad + "}}\n")},
    {"/definitions/candidate/properties/variants", with_candidates("  - {backend: a, variants: {" + bad + "}}\n")},
    {"/definitions/message", with_candidates("  - {backend: a, prompt: [{role: user, content: x, " + bad + "}]}\n")},
    {"/definitions/suite", "version: 1\ncandidates: [\"mock:a\"]\nsuites: [{suite: s, " + bad + "}]\n"},
    {"/definitions/stage/properties/constraints", with_more("stages: [{constraints: {" + bad + "}}]\n")},
    {"/definitions/stage/properties/smoke", with_more("stages: [{smoke: {" + bad + "}}]\n")},
    {"/definitions/stage/properties/race", with_more("stages: [{race: {" + bad + "}}]\n")},
    {"/definitions/stage/properties/optimise", with_more("stages: [{optimise: {" + bad + "}}]\n")},
    {"/definitions/stage/properties/confirm", with_more("stages: [{confirm: {" + bad + "}}]\n")},
    {"/definitions/stage/properties/decide", with_more("stages: [{decide: {" + bad + "}}]\n")},
    {"/definitions/stage/properties/audit", with_more("stages: [{audit: {" + bad + "}}]\n")},
    {"/definitions/lane", with_more("lanes: {x: {" + bad + "}}\n")},
    {"/definitions/check", with_more("gate: {checks: [{metric: cost, min: 1, " + bad + "}]}\n")},
    {"/properties/objective", with_more("objective: {" + bad + "}\n")},
    {"/properties/objective/properties/limits", with_more("objective: {limits: {" + bad + "}}\n")},
    {"/properties/objective/properties/cost", with_more("objective: {cost: {weight: 1, cap_usd_per_1k: 1, " + bad + "}}\n")},
    {"/properties/objective/properties/latency", with_more("objective: {latency: {weight: 1, cap_ms: 1, " + bad + "}}\n")},
    {"/properties/failures", with_more("failures: {" + bad + "}\n")},
    {"/properties/budget", with_more("budget: {" + bad + "}\n")},
    {"/properties/gate", with_more("gate: {" + bad + "}\n")},
    {"/definitions/stage", with_more("stages: [{" + bad + "}]\n")},
};

std::set<std::string> known_to_reader(const std::string& plan) {
  auto text = complaint([&] { plan_of(plan); });
  const std::string mark = "known here: ";
  auto at = text.find(mark);
  if (at == std::string::npos) return {text};
  std::set<std::string> out;
  std::stringstream list(text.substr(at + mark.size()));
  for (std::string word; list >> word;) out.insert(word.ends_with(',') ? word.substr(0, word.size() - 1) : word);
  return out;
}

TEST(Schema, KnowsTheKeysThatTheReaderKnows) {
  auto json = schema();
  for (const auto& spot : spots) {
    std::set<std::string> in_schema;
    for (const auto& [key, value] : json.at(Json::json_pointer(spot.pointer)).at("properties").items()) in_schema.insert(key);
    EXPECT_EQ(known_to_reader(spot.plan), in_schema) << spot.pointer;
  }
}

/// Every object of the schema: closed, described, and compared with the reader above.
void visit(const Json& node, const std::string& pointer, std::set<std::string>& objects) {
  if (node.is_array())
    for (std::size_t i = 0; i < node.size(); ++i) visit(node[i], pointer + "/" + std::to_string(i), objects);
  if (!node.is_object()) return;
  if (node.contains("properties") && node["properties"].is_object() && node.contains("type")) {
    objects.insert(pointer);
    EXPECT_EQ(node.value("additionalProperties", true), false) << pointer;
    EXPECT_TRUE(node.contains("description")) << pointer;
    for (const auto& [key, value] : node["properties"].items())
      EXPECT_TRUE(value.contains("description") || value.contains("$ref")) << pointer << " " << key;
  }
  for (const auto& [key, value] : node.items()) visit(value, pointer + "/" + key, objects);
}

TEST(Schema, HasNoObjectThatIsNotCompared) {
  std::set<std::string> objects, compared;
  visit(schema(), "", objects);
  for (const auto& spot : spots) compared.insert(spot.pointer);
  EXPECT_EQ(objects, compared);
}

}  // namespace
}  // namespace shortlist
