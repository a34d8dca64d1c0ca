#include "backends/replay_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "harness/types/error.hpp"
#include "harness/types/parse_json.hpp"

namespace shortlist {
namespace {

std::string key_of(const std::string& candidate, const std::string& item, std::uint32_t repeat) {
  return candidate + '\0' + item + '\0' + std::to_string(repeat);
}

std::string name_in(const Json& row, const char* field, const std::string& where) {
  auto found = row.find(field);
  if (found == row.end() || !found->is_string() || found->get_ref<const std::string&>().empty())
    throw UserError(fmt::format("{}: \"{}\" must be given, a string that is not empty", where, field));
  return found->get<std::string>();
}

std::uint32_t repeat_in(const Json& row, const std::string& where) {
  auto found = row.find("repeat");
  if (found == row.end()) return 0;
  if (!found->is_number_unsigned() || *found > 1000000)
    throw UserError(
        fmt::format("{}: \"repeat\" must be a whole number, 0 or more, not {}", where, found->dump()));
  return found->get<std::uint32_t>();
}

Json row_in(const std::string& line, const std::string& where) {
  if (line.size() > ReplayTable::line_bytes_max) throw UserError(where + ": the line is longer than 16 MiB");
  Json row = parse_json(line);
  if (row.is_discarded()) throw UserError(where + ": not JSON, or nested too deep");
  if (!row.is_object()) throw UserError(where + ": not a JSON object");
  return row;
}

}  // namespace

ReplayTable ReplayTable::read(const std::string& path) {
  errno = 0;
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path))
    throw UserError(
        fmt::format("{}: cannot be read: {}", path, errno ? std::strerror(errno) : "is it a folder?"));
  ReplayTable table;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string where = fmt::format("{}:{}", path, number);
    table.add(row_in(line, where), where, number);
  }
  if (table.calls_.empty()) throw UserError(path + ": no recorded call in it");
  return table;
}

void ReplayTable::add(const Json& row, const std::string& where, std::size_t line) {
  RecordedCall call = recorded_call(row, where);
  call.line = line;
  const std::string candidate = name_in(row, "candidate", where), item = name_in(row, "item", where);
  auto& calls = calls_[key_of(candidate, item, repeat_in(row, where))];
  for (const RecordedCall& other : calls)
    if (other.suite == call.suite)
      throw UserError(fmt::format("{}: the same call is recorded in line {} already", where, other.line));
  candidates_.insert(candidate);
  suites_.insert(call.suite);
  calls.push_back(std::move(call));
}

std::vector<const RecordedCall*> ReplayTable::find(const std::string& candidate, const std::string& item,
                                                   std::uint32_t repeat, const std::string& suite) const {
  std::vector<const RecordedCall*> found;
  auto calls = calls_.find(key_of(candidate, item, repeat));
  if (calls == calls_.end()) return found;
  for (const RecordedCall& call : calls->second)
    if (suite.empty() || call.suite == suite) found.push_back(&call);
  return found;
}

void ReplayTable::check_unambiguous(const std::string& candidate, const std::string& path) const {
  for (const auto& [key, calls] : calls_)
    if (calls.size() > 1 && key.starts_with(candidate + '\0'))
      throw UserError(
          fmt::format("{}:{}: the same item is recorded for suite {} (line {}) and suite {}; "
                      "say which one with options.suite",
                      path, calls[1].line, calls[0].suite, calls[0].line, calls[1].suite));
}

}  // namespace shortlist
