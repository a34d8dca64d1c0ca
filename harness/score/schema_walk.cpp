#include "harness/score/schema_walk.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <string_view>

#include "harness/score/found_json.hpp"

namespace shortlist {
namespace {

enum class Holds { one, one_or_list, map };
struct Keyword {
  std::string_view name;
  Holds holds;
  bool same_value;
};
constexpr std::array<Keyword, 18> keywords{{
    {"additionalItems", Holds::one, false},
    {"additionalProperties", Holds::one, false},
    {"allOf", Holds::one_or_list, true},
    {"anyOf", Holds::one_or_list, true},
    {"oneOf", Holds::one_or_list, true},
    {"contains", Holds::one, false},
    {"definitions", Holds::map, false},
    {"$defs", Holds::map, false},
    {"dependencies", Holds::map, true},
    {"if", Holds::one, true},
    {"then", Holds::one, true},
    {"else", Holds::one, true},
    {"items", Holds::one_or_list, false},
    {"not", Holds::one, true},
    {"patternProperties", Holds::map, false},
    {"properties", Holds::map, false},
    {"propertyNames", Holds::one, false},
    {"extends", Holds::one_or_list, true},
}};

/// Depth-first over the schemas that judge one value; going round would never end.
class Rounds {
 public:
  explicit Rounds(Json& root) : root_(root) {}

  std::optional<std::string> problem() { return visit_all(root_, 0); }

 private:
  enum class Mark { open, done };

  std::optional<std::string> visit_all(Json& schema, std::size_t depth) {
    if (depth > json_depth_max) return fmt::format("nested deeper than {}", json_depth_max);
    auto found = visit(schema);
    each_subschema(schema, [&](Json& inner, bool) {
      if (!found) found = visit_all(inner, depth + 1);
    });
    return found;
  }

  std::optional<std::string> visit(Json& schema) {
    const auto [mark, fresh] = marks_.try_emplace(&schema, Mark::open);
    if (!fresh)
      return mark->second == Mark::open ? std::optional<std::string>("its references go round in circles")
                                        : std::nullopt;
    std::optional<std::string> found;
    if (schema.is_object() && schema.contains("$ref"))
      found = follow(schema["$ref"]);
    else
      each_subschema(schema, [&](Json& inner, bool same_value) {
        if (!found && same_value) found = visit(inner);
      });
    marks_[&schema] = Mark::done;
    return found;
  }

  std::optional<std::string> follow(const Json& reference) {
    if (!reference.is_string()) return "$ref should be text";
    const auto& text = reference.get_ref<const std::string&>();
    if (!text.starts_with('#'))
      return fmt::format("\"{}\": only references within the schema (\"#/...\") are followed", text);
    try {
      return visit(root_.at(Json::json_pointer(text.substr(1))));
    } catch (const Json::exception&) {
      return fmt::format("\"{}\" leads nowhere", text);
    }
  }

  Json& root_;
  std::map<const Json*, Mark> marks_;
};

}  // namespace

void each_subschema(Json& schema, const std::function<void(Json&, bool)>& visit) {
  if (!schema.is_object()) return;
  for (const auto& [name, holds, same_value] : keywords) {
    const auto found = schema.find(name);
    if (found == schema.end()) continue;
    const bool many =
        (holds == Holds::map && found->is_object()) || (holds == Holds::one_or_list && found->is_array());
    if (!many) {
      if (found->is_object() && holds != Holds::map) visit(*found, same_value);
      continue;
    }
    for (auto& member : *found)
      if (member.is_object()) visit(member, same_value);
  }
}

std::optional<std::string> reference_problem(Json& schema) { return Rounds(schema).problem(); }

}  // namespace shortlist
