#include "datasets/item_row.hpp"

#include <fmt/format.h>

#include <cctype>
#include <iterator>

namespace shortlist {
namespace {

using Kind = ItemCell::Kind;

void append_json(const ItemRow& row, std::uint32_t at, std::string& out) {
  const ItemCell& cell = row.cells[at];
  if (cell.kind == Kind::null) out += "null";
  else if (cell.kind == Kind::text) append_quoted(cell.text, out);
  else if (cell.kind == Kind::boolean || cell.kind == Kind::number) out += cell.text;
  else {
    const bool list = cell.kind == Kind::list;
    out += list ? '[' : '{';
    for (std::uint32_t child = at + 1; child < cell.end; child = row.cells[child].end) {
      if (child > at + 1) out += ',';
      if (!list) append_quoted(row.cells[child].name, out), out += ':';
      append_json(row, child, out);
    }
    out += list ? ']' : '}';
  }
}

std::string_view escape_of(char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return "";
  }
}

bool skip_digits(std::string_view& text) {
  const std::size_t before = text.size();
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') text.remove_prefix(1);
  return text.size() < before;
}

bool skip(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::uint32_t ItemRow::find(std::uint32_t map, std::string_view name) const {
  if (cells[map].kind != Kind::map) return none;
  for (std::uint32_t child = map + 1; child < cells[map].end; child = cells[child].end)
    if (cells[child].name == name) return child;
  return none;
}

std::vector<std::string> ItemRow::names() const {
  std::vector<std::string> names;
  for (std::uint32_t child = 1; child < cells[0].end; child = cells[child].end) names.emplace_back(cells[child].name);
  return names;
}

void append_text(const ItemRow& row, std::uint32_t cell, std::string& out) {
  if (row.cells[cell].kind == Kind::text) out += row.cells[cell].text;
  else if (row.cells[cell].kind != Kind::null) append_json(row, cell, out);
}

Json cell_json(const ItemRow& row, std::uint32_t at) {
  const ItemCell& cell = row.cells[at];
  switch (cell.kind) {
    case Kind::null: return nullptr;
    case Kind::boolean: return cell.text == "true";
    case Kind::number: return Json::parse(cell.text);   // checked when the row was read
    case Kind::text: return cell.text;
    default: break;
  }
  Json value = cell.kind == Kind::list ? Json::array() : Json::object();
  for (std::uint32_t child = at + 1; child < cell.end; child = row.cells[child].end) {
    if (cell.kind == Kind::list) value.push_back(cell_json(row, child));
    else value[std::string(row.cells[child].name)] = cell_json(row, child);
  }
  return value;
}

void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    const std::string_view escape = escape_of(c);
    if (!escape.empty()) out += escape;
    else if (static_cast<unsigned char>(c) < 0x20) fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    else out += c;
  }
  out += '"';
}

bool is_json_number(std::string_view text) {
  skip(text, "-");
  if (!skip(text, "0") && !skip_digits(text)) return false;
  if (skip(text, ".") && !skip_digits(text)) return false;
  if (skip(text, "eE")) {
    skip(text, "+-");
    if (!skip_digits(text)) return false;
  }
  return text.empty();
}

}  // namespace shortlist
