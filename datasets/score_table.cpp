#include "datasets/score_table.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <limits>
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

/// What the cells of a table must be.
struct CellRule {
  float most;
  const char* noun;
  const char* expected;
  const char* way_out = "";
  bool empty_is_zero = false;
};

float figure_of(const std::string& cell, const CellRule& rule, const std::string& where, const std::string& item) {
  float value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (cell.empty() && rule.empty_is_zero) return 0;
  if (cell.empty()) throw UserError(fmt::format("{}: no {} for item \"{}\"{}", where, rule.noun, item, rule.way_out));
  if (error != std::errc{} || end != cell.data() + cell.size() || !(value >= 0 && value <= rule.most))
    throw UserError(fmt::format("{}: item \"{}\": expected {}, found \"{}\"", where, item, rule.expected, cell));
  return value;
}

void take_row(const std::vector<std::string>& cells, const CellRule& rule, const std::string& where, ScoreTable& table) {
  if (cells.size() != table.items.size() + 1)
    throw UserError(fmt::format("{}: {} scores for {} items", where, cells.size() - 1, table.items.size()));
  table.candidates.push_back(cells[0]);
  for (std::size_t i = 1; i < cells.size(); ++i) table.scores.push_back(figure_of(cells[i], rule, where, table.items[i - 1]));
}

void refuse_twice(const std::vector<std::string>& names, const char* what, const std::string& path) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (const std::string& name : names)
    if (++seen[name] > 1) throw UserError(fmt::format("{}: {} \"{}\" comes twice", path, what, name));
}

ScoreTable read_table(const std::string& path, const CellRule& rule) {
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
    else take_row(cells, rule, fmt::format("{}:{}", path, line_number), table);
    if (table.items.empty()) throw UserError(fmt::format("{}:{}: a header with no items", path, line_number));
  }
  if (table.candidates.empty()) throw UserError(fmt::format("{}: no candidates", path));
  refuse_twice(table.candidates, "candidate", path);
  refuse_twice(table.items, "item", path);
  return table;
}

/// Where each of `wanted` stands among `found`, which must be the same names.
std::vector<std::size_t> places_of(const std::vector<std::string>& wanted, const std::vector<std::string>& found,
                                   const char* what, const std::string& path) {
  std::unordered_map<std::string_view, std::size_t> at;
  for (std::size_t i = 0; i < found.size(); ++i) at[found[i]] = i;
  std::vector<std::size_t> places;
  for (const std::string& name : wanted) {
    const auto here = at.find(name);
    if (here == at.end()) throw UserError(fmt::format("{}: {} \"{}\" of the scores is missing", path, what, name));
    places.push_back(here->second);
  }
  if (found.size() != wanted.size())
    throw UserError(fmt::format("{}: {} {}s, but the scores have {}", path, found.size(), what, wanted.size()));
  return places;
}

}  // namespace

ScoreTable read_score_table(const std::string& path, EmptyCell empty) {
  constexpr const char* way_out = "; --missing zero counts an answer that never came as 0";
  return read_table(path, {1, "score", "a score in [0, 1]", way_out, empty == EmptyCell::zero});
}

ScoreTable read_amount_table(const std::string& path, const ScoreTable& like) {
  const ScoreTable found = read_table(path, {std::numeric_limits<float>::max(), "amount", "an amount of at least 0"});
  const auto rows = places_of(like.candidates, found.candidates, "candidate", path);
  const auto columns = places_of(like.items, found.items, "item", path);
  ScoreTable table{like.candidates, like.items, {}};
  for (const std::size_t row : rows)
    for (const std::size_t column : columns) table.scores.push_back(found.at(row, column));
  return table;
}

}  // namespace shortlist
