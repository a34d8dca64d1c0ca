#include "harness/score/schema_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <vector>

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

/// Depth-first over the schemas that judge one value; going round would never end, and each takes a part of the stack.
class Rounds {
 public:
  explicit Rounds(Json& root) : root_(root) {}

  std::optional<std::string> problem() {
    auto found = visit_all(root_, 0);
    for (std::size_t i = 0; !found && i < targets_.size(); ++i) found = visit_all(*targets_[i], 0);
    return found;
  }

 private:
  static constexpr std::size_t judging_max = 10'000;   ///< references can double them at each step
  struct Seen {
    std::size_t height = 0;    ///< 0: it is still open
    std::size_t judging = 0;   ///< schemas, itself included, that judge the same value
  };
  static std::string too_deep() { return fmt::format("nested deeper than {}", json_depth_max); }

  std::optional<std::string> visit_all(Json& schema, std::size_t depth) {
    if (depth > json_depth_max) return too_deep();
    if (!walked_.insert(&schema).second) return std::nullopt;
    auto found = visit(schema);
    each_subschema(schema, [&](Json& inner, bool) {
      if (!found) found = visit_all(inner, depth + 1);
    });
    return found;
  }

  std::optional<std::string> visit(Json& schema) {
    const auto [known, fresh] = seen_.try_emplace(&schema);
    if (!fresh && known->second.height == 0) return "its references go round in circles";
    if (open_ + std::max<std::size_t>(known->second.height, 1) > json_depth_max) return too_deep();
    if (!fresh) return std::nullopt;
    ++open_;
    std::optional<std::string> found;
    Seen all{0, 1};
    const auto enter = [&](Json& inner) {
      if (!found) found = visit(inner);
      const Seen& below = seen_[&inner];
      all = {std::max(all.height, below.height), all.judging + below.judging};
    };
    if (schema.is_object() && schema.contains("$ref")) {
      if (auto wrong = follow(schema["$ref"], enter)) found = std::move(wrong);
    } else {
      each_subschema(schema, [&](Json& inner, bool same_value) {
        if (same_value) enter(inner);
      });
    }
    --open_;
    if (!found && all.judging > judging_max) found = fmt::format("more than {} schemas judge one value", judging_max);
    seen_[&schema] = {all.height + 1, all.judging};
    return found;
  }

  template <class Enter>
  std::optional<std::string> follow(const Json& reference, Enter enter) {
    if (!reference.is_string()) return "$ref should be text";
    const auto& text = reference.get_ref<const std::string&>();
    if (!text.starts_with('#'))
      return fmt::format("\"{}\": only references within the schema (\"#/...\") are followed", text);
    try {
      Json& target = root_.at(Json::json_pointer(text.substr(1)));
      targets_.push_back(&target);   // it may stand where no keyword leads
      enter(target);
    } catch (const Json::exception&) {
      return fmt::format("\"{}\" leads nowhere", text);
    }
    return std::nullopt;
  }

  Json& root_;
  std::map<const Json*, Seen> seen_;
  std::size_t open_ = 0;
  std::vector<Json*> targets_;
  std::set<const Json*> walked_;
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
