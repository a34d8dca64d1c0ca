// The front door: where suites are found, what is shipped, and the schema.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"   // GCC 12 under -fsanitize, in <regex>, which valijson includes
#endif
#include "datasets/datasets.hpp"

#include <gtest/gtest.h>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "harness/config/tree.hpp"
#include "harness/ports/items.hpp"
#include "scratch.hpp"

namespace shortlist {
namespace {

std::string tiny(const std::string& name) {
  return "version: 1\nname: " + name + "\ndescription: Of " + name +
         ".\nlanguage: en\nitems: [{q: a}, {q: b}]\nprompt: \"{{q}}\"\nmetrics: [exact]\n";
}

TEST(Datasets, finds_shipped_suites_by_name_and_others_by_file) {
  const Scratch scratch;
  scratch.write("shipped/arithmetic/suite.yaml", tiny("arithmetic"));
  scratch.write("shipped/reading/suite.yaml", tiny("reading"));
  scratch.write("suites/support.yaml", tiny("support"));
  scratch.write("plain", tiny("plain"));
  EXPECT_EQ(scratch.load("arithmetic").name, "arithmetic");
  EXPECT_EQ(scratch.load("suites/support.yaml").name, "support");
  EXPECT_EQ(scratch.load("./suites/../suites/support.yaml").name, "support");
  EXPECT_EQ(scratch.load(scratch.path("suites/support.yaml")).name, "support");
  EXPECT_EQ(scratch.load("plain").name, "plain");
  const auto complain = [&](const std::string& source) { return complaint(scratch, [&] { scratch.load(source); }); };
  EXPECT_EQ(complain("arithmetc"), "plan.yaml:3:5 suites[0]: no suite \"arithmetc\", did you mean \"arithmetic\"?");
  EXPECT_EQ(complain("zzz"), "plan.yaml:3:5 suites[0]: no suite \"zzz\"; known here: arithmetic, reading");
  EXPECT_EQ(complain("suites/no.yaml"), "plan.yaml:3:5 suites[0]: no file \"suites/no.yaml\"");
  EXPECT_EQ(complain("suites"), "plan.yaml:3:5 suites[0]: no suite \"suites\"; known here: arithmetic, reading");
  EXPECT_EQ(complain("../arithmetic"), "plan.yaml:3:5 suites[0]: no file \"" +
                                           std::filesystem::path(scratch.path("../arithmetic")).lexically_normal().string() + "\"");
}

TEST(Datasets, keeps_what_the_plan_says) {
  const Scratch scratch;
  Suite named;
  named.source = scratch.write("suite.yaml", tiny("file"));
  named.name = "plan";
  named.weight = 3;
  named.limit = 1;
  named.where = "plan.yaml:3:5 suites[0]";
  const Suite suite = load_suite(named, {}, 1);
  EXPECT_EQ(suite.name, "plan");
  EXPECT_EQ(suite.weight, 3);
  EXPECT_EQ(suite.limit, 1u);
  EXPECT_EQ(suite.items->size(), 1u);
  EXPECT_EQ(suite.where, named.where);
  EXPECT_EQ(suite.source, named.source);
}

TEST(Datasets, lists_what_is_shipped) {
  const Scratch scratch;
  scratch.write("shipped/b/suite.yaml", tiny("b"));
  scratch.write("shipped/a/suite.yaml", tiny("a"));
  scratch.write("shipped/README.md", "x");
  const auto suites = shipped_suites(scratch.path("shipped"));
  ASSERT_EQ(suites.size(), 2u);
  EXPECT_EQ(suites[0].name, "a");
  EXPECT_EQ(suites[0].version, "1");
  EXPECT_EQ(suites[0].description, "Of a.");
  EXPECT_EQ(suites[0].languages, std::vector<std::string>{"en"});
  EXPECT_EQ(suites[0].items, 2u);
  EXPECT_TRUE(shipped_suites(scratch.path("nothing")).empty());
}

bool fits_schema(const Json& document) {
  const Json text = Json::parse(suite_schema());
  valijson::Schema schema;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  const valijson::adapters::NlohmannJsonAdapter schema_adapter(text), adapter(document);
  parser.populateSchema(schema_adapter, schema);
  return valijson::Validator().validate(schema, adapter, nullptr);
}

// The schema and the reader agree on what is a suite.
TEST(Datasets, schema_takes_and_refuses_what_the_reader_does) {
  const std::string extra[] = {
      "", "suite_version: 1.0\n", "language: [en, ko]\n", "language: []\n", "tags: [q]\n", "tags: q\n", "cluster: q\n",
      "id: q\n", "target: \"{{q}}\"\n", "license: MIT\nsource: us\n", "licence: MIT\n", "description: 5\n",
      "few_shot: {examples: [{q: x, answer: y}], count: 1, answer: \"{{answer}}\"}\n", "few_shot: {count: 1}\n",
      "few_shot: {examples: [{q: x, answer: y}], counts: 1}\n", "cluster: ''\n",
  };
  const Scratch scratch;
  for (const auto& more : extra) {
    std::string base = tiny("s");
    for (const std::string key : {"language: en\n", "description: Of s.\n"})
      if (more.starts_with(key.substr(0, 8))) base.erase(base.find(key), key.size());
    scratch.write("suite.yaml", base + more);
    const bool reads = complaint(scratch, [&] { scratch.load(); }) == "no complaint";
    EXPECT_EQ(fits_schema(to_json(parse_tree(base + more, "suite.yaml"))), reads) << more;
  }
  EXPECT_FALSE(fits_schema(Json::parse(R"({"version":2,"name":"s","items":"i.csv","prompt":"x","metrics":["exact"]})")));
  EXPECT_TRUE(fits_schema(Json::parse(R"({"version":1,"name":"s","items":"i.csv","prompt":[{"role":"user","content":"x"}],
                                          "metrics":[{"number":{"weight":2,"target":"{{a}}"}},{"json":null}]})")));
  EXPECT_FALSE(fits_schema(Json::parse(R"({"version":1,"name":"s","items":"i.csv","prompt":[{"role":"usr","content":"x"}],
                                           "metrics":["exact"]})")));
}

TEST(Datasets, every_suite_of_ours_loads_and_fits_the_schema) {
  const std::string folder = std::string(SOURCE_DIR) + "/datasets/suites";
  for (const auto& shipped : shipped_suites(folder)) {
    Suite named;
    named.source = shipped.name;
    const Suite suite = load_suite(named, {folder, ""}, 1);
    EXPECT_EQ(suite.name, shipped.name);
    EXPECT_EQ(suite.items->size(), shipped.items);
    for (std::size_t i = 0; i < suite.items->size(); ++i) EXPECT_FALSE(suite.items->item(i, {}).prompt.empty());
    EXPECT_TRUE(fits_schema(to_json(read_tree(folder + "/" + shipped.name + "/suite.yaml")))) << shipped.name;
  }
}

}  // namespace
}  // namespace shortlist
