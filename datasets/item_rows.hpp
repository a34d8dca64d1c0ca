#pragma once
// The rows of one file (JSONL, JSON, CSV, YAML) or of an inline list: its bytes once and eight bytes a row.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/csv_row.hpp"
#include "datasets/item_row.hpp"
#include "datasets/json_row.hpp"
#include "datasets/text_file.hpp"
#include "harness/config/tree.hpp"

namespace shortlist {

/// Immutable, so any thread may read it (each with an ItemReader of its own). Knows where rows begin, not whether each
/// is well-formed: that shows when it is read.
class ItemRows {
 public:
  /// By the file's ending. Throws UserError; `where` is for a file that cannot be read or has another ending.
  static ItemRows read(const std::string& path, const std::string& where);
  /// A YAML list of maps; each is kept as a line of JSON.
  static ItemRows from_list(const Node& list);

  std::size_t size() const { return offsets_.size(); }
  const std::string& path() const { return file_.path; }
  std::size_t line(std::size_t row) const;         ///< from 1; walks the file
  std::string place(std::size_t row) const;        ///< "items.jsonl:41"
  std::string_view bytes(std::size_t row) const;   ///< as they stand in the file, line break included
  bool is_csv() const { return !header_.empty(); }
  const std::vector<std::string>& header() const { return header_; }   ///< CSV's columns

 private:
  TextFile file_;
  std::vector<std::uint64_t> offsets_;
  std::vector<std::uint64_t> ends_;    // JSON lists only; else a row ends where the next begins
  std::vector<std::uint32_t> lines_;   // where they cannot be counted (YAML) or need not be (JSON)
  std::vector<std::string> header_;
};

/// Reads rows one after the other into buffers that it keeps; one a thread. REQUIRES: the rows outlive it.
class ItemReader {
 public:
  explicit ItemReader(const ItemRows& rows) : rows_(rows), csv_(rows.header()) {}
  /// Valid until the next call. Throws UserError "items.jsonl:41: ...".
  const ItemRow& read(std::size_t row);

 private:
  const ItemRows& rows_;
  CsvRowReader csv_;
  JsonRowReader json_;
  ItemRow row_;
};

}  // namespace shortlist
