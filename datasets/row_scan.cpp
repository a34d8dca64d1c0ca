#include "datasets/row_scan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "datasets/item_ids.hpp"
#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

using Kind = ItemCell::Kind;
constexpr std::size_t rows_to_suggest_from = 64;

std::string suggestion(std::string_view name, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return did_you_mean(name, views);
}

[[noreturn]] void complain_of_row(const ItemRows& rows, std::size_t at, std::string_view what) {
  throw UserError(fmt::format("{}: {}", rows.place(at), what));
}

bool is_whole_number(std::string_view text) { return text.find_first_not_of("-0123456789") == std::string_view::npos; }

}  // namespace

std::string plain_value(const ItemRows& rows, std::size_t at, const ItemRow& row, std::string_view column) {
  const std::uint32_t cell = row.find(0, column);
  if (cell == ItemRow::none) return "";
  const Kind kind = row.cells[cell].kind;
  if (kind == Kind::list || kind == Kind::map)
    complain_of_row(rows, at, fmt::format("field \"{}\" must be text, a number, true or false", column));
  return std::string(row.cells[cell].text);
}

void RowScan::need(const TextTemplate& text, std::string user) {
  templates_.push_back({&text, std::move(user), text.new_trail(), true});
}

void RowScan::allow(const TextTemplate& text) { templates_.push_back({&text, "", text.new_trail(), false}); }

void RowScan::allow_column(NamedColumn column) { columns_.push_back({std::move(column)}); }

void RowScan::ids(NamedColumn column, bool given) {
  id_ = Column{std::move(column)};
  id_given_ = given;
}

void RowScan::run() {
  if (id_) hashes_.reserve(rows_.size());
  for (std::size_t at = 0; at < rows_.size(); ++at) {
    const ItemRow& row = reader_.read(at);
    if (at < rows_to_suggest_from) note_names(row);
    if (id_) look_at_id(at, row);
    look_at(at, row);
  }
  refuse_unknown_names();
}

void RowScan::note_names(const ItemRow& row) {
  for (auto& name : row.names())
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(std::move(name));
}

void RowScan::look_at(std::size_t at, const ItemRow& row) {
  for (auto& column : columns_)
    if (row.find(0, column.named.name) != ItemRow::none) {
      plain_value(rows_, at, row, column.named.name);
      column.found = true;
    }
  for (auto& text : templates_)
    if (auto gap = text.text->render(row, text.strict, nullptr, &text.trail)) complain_of_gap(text, *gap, at, row);
}

// The first row decides whether ids are given or made up.
void RowScan::look_at_id(std::size_t at, const ItemRow& row) {
  const std::string& name = id_->named.name;
  const std::uint32_t cell = row.find(0, name);
  if (at == 0) has_ids_ = cell != ItemRow::none;
  if (id_given_ && !has_ids_) complain_of_name(id_->named.where, name, name);
  if (has_ids_ && cell == ItemRow::none)
    complain_of_row(rows_, at, fmt::format("no \"{}\", but line {} has one", name, rows_.line(0)));
  if (!has_ids_ && cell != ItemRow::none)
    complain_of_row(rows_, at, fmt::format("has \"{}\", but line {} has none", name, rows_.line(0)));
  if (!has_ids_) return hashes_.push_back(hash_id(std::to_string(at + 1)));
  const ItemCell& id = row.cells[cell];
  if (id.kind != Kind::text && (id.kind != Kind::number || !is_whole_number(id.text)))
    complain_of_row(rows_, at, fmt::format("\"{}\" must be text or a whole number", name));
  if (id.text.empty()) complain_of_row(rows_, at, fmt::format("\"{}\" is empty", name));
  hashes_.push_back(hash_id(id.text));
}

bool RowScan::any_later_row_has(Template& text, const TemplateGap& gap, std::size_t at) {
  while (!text.trail.found[gap.part] && ++at < rows_.size()) {
    const ItemRow& row = reader_.read(at);
    if (at < rows_to_suggest_from) note_names(row);
    text.text->render(row, false, nullptr, &text.trail);
  }
  return text.trail.found[gap.part];
}

// A field that one row lacks is the row's fault, a field that all rows lack the template's.
void RowScan::complain_of_gap(Template& text, const TemplateGap& gap, std::size_t at, const ItemRow& row) {
  if (gap.is_null)
    complain_of_row(rows_, at, fmt::format("field \"{}\" is null, but {} uses it", gap.name, text.user));
  const std::vector<std::string> own = row.names();
  if (!any_later_row_has(text, gap, at)) complain_of_name(text.text->where(), "{{" + gap.name + "}}", gap.name);
  complain_of_row(rows_, at,
                  fmt::format("no field \"{}\", which {} uses{}", gap.name, text.user, suggestion(gap.name, own)));
}

void RowScan::complain_of_name(const std::string& where, std::string_view shown, std::string_view name) const {
  throw UserError(fmt::format("{}: {}: no such field in {}{}", where, shown, rows_.path(), suggestion(name, names_)));
}

void RowScan::refuse_unknown_names() const {
  for (const auto& column : columns_)
    if (!column.found) complain_of_name(column.named.where, column.named.name, column.named.name);
  for (const auto& text : templates_)
    for (const auto& name : text.text->never_found(text.trail))
      complain_of_name(text.text->where(), "{{" + name + "}}", name);
}

}  // namespace shortlist
