#include <fmt/format.h>

#include "harness/score/schema.hpp"
#include "tests/unit/score/support.hpp"

namespace shortlist::test {
namespace {

const Json person = Json::parse(R"({"type": "object", "required": ["name", "age"], "properties": {
    "name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}}})");

TEST(JsonMetric, FindsIt) {
  const Json any = Json::object();
  const Json fields{{"fields", {{"a", 1}}}};
  const Row rows[] = {
      {"object", any, R"({"a": 1})", Want::right},
      {"scalar alone", any, "42", Want::right},
      {"fence", any, "Here:\n```json\n{\"a\": 1}\n```\nDone.", Want::right},
      {"fence without a language", any, "```\n[1]\n```", Want::right},
      {"open fence", any, "```json\n{\"a\": 1}", Want::right},
      {"second fence", fields, "```python\nx = {1}\n```\n```json\n{\"a\": 1}\n```", Want::right},
      {"in a sentence", fields, "The result is {\"a\": 1}, I think.", Want::right},
      {"footnote before", fields, "As said [1], {\"a\": 1}", Want::right},
      {"braces before", fields, "Given {x}: {\"a\": 1}", Want::right},
      {"brace in a text", fields, "so {\"b\": \"}\", \"a\": 1} ok", Want::right},
      {"strict", {{"strict", true}}, " {\"a\": 1}\n", Want::right},
      {"strict, with words", {{"strict", true}}, "Result: {\"a\": 1}", Want::unparsable},
      {"strict, fence", {{"strict", true}}, "```json\n{}\n```", Want::unparsable},
      {"none", any, "nothing here", Want::unparsable},
      {"cut off", any, "{\"a\": [1, 2", Want::unparsable},
      {"single quotes", any, "{'a': 1}", Want::unparsable},
      {"trailing comma", any, "{\"a\": 1,}", Want::unparsable},
      {"empty", any, "", Want::unparsable},
      {"broken bytes", any, "{\"a\": \"\xFF\"}", Want::right},
      {"NUL", {{"strict", true}}, std::string("{\0}", 3), Want::unparsable},
      {"number out of range", any, "{\"a\": 1e999}", Want::unparsable},
  };
  check_rows("json", rows);
}

TEST(JsonMetric, Schema) {
  const Json options{{"schema", person}};
  const Row rows[] = {
      {"valid", options, R"({"name": "Ann", "age": 3})", Want::right},
      {"missing", options, R"({"name": "Ann"})", Want::wrong},
      {"wrong type", options, R"({"name": "Ann", "age": "3"})", Want::wrong},
      {"schema as text", {{"schema", person.dump()}}, R"({"name": "Ann", "age": 3})", Want::right},
      {"a list is no object", options, "[1]", Want::wrong},
      {"blank", {{"schema", ""}}, "{}", Want::absent},
  };
  check_rows("json", rows);
  EXPECT_EQ(judge("json", options, R"({"name": "Ann", "age": -1})")->reason.find("breaks the schema at [age]: "), 0u)
      << judge("json", options, R"({"name": "Ann", "age": -1})")->reason;
}

TEST(JsonMetric, RenderedSchemaThatIsNoneIsNotJudged) {
  const Json options{{"schema", "{{s}}"}};
  EXPECT_EQ(verdict(judge_rendered("json", options, {{"schema", "{"}}, "{}")), Want::not_judged);
  EXPECT_EQ(verdict(judge_rendered("json", options, {{"schema", R"({"pattern": "("})"}}, "{}")), Want::not_judged);
  EXPECT_EQ(verdict(judge_rendered("json", options, {{"schema", R"({"type": "objekt"})"}}, "no JSON")), Want::not_judged);
  EXPECT_EQ(verdict(judge_rendered("json", options, {{"schema", R"({"type": "object"})"}}, "{}")), Want::right);
}

struct Share { const char* name; Json fields, more; const char* answer; double value; };

TEST(JsonMetric, Fields) {
  const Json two{{"name", "Élodie"}, {"age", 42}};
  const Share rows[] = {
      {"all", two, {}, R"({"age": 42, "name": "élodie.", "more": 1})", 1},
      {"half", two, {}, R"({"age": 41, "name": "Élodie"})", 0.5},
      {"all or nothing", two, {{"all", true}}, R"({"age": 41, "name": "Élodie"})", 0},
      {"number as text", two, {}, R"({"age": "42", "name": "Élodie"})", 1},
      {"rendered number", {{"age", "42"}}, {}, R"({"age": 42.0})", 1},
      {"missing", two, {}, R"({"age": 42})", 0.5},
      {"tolerance", {{"x", 100}}, {{"tolerance", "1%"}}, R"({"x": 100.9})", 1},
      {"case counts", two, {{"case_sensitive", true}}, R"({"age": 42, "name": "élodie"})", 0.5},
      {"nested", {{"a", {{"b", 1}, {"c", 2}}}}, {}, R"({"a": {"b": 1, "c": 3}})", 0.5},
      {"nested missing", {{"a", {{"b", 1}, {"c", 2}}}, {"d", 3}}, {}, R"({"a": 5, "d": 3})", 1.0 / 3},
      {"list in order", {{"l", {1, 2}}}, {}, R"({"l": [1, 2]})", 1},
      {"list out of order", {{"l", {1, 2}}}, {}, R"({"l": [2, 1]})", 0},
      {"list in any order", {{"l", {1, 1, 2}}}, {{"unordered", true}}, R"({"l": [2, 1, 1]})", 1},
      {"a member twice", {{"l", {1, 1, 2}}}, {{"unordered", true}}, R"({"l": [2, 2, 1]})", 0},
      {"null is missing", {{"a", nullptr}}, {}, R"({})", 1},
      {"null is not 0", {{"a", nullptr}}, {}, R"({"a": 0})", 0},
      {"truth", {{"a", true}}, {}, R"({"a": "true"})", 1},
      {"truth is not 1", {{"a", true}}, {}, R"({"a": 1})", 0},
      {"Korean decomposed", {{"a", "서울"}}, {}, "{\"a\": \"\u1109\u1165\u110b\u116e\u11af\"}", 1},
      {"expected list", {1, 2}, {}, "see {\"a\": 1} and [1, 2]", 1},
  };
  for (const auto& row : rows) {
    Json options{{"fields", row.fields}};
    if (row.more.is_object()) options.update(row.more);
    const auto judgement = judge("json", options, row.answer);
    ASSERT_TRUE(judgement && judgement->value) << row.name;
    EXPECT_DOUBLE_EQ(*judgement->value, row.value) << row.name << ": " << judgement->reason;
  }
  EXPECT_EQ(judge("json", {{"fields", two}}, R"({"age": 41, "name": "Élodie"})")->reason,
            "1 of 2 fields right; age: expected \"42\", found \"41\"");
}

struct Validated { const char* name; const char* schema; const char* value; bool valid; };

TEST(JsonSchema, PatternsAndFormatsAreRe2) {
  const Validated rows[] = {
      {"pattern", R"({"pattern": "^a+$"})", "\"aaa\"", true},
      {"pattern broken", R"({"pattern": "^a+$"})", "\"aab\"", false},
      {"pattern is about texts only", R"({"pattern": "^a+$"})", "5", true},
      {"no texts at all", R"({"properties": {"x": {"pattern": "a"}}})", "{}", true},
      {"pattern beside allOf", R"({"pattern": "a", "allOf": [{"minLength": 2}]})", "\"a\"", false},
      {"a property named pattern", R"({"properties": {"pattern": {"type": "string", "pattern": "^x"}}})", R"({"pattern": "xy"})", true},
      {"negated pattern", R"({"not": {"pattern": "a"}})", "\"bab\"", false},
      {"pattern in items", R"({"items": {"pattern": "^[0-9]$"}})", R"(["1", "x"])", false},
      {"property names", R"({"propertyNames": {"pattern": "^[a-z]+$"}})", R"({"Ab": 1})", false},
      {"pattern properties", R"({"patternProperties": {"^n_": {"type": "number"}}})", R"({"n_a": 1, "x": "y"})", true},
      {"pattern properties broken", R"({"patternProperties": {"^n_": {"type": "number"}}})", R"({"n_a": "1"})", false},
      {"with additional ones", R"({"patternProperties": {"^n_": {}}, "additionalProperties": false})", R"({"n_a": 1})", true},
      {"with additional ones broken", R"({"patternProperties": {"^n_": {}}, "additionalProperties": false})", R"({"m": 1})", false},
      {"both properties", R"({"properties": {"n_a": {"type": "number"}}, "patternProperties": {"^n_": {"minimum": 5}}})", R"({"n_a": 1})", false},
      {"date", R"({"format": "date"})", "\"2026-11-24\"", true},
      {"date broken", R"({"format": "date"})", "\"24.11.2026\"", false},
      {"date-time", R"({"format": "date-time"})", "\"2026-11-24T10:00:00Z\"", true},
      {"email broken", R"({"format": "email"})", "\"ann\"", false},
      {"uuid", R"({"format": "uuid"})", "\"123e4567-e89b-12d3-a456-426614174000\"", true},
      {"ipv4 broken", R"({"format": "ipv4"})", "\"256.1.1.1\"", false},
      {"other formats are notes", R"({"format": "color"})", "\"x\"", true},
      {"recursive", R"({"definitions": {"n": {"properties": {"next": {"$ref": "#/definitions/n"}, "v": {"pattern": "^v"}}}}, "$ref": "#/definitions/n"})",
       R"({"next": {"next": {"v": "w"}}})", false},
      {"recursive and right", R"({"definitions": {"n": {"properties": {"next": {"$ref": "#/definitions/n"}, "v": {"pattern": "^v"}}}}, "$ref": "#/definitions/n"})",
       R"({"next": {"next": {"v": "v"}}})", true},
      {"enum of texts", R"({"enum": ["a", "b"]})", "\"c\"", false},
      {"unique", R"({"uniqueItems": true})", "[1, 1]", false},
      {"condition", R"({"if": {"required": ["a"]}, "then": {"required": ["b"]}})", R"({"a": 1})", false},
  };
  for (const auto& row : rows) {
    auto compiled = JsonSchema::compile(Json::parse(row.schema));
    ASSERT_TRUE(std::holds_alternative<JsonSchema>(compiled)) << row.name << ": " << std::get<std::string>(compiled);
    const auto complaint = std::get<JsonSchema>(compiled).complaint(Json::parse(row.value));
    EXPECT_EQ(!complaint, row.valid) << row.name << ": " << complaint.value_or("valid");
  }
}

/// Each level of the value is judged twice by the next.
TEST(JsonSchema, AnswersCannotMultiplyTheWork) {
  const Json schema = Json::parse(R"({"$ref": "#/definitions/n", "definitions": {"n": {"oneOf": [
      {"type": "object", "properties": {"c": {"$ref": "#/definitions/n"}}, "required": ["c", "x"]},
      {"type": "object", "properties": {"c": {"$ref": "#/definitions/n"}}}]}}})");
  const auto compiled = JsonSchema::compile(schema);
  ASSERT_TRUE(std::holds_alternative<JsonSchema>(compiled));
  const auto complaint = [&](int levels) {
    Json value = Json::object();
    for (int i = 0; i < levels; ++i) value = Json{{"c", value}};
    return std::get<JsonSchema>(compiled).complaint(value).value_or("");
  };
  EXPECT_EQ(complaint(5), "");
  EXPECT_EQ(complaint(60), "its references would put more than 1000000 schemas to this value");
}

TEST(JsonSchema, ATreeIsJudgedHoweverLarge) {
  const auto compiled = JsonSchema::compile(Json::parse(
      R"({"definitions": {"n": {"properties": {"l": {"$ref": "#/definitions/n"}, "r": {"$ref": "#/definitions/n"}, "v": {"type": "integer"}}}},
          "$ref": "#/definitions/n"})"));
  Json tree = {{"v", 1}};
  for (int i = 0; i < 12; ++i) tree = Json{{"l", tree}, {"r", tree}, {"v", i}};
  EXPECT_EQ(std::get<JsonSchema>(compiled).complaint(tree), std::nullopt);
}

struct Invalid { const char* name; std::string schema; const char* why; };

/// Definitions of which each refers to the next; from the last to the first when it goes up.
std::string chain(int length, bool up) {
  Json definitions = Json::object();
  const auto name = [&](int i) { return fmt::format("{:03}", up ? length - i : i); };
  for (int i = 0; i < length; ++i) definitions[name(i)] = {{"$ref", "#/definitions/" + name(i + 1)}};
  definitions[name(length)] = true;
  return Json{{"$ref", "#/definitions/" + name(0)}, {"definitions", definitions}}.dump();
}

/// Each definition asks the next one twice.
std::string doubling(int length) {
  Json definitions = {{"end", true}};
  Json next = {{"$ref", "#/definitions/end"}};
  for (int i = 0; i < length; ++i) {
    const auto name = std::to_string(i);
    definitions[name] = {{"anyOf", {next, next}}};
    next = {{"$ref", "#/definitions/" + name}};
  }
  next["definitions"] = definitions;
  return next.dump();
}

TEST(JsonSchema, BrokenOnesAreRefused) {
  const Invalid rows[] = {
      {"no schema", "5", "should be an object"},
      {"type", R"({"type": 5})", ""},
      {"pattern", R"({"properties": {"a": {"pattern": "("}}})", "missing )"},
      {"remote", R"({"$ref": "http://example.com/x.json"})", "only references within the schema"},
      {"nowhere", R"({"$ref": "#/definitions/x"})", "leads nowhere"},
      {"round", R"({"$ref": "#"})", "round in circles"},
      {"round by two", R"({"definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"allOf": [{"$ref": "#/definitions/a"}]}}})", "round in circles"},
      {"round where no keyword leads", R"({"$ref": "#/a", "a": {"items": {"$ref": "#/a/b"}, "b": {"not": {"$ref": "#/a/b"}}}})", "round in circles"},
      {"a chain down", chain(70, false), "deeper than 64"},
      {"a chain up", chain(70, true), "deeper than 64"},
      {"doubling", doubling(20), "more than 10000 schemas judge one value"},
  };
  for (const auto& row : rows) {
    const auto compiled = JsonSchema::compile(Json::parse(row.schema));
    ASSERT_TRUE(std::holds_alternative<std::string>(compiled)) << row.name;
    EXPECT_NE(std::get<std::string>(compiled).find(row.why), std::string::npos) << row.name << ": " << std::get<std::string>(compiled);
  }
}

}  // namespace
}  // namespace shortlist::test
