// json: the JSON value in the answer (found_json.hpp says where). With `schema` (draft-07) 0 unless it is
// valid by it; with `fields` the share of expected fields that are right (fields.hpp), or with `all: true` 1
// if all are and else 0; with neither, 1 for valid JSON. No JSON in the answer, or not JSON alone under
// `strict: true`: 0 and unparsable. Not judged: schema, fields or tolerance filled in from an item are
// broken. Does not apply: they are there, but empty.
#include <fmt/format.h>

#include "harness/score/fields.hpp"
#include "harness/score/found_json.hpp"
#include "harness/score/metrics.hpp"
#include "harness/score/options.hpp"
#include "harness/score/schema.hpp"
#include "harness/score/text.hpp"

namespace shortlist {
namespace {

constexpr MetricOption rows[] = {{"schema", OptionKind::json},        {"fields", OptionKind::json},
                              {"strict", OptionKind::flag},        {"all", OptionKind::flag},
                              {"unordered", OptionKind::flag},     {"tolerance", OptionKind::tolerance},
                              {"case_sensitive", OptionKind::flag}};

JsonShape shape_of(const std::optional<Json>& schema, const std::optional<Json>& fields) {
  if (fields)
    return fields->is_object() ? JsonShape::object : fields->is_array() ? JsonShape::array : JsonShape::any;
  if (!schema || !schema->is_object() || !schema->contains("type")) return JsonShape::any;
  return (*schema)["type"] == "object"  ? JsonShape::object
         : (*schema)["type"] == "array" ? JsonShape::array
                                        : JsonShape::any;
}

class JsonMetric : public Metric {
 public:
  explicit JsonMetric(const MetricSpec& spec) {
    if (!literal(spec, "schema") || !has(spec.options, "schema")) return;
    const auto schema = json_option(spec.options, "schema");
    if (!schema) refuse(spec, "the schema is no JSON");
    auto compiled = JsonSchema::compile(*schema);
    if (const auto* error = std::get_if<std::string>(&compiled)) refuse(spec, "invalid schema: " + *error);
    prepared_ = std::move(std::get<JsonSchema>(compiled));
  }

  std::optional<Judgement> judge(const Json& check, const Item&, const Completion& answer) const override {
    const bool wants_schema = has(check, "schema"), wants_fields = has(check, "fields");
    if (!wants_schema && !wants_fields && (check.contains("schema") || check.contains("fields")))
      return std::nullopt;
    const auto schema = json_option(check, "schema"), fields = json_option(check, "fields");
    if (wants_schema && !schema) return not_judged("the schema is no JSON");
    if (wants_fields && !fields) return not_judged("the expected fields are no JSON");
    const auto tolerance = tolerance_option(check);
    if (!tolerance) return not_judged("the tolerance is neither a number >= 0 nor a share such as \"1%\"");
    const auto found =
        find_json(judged_text(answer.text), flag_option(check, "strict", false), shape_of(schema, fields));
    if (!found.value && !schema_broken(schema))
      return unparsable(fmt::format("{} in {}", found.problem, excerpt(answer.text)));
    if (schema)
      if (auto judgement = by_schema(*schema, found.value.value_or(Json()))) return judgement;
    if (fields) return by_fields(check, *fields, *found.value, *tolerance);
    return Judgement{1.0, "valid JSON", false};
  }

 private:
  bool schema_broken(const std::optional<Json>& schema) const {
    return schema && !prepared_ && std::holds_alternative<std::string>(JsonSchema::compile(*schema));
  }

  /// What speaks against the value, if anything does.
  std::optional<Judgement> by_schema(const Json& schema, const Json& value) const {
    std::variant<std::monostate, JsonSchema, std::string> fresh;
    if (!prepared_) std::visit([&](auto&& made) { fresh = std::move(made); }, JsonSchema::compile(schema));
    if (const auto* error = std::get_if<std::string>(&fresh)) return not_judged("invalid schema: " + *error);
    const auto complaint = (prepared_ ? *prepared_ : std::get<JsonSchema>(fresh)).complaint(value);
    if (!complaint) return std::nullopt;
    return Judgement{0.0, "breaks the schema at " + *complaint, false};
  }

  static Judgement by_fields(const Json& check, const Json& fields, const Json& value, Tolerance tolerance) {
    const FieldRules rules{tolerance, flag_option(check, "case_sensitive", false) ? Case::keep : Case::fold,
                           flag_option(check, "unordered", false)};
    const auto count = compare_fields(fields, value, rules);
    const double share =
        count.wanted == 0 ? 1.0 : static_cast<double>(count.right) / static_cast<double>(count.wanted);
    const bool right = count.right == count.wanted;
    return {flag_option(check, "all", false) ? (right ? 1.0 : 0.0) : share,
            right ? fmt::format("{} of {} fields right", count.right, count.wanted)
                  : fmt::format("{} of {} fields right; {}", count.right, count.wanted, count.first_wrong),
            false};
  }

  std::optional<JsonSchema> prepared_;  ///< a literal schema
};

}  // namespace

std::unique_ptr<Metric> make_json(const MetricSpec& spec) {
  check_options(spec, rows);
  return std::make_unique<JsonMetric>(spec);
}

}  // namespace shortlist
