#include <fmt/format.h>

#include <map>

#include "harness/config/limits.hpp"
#include "harness/config/plan_parts.hpp"
#include "harness/config/scalar.hpp"

namespace shortlist {
namespace {

bool looks_like_file(const std::string& source) { return source.find_first_of("/.") != std::string::npos; }

/// A file's name that could be taken for a shipped suite's gets a "./".
std::string file_source(const Value& value, const PlanFolder& folder) {
  auto file = folder.file(value);
  return looks_like_file(file) ? file : "./" + file;
}

std::string suite_source(const Value& value, const PlanFolder& folder) {
  std::string source;
  value.to(source, not_empty);
  return looks_like_file(source) ? folder.file(value) : source;
}

void read_map(const Value& value, Suite& out, const PlanFolder& folder) {
  Fields fields(value);
  auto suite = fields.find("suite"), file = fields.find("file");
  if (suite.has_value() == file.has_value())
    value.complain("needs either \"suite\", a shipped suite's name, or \"file\"");
  out.source = suite ? suite_source(*suite, folder) : file_source(*file, folder);
  fields.read("weight", out.weight, Range{0, max_weight, true});
  fields.read("limit", out.limit, 1);
  fields.close();
}

}  // namespace

std::vector<Suite> read_suites(const Value& list, const PlanFolder& folder) {
  std::vector<Suite> out;
  std::map<std::string, std::string> places;
  for (const auto& value : list.list()) {
    auto& suite = out.emplace_back();
    suite.where = value.where();
    if (value.is_scalar())
      suite.source = suite_source(value, folder);
    else if (value.is_map())
      read_map(value, suite, folder);
    else
      value.complain("expected a suite's name or a map, found " + described(value.node()));
    auto [first, fresh] = places.emplace(suite.source, suite.where);
    if (!fresh) value.complain(fmt::format("suite \"{}\" is already at {}", suite.source, first->second));
  }
  if (out.empty()) list.complain("at least one suite is needed");
  return out;
}

}  // namespace shortlist
