#pragma once
// One row as templates see it: a flat tree of cells that point into the file's bytes, so that reading a row
// allocates nothing once its buffers have grown.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/types/json.hpp"

namespace shortlist {

struct ItemCell {
  enum class Kind : std::uint8_t { null, boolean, number, text, list, map };
  std::string_view name = {};   ///< the field's name; "" for an element of a list
  std::string_view text = {};   ///< text unescaped; numbers, true and false as they were written
  std::uint32_t end = 0;         ///< index after the last cell below this one
  Kind kind = Kind::null;
};

/// Cells in order of the file, parents first: cells[0] is the row's map, the children of cell i are i + 1,
/// cells[i + 1].end, ... up to cells[i].end. Lives as long as the file and the reader that filled it, until its next row.
struct ItemRow {
  static constexpr std::uint32_t none = UINT32_MAX;
  std::vector<ItemCell> cells;

  void clear() { cells.clear(); }
  /// The child of this name of a map, or none. The first counts; readers refuse a second.
  std::uint32_t find(std::uint32_t map, std::string_view name) const;
  std::vector<std::string> names() const;   ///< of the row's own fields, in order
};

/// Text for a prompt: text as it is, null is "", all else as JSON with numbers as they were written.
void append_text(const ItemRow& row, std::uint32_t cell, std::string& out);
/// The value itself.
Json cell_json(const ItemRow& row, std::uint32_t cell);
/// Text as a JSON string, quotes included.
void append_quoted(std::string_view text, std::string& out);
/// A number as JSON (RFC 8259) writes it.
bool is_json_number(std::string_view text);

}  // namespace shortlist
