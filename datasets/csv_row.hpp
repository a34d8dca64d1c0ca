#pragma once
// CSV (RFC 4180) -> rows. A header row names the columns; fields are text. Quotes, doubled quotes, line breaks in quotes,
// LF and CRLF are understood; blank lines are no rows.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/item_row.hpp"
#include "datasets/text_file.hpp"

namespace shortlist {

struct CsvIndex {
  std::vector<std::string> header;
  std::vector<std::uint64_t> offsets;   ///< where each row begins
};
/// Finds the rows. Throws UserError "items.csv:41: ..." for bad quoting, a bad header, a row beyond max_row_bytes.
CsvIndex index_csv(const TextFile& file);

/// Reads one row after the other; one reader a thread.
class CsvRowReader {
 public:
  /// `header` outlives the reader.
  explicit CsvRowReader(const std::vector<std::string>& header) : header_(header) {}
  /// Fills `row` from the record at the front of `text`. "" if all is well, else what is wrong with it.
  std::string read(std::string_view text, ItemRow& row);

 private:
  const std::vector<std::string>& header_;
  std::string unescaped_;   // fields with doubled quotes
};

}  // namespace shortlist
