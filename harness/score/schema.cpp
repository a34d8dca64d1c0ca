#include "harness/score/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "harness/score/pattern.hpp"
#include "harness/score/schema_walk.hpp"
#include "harness/score/schema_work.hpp"

namespace shortlist {
namespace {

using valijson::adapters::NlohmannJsonAdapter;

struct Format {
  std::string_view name, pattern;
};
constexpr std::string_view day = R"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))";
constexpr std::string_view hour =
    R"((?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d))";
constexpr std::array<Format, 3> formats{{
    {"email", R"(^[^\s@]+@[^\s@]+\.[^\s@]+$)"},
    {"uuid", R"(^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$)"},
    {"ipv4", R"(^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$)"},
}};

/// The pattern of a format; "" for those that are but notes.
std::string format_pattern(std::string_view name) {
  if (name == "date") return fmt::format("^{}$", day);
  if (name == "time") return fmt::format("^{}$", hour);
  if (name == "date-time") return fmt::format("^{}[Tt ]{}$", day, hour);
  for (const auto& format : formats)
    if (format.name == name) return std::string(format.pattern);
  return "";
}

using Patterns = std::map<std::string, Pattern>;

/// Compiles every pattern of the schema; returns what is wrong with one of them.
std::optional<std::string> collect(Json& schema, Patterns& patterns) {
  std::optional<std::string> problem;
  const auto add = [&](const std::string& text) {
    auto compiled = compile_pattern(text);
    if (auto* error = std::get_if<std::string>(&compiled))
      problem = *error;
    else
      patterns[text] = std::move(std::get<Pattern>(compiled));
  };
  if (schema.is_object()) {
    if (schema.contains("pattern") && schema["pattern"].is_string()) add(schema["pattern"]);
    if (schema.contains("format") && schema["format"].is_string())
      if (const auto text = format_pattern(schema["format"].get_ref<const std::string&>()); !text.empty())
        add(text);
    if (schema.contains("patternProperties") && schema["patternProperties"].is_object())
      for (const auto& [text, inner] : schema["patternProperties"].items()) add(text);
  }
  each_subschema(schema, [&](Json& inner, bool) {
    if (!problem) problem = collect(inner, patterns);
  });
  return problem;
}

/// All texts and keys of a value.
void gather(const Json& value, std::set<std::string>& texts, std::set<std::string>& keys) {
  if (value.is_string()) texts.insert(value.get<std::string>());
  if (value.is_object())
    for (const auto& [key, inner] : value.items()) keys.insert(key);
  if (value.is_structured())
    for (const auto& inner : value) gather(inner, texts, keys);
}

std::size_t longest_list(const Json& value) {
  std::size_t longest = value.is_array() ? value.size() : 0;
  if (value.is_structured())
    for (const auto& inner : value) longest = std::max(longest, longest_list(inner));
  return longest;
}

/// Puts each pattern to valijson as the texts of this value that match it.
class Decided {
 public:
  Decided(const Patterns& patterns, const Json& value) : patterns_(patterns) {
    gather(value, texts_, keys_);
    texts_.insert(keys_.begin(), keys_.end());  // propertyNames judges keys as texts
  }

  void rewrite(Json& schema) const {
    each_subschema(schema, [&](Json& inner, bool) { rewrite(inner); });
    if (!schema.is_object()) return;
    if (schema.contains("pattern") && schema["pattern"].is_string()) require(schema, take(schema, "pattern"));
    if (schema.contains("format") && schema["format"].is_string())
      if (const auto text = format_pattern(take(schema, "format")); !text.empty()) require(schema, text);
    if (schema.contains("patternProperties") && schema["patternProperties"].is_object()) spell_out(schema);
  }

 private:
  static std::string take(Json& schema, const char* name) {
    std::string text = schema[name];
    schema.erase(name);
    return text;
  }

  void require(Json& schema, const std::string& pattern) const {
    Json matching = Json::array({Json::array()});  // never empty, which valijson refuses; a list is no text
    for (const auto& text : texts_)
      if (found_in(*patterns_.at(pattern), text)) matching.push_back(text);
    if (!schema.contains("allOf")) schema["allOf"] = Json::array();
    schema["allOf"].push_back({{"anyOf", {{{"not", {{"type", "string"}}}}, {{"enum", matching}}}}});
  }

  void spell_out(Json& schema) const {
    const Json patterns = schema["patternProperties"];
    schema.erase("patternProperties");
    auto& properties = schema["properties"];
    if (!properties.is_object()) properties = Json::object();
    for (const auto& [pattern, inner] : patterns.items())
      for (const auto& key : keys_) {
        if (!found_in(*patterns_.at(pattern), key)) continue;
        const Json before = properties.contains(key) ? properties[key] : Json(true);
        properties[key] = {{"allOf", {before, inner}}};
      }
  }

  const Patterns& patterns_;
  std::set<std::string> texts_, keys_;
};

void populate(const Json& schema, valijson::Schema& target) {
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(NlohmannJsonAdapter(schema), target);
}

std::string describe(valijson::ValidationResults& results) {
  valijson::ValidationResults::Error error;
  std::string place, what = "does not match";
  if (results.popError(error)) {
    for (const auto& step : error.context) place += step == "<root>" ? "" : step;
    what = error.description;
  }
  return place.empty() ? what : fmt::format("{}: {}", place, what);
}

}  // namespace

struct JsonSchema::State {
  Json schema;
  Patterns patterns;
  bool unique_items = false, references = false;
  std::unique_ptr<valijson::Schema> prepared;  ///< where no pattern has to be decided for each value
};

JsonSchema::JsonSchema(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonSchema::JsonSchema(JsonSchema&&) noexcept = default;
JsonSchema& JsonSchema::operator=(JsonSchema&&) noexcept = default;
JsonSchema::~JsonSchema() = default;

std::variant<JsonSchema, std::string> JsonSchema::compile(Json schema) {
  if (!schema.is_object() && !schema.is_boolean()) return "a schema should be an object";
  auto state = std::make_unique<State>();
  if (auto problem = reference_problem(schema)) return *problem;
  if (auto problem = collect(schema, state->patterns)) return *problem;
  const std::string text = schema.dump(-1, ' ', false, Json::error_handler_t::replace);
  state->unique_items = text.find("\"uniqueItems\"") != text.npos;
  state->references = text.find("\"$ref\"") != text.npos;
  state->schema = std::move(schema);
  try {
    auto prepared = std::make_unique<valijson::Schema>();
    Json plain = state->schema;
    Decided(state->patterns, Json()).rewrite(plain);
    populate(plain, *prepared);
    if (state->patterns.empty()) state->prepared = std::move(prepared);
  } catch (const std::exception& error) {
    return error.what();
  }
  return JsonSchema(std::move(state));
}

std::optional<std::string> JsonSchema::complaint(const Json& value) const {
  if (state_->unique_items && longest_list(value) > schema_unique_items_max)
    return fmt::format("a list of more than {} members", schema_unique_items_max);
  if (state_->references && schema_work(state_->schema, value) > schema_work_max)
    return fmt::format("its references would put more than {} schemas to this value", schema_work_max);
  valijson::Schema fresh;
  if (!state_->prepared) {
    Json decided = state_->schema;
    Decided(state_->patterns, value).rewrite(decided);
    populate(decided, fresh);
  }
  valijson::ValidationResults results;
  if (valijson::Validator().validate(state_->prepared ? *state_->prepared : fresh, NlohmannJsonAdapter(value),
                                     &results))
    return std::nullopt;
  return describe(results);
}

}  // namespace shortlist
