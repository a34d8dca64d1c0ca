#include "datasets/score_table.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

constexpr std::size_t most_bytes = std::size_t{4} << 30;   // of the table as plain text

std::string inflate_file(const std::string& path) {
  errno = 0;
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw UserError(fmt::format("{}: cannot read: {}", path, std::strerror(errno)));
  std::string text, chunk(1 << 16, '\0');
  for (int got; (got = gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()))) != 0;) {
    int code = 0;
    if (got < 0) throw UserError(fmt::format("{}: cannot read: {}", path, gzerror(file.get(), &code)));
    text.append(chunk, 0, static_cast<std::size_t>(got));
    if (text.size() > most_bytes) throw UserError(fmt::format("{}: more than 4 GiB of text", path));
  }
  return text;
}

/// Splits one line at commas. Names may be quoted, with "" for a quote; a score needs none.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') cells.back() += line[++i];
    else if (c == '"') quoted = !quoted;
    else if (c == ',' && !quoted) cells.emplace_back();
    else cells.back() += c;
  }
  return cells;
}

float score_of(const std::string& cell, const std::string& where, const std::string& item) {
  float value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (cell.empty()) throw UserError(fmt::format("{}: no score for item \"{}\"", where, item));
  if (error != std::errc{} || end != cell.data() + cell.size() || !(value >= 0 && value <= 1))
    throw UserError(fmt::format("{}: item \"{}\": expected a score in [0, 1], found \"{}\"", where, item, cell));
  return value;
}

void take_row(const std::vector<std::string>& cells, const std::string& where, ScoreTable& table) {
  if (cells.size() != table.items.size() + 1)
    throw UserError(fmt::format("{}: {} scores for {} items", where, cells.size() - 1, table.items.size()));
  table.candidates.push_back(cells[0]);
  for (std::size_t i = 1; i < cells.size(); ++i) table.scores.push_back(score_of(cells[i], where, table.items[i - 1]));
}

void refuse_twice(const std::vector<std::string>& names, const char* what, const std::string& path) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (const std::string& name : names)
    if (++seen[name] > 1) throw UserError(fmt::format("{}: {} \"{}\" comes twice", path, what, name));
}

}  // namespace

ScoreTable read_score_table(const std::string& path) {
  const std::string text = inflate_file(path);
  ScoreTable table;
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line(text.data() + at, end - at);
    at = end + 1;
    ++line_number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    auto cells = cells_of(line);
    if (table.items.empty()) table.items.assign(cells.begin() + 1, cells.end());
    else take_row(cells, fmt::format("{}:{}", path, line_number), table);
    if (table.items.empty()) throw UserError(fmt::format("{}:{}: a header with no items", path, line_number));
  }
  if (table.candidates.empty()) throw UserError(fmt::format("{}: no candidates", path));
  refuse_twice(table.candidates, "candidate", path);
  refuse_twice(table.items, "item", path);
  return table;
}

}  // namespace shortlist
