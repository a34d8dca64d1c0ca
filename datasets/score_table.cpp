#include "datasets/score_table.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
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

float score_of(const std::string& cell, const std::string& where, const std::string& item) {
  float value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (cell.empty()) throw UserError(fmt::format("{}: no score for item \"{}\"", where, item));
  if (error != std::errc{} || end != cell.data() + cell.size() || !(value >= 0 && value <= 1))
    throw UserError(fmt::format("{}: item \"{}\": expected a score in [0, 1], found \"{}\"", where, item, cell));
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

void take_row(std::string_view line, const std::string& where, ScoreTable& table) {
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
    else table.scores.push_back(score_of(cell, where, table.items[number - 2]));
  });
}

void refuse_twice(const std::vector<std::string>& names, const char* what, const std::string& path) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (const std::string& name : names)
    if (++seen[name] > 1) throw UserError(fmt::format("{}: {} \"{}\" comes twice", path, what, name));
}

}  // namespace

ScoreTable read_score_table(const std::string& path) {
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
    take_row(line, lines.where(), table);
    if ((name_bytes += table.candidates.back().size()) > most_name_bytes)
      throw UserError(fmt::format("{}: the candidates' names are longer than 64 MiB together", lines.where()));
  }
  if (table.candidates.empty()) throw UserError(fmt::format("{}: no candidates", path));
  refuse_twice(table.candidates, "candidate", path);
  return table;
}

}  // namespace shortlist
