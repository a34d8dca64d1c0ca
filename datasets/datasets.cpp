#include "datasets/datasets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "datasets/item_rows.hpp"
#include "datasets/suite_file.hpp"
#include "datasets/suite_items.hpp"
#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {

extern const std::string_view suite_schema_text;

namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

// Names of the folders with a suite.yaml, sorted.
std::vector<std::string> shipped_names(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem))
    if (is_file(entry->path() / "suite.yaml")) names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

[[noreturn]] void complain_of_source(const Suite& named, const SuitePaths& paths, const std::string& file) {
  const std::string where = named.where.empty() ? "" : named.where + ": ";
  if (named.source.find_first_of("/.") != std::string::npos)
    throw UserError(fmt::format("{}no file \"{}\"", where, file));
  const auto names = shipped_names(paths.shipped);
  const std::vector<std::string_view> views(names.begin(), names.end());
  throw UserError(fmt::format("{}no suite \"{}\"{}", where, named.source, did_you_mean(named.source, views)));
}

std::string suite_path(const Suite& named, const SuitePaths& paths) {
  const bool is_name = named.source.find('/') == std::string::npos && named.source.find_first_not_of('.') != std::string::npos;
  const fs::path shipped = fs::path(paths.shipped) / named.source / "suite.yaml";
  if (is_name && !paths.shipped.empty() && is_file(shipped)) return shipped.string();
  const std::string file = (fs::path(paths.base) / named.source).lexically_normal().string();
  if (!is_file(file)) complain_of_source(named, paths, file);
  return file;
}

}  // namespace

Suite load_suite(const Suite& named, const SuitePaths& paths, std::uint64_t seed) {
  SuiteFile file = read_suite_file(suite_path(named, paths));
  Suite suite = named;
  auto metrics = named.metrics.empty() ? file.metrics : named.metrics;
  const auto items = std::make_shared<const SuiteItems>(std::move(file), std::move(metrics), named.limit, seed);
  const SuiteFile& read = items->file();
  if (suite.name.empty()) suite.name = read.name;
  suite.version = read.version;
  suite.description = read.description;
  suite.languages = read.languages;
  suite.metrics = items->metrics();
  suite.tag_names.clear();
  for (const auto& tag : read.tags) suite.tag_names.push_back(tag.text);
  suite.asked_digest = items->asked_digest();
  suite.judged_digest = items->judged_digest();
  suite.items = items;
  return suite;
}

void check_prompting(const Suite& suite, const Candidate& candidate) {
  if (const auto* items = dynamic_cast<const SuiteItems*>(suite.items.get()))
    items->check(candidate.prompting, candidate.where);
}

std::vector<ShippedSuite> shipped_suites(const std::string& folder) {
  std::vector<ShippedSuite> suites;
  for (const auto& name : shipped_names(folder)) {
    const SuiteFile file = read_suite_file((fs::path(folder) / name / "suite.yaml").string());
    const ItemRows rows = file.items.list ? ItemRows::from_list(*file.items.list)
                                          : ItemRows::read(beside(file, file.items.file), file.items.where);
    suites.push_back({name, file.version, file.description, file.languages, rows.size()});
  }
  return suites;
}

std::string_view suite_schema() { return suite_schema_text; }

}  // namespace shortlist
