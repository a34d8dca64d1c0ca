#include "datasets/csv_row.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "datasets/json_row.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

struct Scan {
  std::size_t at = 0;            // after the record, or where it went wrong
  std::string_view wrong = {};
};

bool ends_plain_field(char c) { return c == ',' || c == '\n' || c == '\r' || c == '"'; }

// After an opening quote: the place of the closing one, or npos. `doubled`: there are doubled quotes between.
std::size_t closing_quote(std::string_view text, std::size_t at, bool& doubled) {
  for (;;) {
    at = text.find('"', at);
    if (at == std::string_view::npos || at + 1 == text.size() || text[at + 1] != '"') return at;
    doubled = true;
    at += 2;
  }
}

// One record from `at` on; gives each field, with doubled quotes still in it, to on_field(text, doubled).
template <class OnField>
Scan scan_record(std::string_view text, std::size_t at, OnField on_field) {
  for (;;) {
    if (at < text.size() && text[at] == '"') {
      bool doubled = false;
      const std::size_t end = closing_quote(text, at + 1, doubled);
      if (end == std::string_view::npos) return {at, "a quote is opened here and never closed"};
      on_field(text.substr(at + 1, end - at - 1), doubled);
      at = end + 1;
    } else {
      const std::size_t begin = at;
      while (at < text.size() && !ends_plain_field(text[at])) ++at;
      on_field(text.substr(begin, at - begin), false);
    }
    if (at == text.size()) return {at};
    if (text[at] == '\n') return {at + 1};
    if (text.substr(at, 2) == "\r\n") return {at + 2};
    if (text[at] == '\r') return {at, "a carriage return without a line feed"};
    if (text[at] == '"') return {at, "a quote inside of a field; put the field in quotes and double it"};
    if (text[at] != ',') return {at, "text after a closing quote; a quote inside of a field is doubled"};
    ++at;
  }
}

[[noreturn]] void complain_at(const TextFile& file, std::size_t offset, std::string_view what) {
  throw UserError(fmt::format("{}:{}: {}", file.path, file.line_of(offset), what));
}

std::size_t skip_blank_lines(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == '\n' || text.substr(at, 2) == "\r\n")) at += text[at] == '\n' ? 1 : 2;
  return at;
}

void append_unescaped(std::string_view field, std::string& out) {
  for (std::size_t i = 0; i < field.size(); ++i) {
    out += field[i];
    if (field[i] == '"') ++i;
  }
}

std::size_t read_header(const TextFile& file, std::size_t at, std::vector<std::string>& header) {
  const Scan scan = scan_record(file.text(), at, [&](std::string_view field, bool) {
    append_unescaped(field, header.emplace_back());
  });
  if (!scan.wrong.empty()) complain_at(file, scan.at, scan.wrong);
  for (auto name = header.begin(); name != header.end(); ++name) {
    if (name->empty()) complain_at(file, at, fmt::format("column {} of the header has no name", name - header.begin() + 1));
    if (std::find(header.begin(), name, *name) != name)
      complain_at(file, at, fmt::format("column \"{}\" twice in the header", *name));
  }
  return scan.at;
}

}  // namespace

CsvIndex index_csv(const TextFile& file) {
  const std::string_view text = file.text();
  CsvIndex index;
  std::size_t at = read_header(file, skip_blank_lines(text, file.start), index.header);
  index.offsets.reserve(static_cast<std::size_t>(std::count(text.begin() + at, text.end(), '\n')) + 1);
  while ((at = skip_blank_lines(text, at)) < text.size()) {
    const Scan scan = scan_record(text, at, [](std::string_view, bool) {});
    if (!scan.wrong.empty()) complain_at(file, scan.at, scan.wrong);
    if (scan.at - at > max_row_bytes) complain_at(file, at, "longer than 16 MiB");
    index.offsets.push_back(at);
    at = scan.at;
  }
  return index;
}

std::string CsvRowReader::read(std::string_view text, ItemRow& row) {
  row.clear();
  row.cells.push_back({.kind = ItemCell::Kind::map});
  unescaped_.clear();
  std::size_t fields = 0;
  scan_record(text, 0, [&](std::string_view field, bool doubled) {
    if (fields++ >= header_.size()) return;
    if (doubled) {
      if (unescaped_.capacity() < text.size()) unescaped_.reserve(text.size());   // views into it must stay
      const std::size_t begin = unescaped_.size();
      append_unescaped(field, unescaped_);
      field = std::string_view(unescaped_).substr(begin);
    }
    const auto end = static_cast<std::uint32_t>(row.cells.size() + 1);
    row.cells.push_back({header_[fields - 1], field, end, ItemCell::Kind::text});
  });
  row.cells[0].end = static_cast<std::uint32_t>(row.cells.size());
  if (fields == header_.size()) return "";
  return fmt::format("{} field{}, but the header has {}", fields, fields == 1 ? "" : "s", header_.size());
}

}  // namespace shortlist
