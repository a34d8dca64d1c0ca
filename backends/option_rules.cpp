#include "backends/option_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "backends/options.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

std::vector<std::string_view> names_of(std::span<const OptionRule> rules) {
  std::vector<std::string_view> names;
  for (const OptionRule& rule : rules) names.push_back(rule.name);
  return names;
}

}  // namespace

void check_rules(const Candidate& candidate, const Json& object, const std::string& path,
                 std::span<const OptionRule> rules) {
  if (!object.is_object()) complain(candidate, path + ": must be a map");
  for (const auto& [name, value] : object.items()) {
    const auto rule =
        std::find_if(rules.begin(), rules.end(), [&](const OptionRule& r) { return r.name == name; });
    if (rule == rules.end())
      complain(candidate,
               fmt::format("{}: unknown key \"{}\"{}", path, name, did_you_mean(name, names_of(rules))));
    if (!rule->fits(value))
      complain(candidate, fmt::format("{}.{}: must be {}, not {}", path, name, rule->expected, value.dump()));
  }
}

void check_unused_fields(const Candidate& candidate, std::initializer_list<std::string_view> takes) {
  const std::pair<std::string_view, bool> fields[] = {
      {"file", !candidate.file.empty()},
      {"command", !candidate.command.empty()},
      {"endpoint", !candidate.endpoint.empty()},
      {"api_key_env", !candidate.api_key_env.empty()},
  };
  for (const auto& [name, given] : fields)
    if (given && std::find(takes.begin(), takes.end(), name) == takes.end())
      complain(candidate, fmt::format("backend {} has no use for \"{}\"", candidate.backend, name));
}

std::string path_from(const std::string& base, const std::string& file) {
  return (std::filesystem::path(base) / file).lexically_normal().string();
}

}  // namespace shortlist
