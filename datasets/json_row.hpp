#pragma once
// JSON -> rows, with simdjson's DOM, which takes the machine's own vector instructions at run time (its on-demand reader
// takes those that were known at compile time: none). Rows stay where they are in the file's bytes.
#include <simdjson.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/item_row.hpp"
#include "datasets/text_file.hpp"

namespace shortlist {

inline constexpr std::size_t max_row_bytes = std::size_t{16} << 20;
inline constexpr std::size_t max_row_depth = 64;

/// Reads one object after the other. simdjson's buffers are dear to make: a reader borrows them from its thread.
class JsonRowReader {
 public:
  JsonRowReader();
  ~JsonRowReader();
  JsonRowReader(const JsonRowReader&) = delete;
  JsonRowReader& operator=(const JsonRowReader&) = delete;
  /// Fills `row` from one JSON object. "" if all is well, else what is wrong with it.
  /// REQUIRES: text is UTF-8, and TextFile::padding bytes after it may be read.
  std::string read(std::string_view text, ItemRow& row);

 private:
  std::unique_ptr<simdjson::dom::parser> parser_;
};

/// Where each row of a JSONL file begins; blank lines are no rows. Throws UserError for a line beyond max_row_bytes.
std::vector<std::uint64_t> index_jsonl(const TextFile& file);

/// Index after a JSON text whose opening quote stands at `at`; never beyond the end.
std::size_t after_json_text(std::string_view json, std::size_t at);

}  // namespace shortlist
