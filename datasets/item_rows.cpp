#include "datasets/item_rows.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "datasets/json_list.hpp"
#include "harness/config/scalar.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

void append_scalar(const Scalar& scalar, const Node& node, std::string& out) {
  const Meaning what = meaning(scalar);
  if (what == Meaning::text || what == Meaning::not_finite) append_quoted(scalar.text, out);
  else if (is_json_number(scalar.text)) out += scalar.text;
  else out += to_json(node).dump();
}

void append_json(const Node& node, std::string& out);

void append_map(const Map& map, std::string& out) {
  out += '{';
  for (const auto& entry : map) {
    if (&entry != &map.front()) out += ',';
    append_quoted(entry.key, out);
    out += ':';
    append_json(entry.node, out);
  }
  out += '}';
}

void append_json(const Node& node, std::string& out) {
  if (auto* scalar = std::get_if<Scalar>(&node.value)) append_scalar(*scalar, node, out);
  else if (auto* map = std::get_if<Map>(&node.value)) append_map(*map, out);
  else if (auto* list = std::get_if<List>(&node.value)) {
    out += '[';
    for (const auto& item : *list) {
      if (&item != &list->front()) out += ',';
      append_json(item, out);
    }
    out += ']';
  } else {
    out += "null";
  }
}

std::string_view ending(std::string_view path) {
  const std::size_t dot = path.find_last_of("./");
  return dot == std::string_view::npos || path[dot] == '/' ? "" : path.substr(dot);
}

}  // namespace

ItemRows ItemRows::from_list(const Node& node) {
  const auto* list = std::get_if<List>(&node.value);
  if (!list) complain(node.place, "", "not a list of rows");
  if (list->empty()) complain(node.place, "", "no rows");
  ItemRows rows;
  std::string text;
  for (const auto& item : *list) {
    if (!std::holds_alternative<Map>(item.value)) complain(item.place, "", "not a map of fields");
    rows.offsets_.push_back(text.size());
    rows.lines_.push_back(item.place.line);
    append_json(item, text);
    text += '\n';
  }
  rows.file_ = text_file(text, *node.place.file);
  return rows;
}

ItemRows ItemRows::read(const std::string& path, const std::string& where) {
  const std::string_view kind = ending(path);
  if (kind == ".yaml" || kind == ".yml") return from_list(read_tree(path));
  if (kind != ".jsonl" && kind != ".csv" && kind != ".json")
    throw UserError(fmt::format("{}: \"{}\" is none of .jsonl, .csv, .json, .yaml", where, path));
  ItemRows rows;
  rows.file_ = read_text_file(path, where);
  if (kind == ".jsonl") {
    rows.offsets_ = index_jsonl(rows.file_);
  } else if (kind == ".csv") {
    CsvIndex index = index_csv(rows.file_);
    rows.offsets_ = std::move(index.offsets);
    rows.header_ = std::move(index.header);
  } else {
    JsonListIndex index = index_json_list(rows.file_);
    rows.offsets_ = std::move(index.begins);
    rows.ends_ = std::move(index.ends);
    rows.lines_ = std::move(index.lines);
  }
  if (rows.offsets_.empty()) throw UserError(fmt::format("{}: no rows", path));
  return rows;
}

std::size_t ItemRows::line(std::size_t row) const {
  return lines_.empty() ? file_.line_of(offsets_[row]) : lines_[row];
}

std::string ItemRows::place(std::size_t row) const { return fmt::format("{}:{}", path(), line(row)); }

std::string_view ItemRows::bytes(std::size_t row) const {
  std::size_t end = row + 1 < offsets_.size() ? offsets_[row + 1] : file_.size;
  if (!ends_.empty()) end = ends_[row];
  return file_.text().substr(offsets_[row], end - offsets_[row]);
}

const ItemRow& ItemReader::read(std::size_t row) {
  const std::string wrong = rows_.is_csv() ? csv_.read(rows_.bytes(row), row_) : json_.read(rows_.bytes(row), row_);
  if (!wrong.empty()) throw UserError(fmt::format("{}: {}", rows_.place(row), wrong));
  return row_;
}

}  // namespace shortlist
