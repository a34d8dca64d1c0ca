#include "datasets/score_table.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <limits>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

/// A small gzip may hold any number of commas: nothing is kept before it is counted.
constexpr std::size_t most_line_bytes = std::size_t{64} << 20, most_lines = 10'000'000;
constexpr std::size_t most_items = 4'000'000, most_candidates = 1'000'000, most_scores = 250'000'000;
constexpr std::size_t most_name_bytes = std::size_t{64} << 20;   // of all candidates

/// The lines of a file, plain or gzipped, of which no more than one is held.
class Lines {
 public:
  explicit Lines(const std::string& path) : path_(path), file_(nullptr, gzclose) {
    errno = 0;
    file_.reset(gzopen(path.c_str(), "rb"));
    if (!file_) throw UserError(fmt::format("{}: cannot read: {}", path, std::strerror(errno)));
  }

  /// The next line without its end; it lasts until the one after it is read. False: there is none.
  bool next(std::string_view& line) {
    std::size_t end = held_.find('\n', at_);
    if (end == std::string::npos) end = read_line();
    if (at_ == held_.size()) return false;
    if (++number_ > most_lines) throw UserError(fmt::format("{}: more than {} lines", where(), most_lines));
    line = std::string_view(held_).substr(at_, end - at_);
    at_ = std::min(end + 1, held_.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
  }

  std::string where() const { return fmt::format("{}:{}", path_, number_); }

 private:
  UserError at_next(std::string_view what) const { return UserError(fmt::format("{}:{}: {}", path_, number_ + 1, what)); }

  /// Reads on until a line begins at 0 and is whole, and gives its end.
  std::size_t read_line() {
    held_.erase(0, std::exchange(at_, 0));
    for (std::size_t seen = held_.size(); read_more(); seen = held_.size()) {
      const std::size_t end = std::min(held_.find('\n', seen), held_.size());
      if (end > most_line_bytes) throw at_next("a line of more than 64 MiB");
      if (end < held_.size()) return end;
    }
    return held_.size();
  }

  bool read_more() {
    const int got = gzread(file_.get(), chunk_.data(), static_cast<unsigned>(chunk_.size()));
    int code = Z_OK;
    const char* trouble = gzerror(file_.get(), &code);
    if (got < 0) throw at_next(fmt::format("cannot read: {}", trouble));
    if (got == 0 && code == Z_BUF_ERROR) throw at_next("cannot read: the compressed file is cut short");
    held_.append(chunk_, 0, static_cast<std::size_t>(got));
    return got > 0;
  }

  std::string path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
  std::string held_, chunk_ = std::string(1 << 16, '\0');
  std::size_t at_ = 0, number_ = 0;   // at_: where the next line begins in held_
};

/// Gives each cell of a line, which commas part, to take(). Names may be quoted, with "" for a quote; a score needs none.
template <class Take>
void each_cell(std::string_view line, Take take) {
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') cell += line[++i];
    else if (c == '"') quoted = !quoted;
    else if (c == ',' && !quoted) take(cell), cell.clear();
    else cell += c;
  }
  take(cell);
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

void take_header(std::string_view line, const std::string& where, std::vector<std::string>& items) {
  std::size_t number = 0;
  each_cell(line, [&](const std::string& name) {
    if (number++ == 0) return;   // stands above the candidates
    if (name.empty()) throw UserError(fmt::format("{}: item {} has no name", where, number - 1));
    if (number > most_items + 1) throw UserError(fmt::format("{}: more than {} items", where, most_items));
    items.push_back(name);
  });
  if (items.empty()) throw UserError(fmt::format("{}: a header with no items", where));
}

void take_row(std::string_view line, const CellRule& rule, const std::string& where, ScoreTable& table) {
  const std::size_t most = std::min(most_candidates, most_scores / table.items.size());
  if (table.candidates.size() == most)
    throw UserError(fmt::format("{}: more than {} candidates of {} items", where, most, table.items.size()));
  std::size_t cells = 0;
  each_cell(line, [&](const std::string&) { ++cells; });
  if (cells - 1 != table.items.size())
    throw UserError(fmt::format("{}: {} scores for {} items", where, cells - 1, table.items.size()));
  std::size_t number = 0;
  each_cell(line, [&](const std::string& cell) {
    if (number++ == 0) table.candidates.push_back(cell);
    else table.scores.push_back(figure_of(cell, rule, where, table.items[number - 2]));
  });
}

void refuse_twice(const std::vector<std::string>& names, const char* what, const std::string& path) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (const std::string& name : names)
    if (++seen[name] > 1) throw UserError(fmt::format("{}: {} \"{}\" comes twice", path, what, name));
}

ScoreTable read_table(const std::string& path, const CellRule& rule) {
  Lines lines(path);
  ScoreTable table;
  std::size_t name_bytes = 0;
  for (std::string_view line; lines.next(line);) {
    if (line.empty()) continue;
    if (table.items.empty()) {
      take_header(line, lines.where(), table.items);
      refuse_twice(table.items, "item", lines.where());
      continue;
    }
    take_row(line, rule, lines.where(), table);
    if ((name_bytes += table.candidates.back().size()) > most_name_bytes)
      throw UserError(fmt::format("{}: the candidates' names are longer than 64 MiB together", lines.where()));
  }
  if (table.candidates.empty()) throw UserError(fmt::format("{}: no candidates", path));
  refuse_twice(table.candidates, "candidate", path);
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
