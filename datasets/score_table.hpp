#pragma once
// A recorded table of figures: a row a candidate, a column an item. What `shortlist simulate` replays.
#include <string>
#include <vector>

namespace shortlist {

struct ScoreTable {
  std::vector<std::string> candidates, items;
  std::vector<float> scores;   ///< row after row

  float at(std::size_t candidate, std::size_t item) const { return scores[candidate * items.size() + item]; }
};

/// What an empty cell of a score table stands for: a mistake, or an answer that never came and counts as 0.
enum class EmptyCell { refused, zero };

/// Reads CSV, plain or gzipped: a header (the first cell is free), then rows of a name and one score in [0, 1] an item.
/// Throws UserError with file:line for missing or surplus cells, scores that are no numbers in [0, 1], names that come
/// twice, and tables without rows or items.
/// Bounds, whatever a gzip may unfold to: 64 MiB a line, 10,000,000 lines, 4,000,000 items, 1,000,000 candidates with 64
/// MiB of names, 250,000,000 scores (1 GB). What is beyond is refused, with file:line, as soon as it has been read.
ScoreTable read_score_table(const std::string& path, EmptyCell empty = EmptyCell::refused);

/// The same of amounts >= 0: USD a call, milliseconds. The rows and columns are those of `like`, which may come in
/// another order in the file; a table of other candidates or items is a UserError.
ScoreTable read_amount_table(const std::string& path, const ScoreTable& like);

}  // namespace shortlist
