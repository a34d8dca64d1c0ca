#include "datasets/suite_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "harness/config/fields.hpp"

namespace shortlist {
namespace {

constexpr std::int64_t format_version = 1;
constexpr std::string_view keys[] = {"version", "name",    "description", "suite_version", "language",
                                     "license", "source",  "items",       "prompt",        "few_shot",
                                     "metrics", "tags",    "cluster",     "id",            "target"};
constexpr std::string_view roles[] = {"system", "user", "assistant"};

PlacedText placed(const Value& value) {
  PlacedText out{.text = "", .where = value.where()};
  value.to(out.text, not_empty);
  return out;
}

void read_version(Fields& fields) {
  const Value value = fields.need("version");
  if (const auto version = value.integer(0, INT64_MAX); version != format_version)
    value.complain(fmt::format("version {} is not known, this shortlist reads version {}", version, format_version));
}

// A word, or a list of words.
std::vector<std::string> words(const Value& value) {
  std::vector<std::string> out;
  if (value.is_list()) value.to(out, not_empty);
  else value.to(out.emplace_back(), not_empty);
  if (out.empty()) value.complain("an empty list");
  return out;
}

RowSource row_source(const Value& value) {
  RowSource rows{.file = "", .list = {}, .where = value.where()};
  if (value.is_list()) rows.list = value.node();
  else value.to(rows.file, not_empty);
  return rows;
}

SuiteFile::Turn turn(const Value& value) {
  Fields fields(value);
  SuiteFile::Turn out{std::string(roles[fields.need("role").choice(roles)]), placed(fields.need("content"))};
  fields.close();
  return out;
}

std::vector<SuiteFile::Turn> prompt(const Value& value) {
  if (!value.is_list()) return {{"user", placed(value)}};
  std::vector<SuiteFile::Turn> turns;
  for (const auto& message : value.list()) turns.push_back(turn(message));
  if (std::none_of(turns.begin(), turns.end(), [](const auto& t) { return t.role == "user"; }))
    value.complain("no message with the role user");
  return turns;
}

FewShotSpec few_shot(const Value& value) {
  FewShotSpec out{.examples = {}, .count = {}, .answer = {"{{answer}}", value.where()}, .where = value.where()};
  Fields fields(value);
  const auto file = fields.find("file"), examples = fields.find("examples");
  if (file.has_value() == examples.has_value()) value.complain("needs either file or examples");
  if (examples && !examples->is_list()) examples->complain("not a list of rows; a file goes under file");
  if (file && file->is_list()) file->complain("not the name of a file; a list goes under examples");
  out.examples = row_source(file ? *file : *examples);
  fields.read("count", out.count, 0);
  if (const auto answer = fields.find("answer")) out.answer = placed(*answer);
  fields.close();
  return out;
}

MetricSpec metric(const Value& value) {
  MetricSpec out;
  out.where = value.where();
  if (!value.is_map()) {
    value.to(out.kind, not_empty);
    out.name = out.kind;
    return out;
  }
  const auto entries = value.entries();
  if (entries.size() != 1) value.complain("a metric is a map of one key, its kind: \"- number: {target: ...}\"");
  const auto& [kind, options] = entries[0];
  out.name = out.kind = kind;
  out.where = options.where();
  if (std::holds_alternative<Null>(options.node().value)) return out;
  out.options = options.json_map();
  for (const auto& [key, option] : options.entries()) {
    if (key == "name") option.to(out.name, not_empty);
    if (key == "weight") option.to(out.weight, at_least(0));
  }
  out.options.erase("name");
  out.options.erase("weight");
  return out;
}

std::vector<MetricSpec> metrics(const Value& value) {
  std::vector<MetricSpec> out;
  std::set<std::string> names;
  double weight = 0;
  for (const auto& item : value.list()) {
    out.push_back(metric(item));
    weight += out.back().weight;
    if (!names.insert(out.back().name).second)
      item.complain(fmt::format("a second metric \"{}\"; give one of them a name", out.back().name));
  }
  if (out.empty()) value.complain("no metrics");
  if (weight <= 0) value.complain("the weights are all 0");
  return out;
}

}  // namespace

SuiteFile read_suite_file(const std::string& path) {
  const Node tree = read_tree(path);
  Fields fields{Value(tree)};
  for (const auto key : keys) fields.find(key);
  fields.close();   // first, so that a misspelt key is not reported as a missing one
  SuiteFile out;
  out.path = path;
  read_version(fields);
  fields.need("name", out.name, not_empty);
  fields.read("description", out.description);
  if (const auto version = fields.find("suite_version")) out.version = version->as_written();
  if (const auto language = fields.find("language")) out.languages = words(*language);
  fields.read("license", out.license);
  fields.read("source", out.source);
  out.items = row_source(fields.need("items"));
  out.prompt = prompt(fields.need("prompt"));
  if (const auto examples = fields.find("few_shot")) out.few_shot = few_shot(*examples);
  out.metrics = metrics(fields.need("metrics"));
  if (const auto tags = fields.find("tags"))
    for (const auto& tag : tags->list()) out.tags.push_back(placed(tag));
  if (const auto cluster = fields.find("cluster")) out.cluster = placed(*cluster);
  if (const auto id = fields.find("id")) out.id = placed(*id);
  if (const auto target = fields.find("target")) out.target = placed(*target);
  return out;
}

std::string beside(const SuiteFile& suite, const std::string& file) {
  return (std::filesystem::path(suite.path).parent_path() / file).lexically_normal().string();
}

}  // namespace shortlist
