#include "harness/score/schema_work.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "harness/score/schema_walk.hpp"

namespace shortlist {
namespace {

/// Works each pair of a schema and a value out once, however many ways lead to it.
class Work {
 public:
  explicit Work(Json& root) : root_(root) {}

  std::size_t of(Json& schema, const Json& value) {
    if (known_.size() > schema_work_max) return schema_work_max + 1;
    const auto [at, fresh] = known_.try_emplace({&schema, &value}, 1);
    if (!fresh) return at->second;
    std::size_t all = 1;
    const auto put = [&](Json& inner, const Json& to) {
      if (all <= schema_work_max) all = std::min(all + of(inner, to), schema_work_max + 1);
    };
    if (schema.is_object() && schema.contains("$ref"))
      put(root_.at(Json::json_pointer(schema["$ref"].get_ref<const std::string&>().substr(1))), value);
    else
      each_step(schema, value, put);
    return known_[{&schema, &value}] = all;
  }

 private:
  /// Those of `properties` have had their member, those of `definitions` have none.
  static bool is_named(const Json& schema, const Json& inner) {
    const auto holds = [&](const char* keyword) {
      const auto map = schema.find(keyword);
      return map != schema.end() && map->is_object() &&
             std::any_of(map->begin(), map->end(), [&](const Json& one) { return &one == &inner; });
    };
    return holds("properties") || holds("definitions") || holds("$defs");
  }

  template <class Put>
  static void each_step(Json& schema, const Json& value, Put put) {
    if (!schema.is_object()) return;
    if (const auto properties = schema.find("properties"); properties != schema.end() && properties->is_object())
      for (auto& [name, inner] : properties->items())
        if (value.is_object() && value.contains(name)) put(inner, value[name]);
    each_subschema(schema, [&](Json& inner, bool same_value) {
      if (same_value) return put(inner, value);
      if (value.is_structured() && !is_named(schema, inner))
        for (const Json& member : value) put(inner, member);
    });
  }

  Json& root_;
  std::map<std::pair<const Json*, const Json*>, std::size_t> known_;
};

}  // namespace

std::size_t schema_work(Json& schema, const Json& value) { return Work(schema).of(schema, value); }

}  // namespace shortlist
