#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "harness/config/config.hpp"
#include "harness/config/digest.hpp"
#include "harness/config/extends.hpp"
#include "harness/config/limits.hpp"
#include "harness/config/plan_parts.hpp"
#include "harness/config/scalar.hpp"
#include "harness/config/utf8.hpp"
#include "harness/config/variables.hpp"

namespace shortlist {

extern const std::string_view plan_schema_json;   // plan.schema.json, embedded

namespace {

namespace fs = std::filesystem;

void read_version(const Value& value) {
  if (auto version = value.integer(0, INT64_MAX); version != 1)
    value.complain(fmt::format("version {} is not known here: this shortlist reads version 1", version));
}

/// The run's folder is named after the plan, so the name must be good for one.
bool names_folder(const std::string& name) {
  auto is_bad = [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return !name.empty() && name.size() <= max_name && name[0] != '.' && std::none_of(name.begin(), name.end(), is_bad);
}

void read_name(const Value& value, std::string& out) {
  value.to(out, not_empty);
  if (!names_folder(out))
    value.complain(fmt::format("{} cannot name a folder: up to {} characters, no slash, no dot in front",
                               shown(out), max_name));
}

std::string default_name(const std::string& path) {
  auto stem = fs::path(path).stem().string();
  bool good = names_folder(stem) && first_bad_byte(stem) == std::string::npos;
  return good ? stem : "plan";
}

fs::path folder_of(const std::string& file) { return fs::path(file).lexically_normal().parent_path(); }

/// From the suites alone: adding a candidate changes neither the order nor the items that a limit picks.
std::uint64_t default_seed(const Plan& plan) {
  std::string all;
  for (const auto& suite : plan.suites) all += suite.source + '\n';
  auto hex = sha256_hex(all);
  std::uint64_t seed = 0;
  std::from_chars(hex.data(), hex.data() + 13, seed, 16);   // 52 bits: exact in JSON for every reader
  return seed;
}

Plan read(const Value& root, const std::string& path) {
  PlanFolder folder{folder_of(path)};
  Plan plan;
  plan.path = path;
  plan.name = default_name(path);
  Fields fields(root);
  read_version(fields.need("version"));
  fields.find("extends");   // resolved by now
  if (auto v = fields.find("name")) read_name(*v, plan.name);
  plan.candidates = read_candidates(fields.need("candidates"), folder);
  plan.suites = read_suites(fields.need("suites"), folder);
  if (auto v = fields.find("objective")) plan.objective = read_objective(*v);
  auto stages = fields.find("stages");
  plan.stages = stages ? read_stages(*stages, plan.candidates) : default_stages(plan.candidates);
  if (auto v = fields.find("failures")) plan.failures = read_failures(*v);
  if (auto v = fields.find("lanes")) plan.lanes = read_lanes(*v);
  if (auto v = fields.find("budget")) plan.budget = read_budget(*v);
  if (auto v = fields.find("gate")) plan.gate = read_gate(*v);
  plan.seed = default_seed(plan);
  fields.read("seed", plan.seed);
  fields.read("repeats", plan.repeats, 1, max_repeats);
  fields.close();
  return plan;
}

Plan read(Node tree, const std::string& path, const Environment& env) {
  auto whole = with_bases(std::move(tree), path, env);
  fill_variables(whole, env);
  return read(Value(whole), path);
}

}  // namespace

std::string PlanFolder::file(const Value& named) const {
  std::string name;
  named.to(name, not_empty);
  return file(named, name);
}

std::string PlanFolder::file(const Value& named, const std::string& name) const {
  auto from = named.node().place.file ? folder_of(*named.node().place.file) : folder;
  if (from == folder || fs::path(name).is_absolute()) return name;
  return (from / name).lexically_proximate(folder.empty() ? fs::path(".") : folder).string();
}

Plan read_plan(const std::string& path, const Environment& env) { return read(read_tree(path), path, env); }

Plan parse_plan(std::string_view text, const std::string& path, const Environment& env) {
  return read(parse_tree(text, path), path, env);
}

std::string_view plan_schema() { return plan_schema_json; }

}  // namespace shortlist
