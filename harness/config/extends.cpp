#include "harness/config/extends.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "harness/config/variables.hpp"

namespace shortlist {
namespace {

namespace fs = std::filesystem;

Map::iterator position_of(Map& map, std::string_view key) {
  return std::find_if(map.begin(), map.end(), [&](const Entry& entry) { return entry.key == key; });
}

std::string base_file(const Node& tree, const std::string& file, const Environment& env) {
  auto* node = find(tree, "extends");
  if (!node) return "";
  Value value(*node, "extends");
  auto named = value.is_text() ? filled(value, env) : value.text();
  if (named.empty()) value.complain("must not be empty");
  return (fs::path(file).parent_path() / named).lexically_normal().string();
}

void check_chain(const Node& tree, const std::vector<std::string>& chain, const std::string& next) {
  auto same = [&](const std::string& seen) {
    std::error_code none;
    return seen == next || fs::equivalent(seen, next, none);
  };
  const auto& at = find(tree, "extends")->place;
  if (std::any_of(chain.begin(), chain.end(), same))
    complain(at, "extends", fmt::format("a cycle: {} -> {}", fmt::join(chain, " -> "), next));
  if (chain.size() > max_extends)
    complain(at, "extends", fmt::format("more than {} files one upon another", max_extends));
}

Node read_base(const Node& tree, const std::string& file) {
  std::error_code none;
  if (!fs::exists(file, none)) complain(find(tree, "extends")->place, "extends", fmt::format("no such file: {}", file));
  auto base = read_tree(file);
  Value(base).entries();   // complains of what is no map
  return base;
}

Node stacked(Node tree, std::vector<std::string> chain, const Environment& env) {
  auto base = base_file(tree, chain.back(), env);
  if (base.empty()) return tree;
  check_chain(tree, chain, base);
  auto below = read_base(tree, base);
  auto& map = std::get<Map>(tree.value);
  map.erase(position_of(map, "extends"));
  chain.push_back(base);
  return merged(stacked(std::move(below), std::move(chain), env), std::move(tree));
}

void put(Map& base, Entry entry) {
  auto below = position_of(base, entry.key);
  if (below == base.end())
    base.push_back(std::move(entry));
  else if (std::holds_alternative<Null>(entry.node.value))
    base.erase(below);
  else
    *below = {entry.key, entry.place, merged(std::move(below->node), std::move(entry.node))};
}

}  // namespace

Node merged(Node base, Node on_top) {
  auto* below = std::get_if<Map>(&base.value);
  auto* above = std::get_if<Map>(&on_top.value);
  if (!below || !above) return on_top;
  for (auto& entry : *above) put(*below, std::move(entry));
  base.place = on_top.place;
  return base;
}

Node with_bases(Node tree, const std::string& file, const Environment& env) {
  return stacked(std::move(tree), {fs::path(file).lexically_normal().string()}, env);
}

}  // namespace shortlist
