#pragma once
// The one pass over all rows before anybody is asked: every row is well-formed, has what the prompt needs and an id of
// its own, and every name that the suite uses exists.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/item_rows.hpp"
#include "datasets/text_template.hpp"

namespace shortlist {

/// A field that the suite names outside of templates, and where it does so.
struct NamedColumn { std::string name, where; };

/// The text of an id, tag or cluster; throws UserError for a list or a map. A missing or null field is "".
std::string plain_value(const ItemRows& rows, std::size_t at, const ItemRow& row, std::string_view column);

class RowScan {
 public:
  explicit RowScan(const ItemRows& rows) : rows_(rows), reader_(rows) {}

  /// Every row must have its variables' fields. `user` is who uses them, for complaints: "the prompt". The template
  /// outlives the scan.
  void need(const TextTemplate& text, std::string user);
  /// Some row must have each of its fields.
  void allow(const TextTemplate& text);
  void allow_column(NamedColumn column);
  /// Ids come from this column; `given`: the suite names it, so it must exist. Without a call ids are not looked at.
  void ids(NamedColumn column, bool given);

  /// Throws UserError for the first row or name that is wrong.
  void run();

  bool has_ids() const { return has_ids_; }
  /// After run(), where ids() was called: a hash of each row's id; also of the made-up "1", "2", ...
  std::vector<std::uint64_t> take_hashes() { return std::move(hashes_); }

 private:
  struct Template { const TextTemplate* text; std::string user; TemplateTrail trail; bool strict; };
  struct Column { NamedColumn named; bool found = false; };

  void look_at(std::size_t at, const ItemRow& row);
  void look_at_id(std::size_t at, const ItemRow& row);
  void note_names(const ItemRow& row);
  bool any_later_row_has(Template& text, const TemplateGap& gap, std::size_t at);
  [[noreturn]] void complain_of_gap(Template& text, const TemplateGap& gap, std::size_t at, const ItemRow& row);
  [[noreturn]] void complain_of_name(const std::string& where, std::string_view shown, std::string_view name) const;
  void refuse_unknown_names() const;

  const ItemRows& rows_;
  ItemReader reader_;
  std::vector<Template> templates_;
  std::vector<Column> columns_;
  std::optional<Column> id_;
  bool id_given_ = false, has_ids_ = false;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::string> names_;   // of the first rows' fields, to suggest from
};

}  // namespace shortlist
