#include "datasets/json_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

using Kind = ItemCell::Kind;
namespace dom = simdjson::dom;

thread_local std::vector<std::unique_ptr<dom::parser>> spare_parsers;   // as many as readers lived at once

// The numbers of valid JSON as they were written, in order: simdjson keeps their figures only.
class NumberTexts {
 public:
  explicit NumberTexts(std::string_view json) : json_(json) {}

  std::string_view next() {
    while (json_[at_] != '-' && (json_[at_] < '0' || json_[at_] > '9'))
      at_ = json_[at_] == '"' ? after_json_text(json_, at_) : at_ + 1;
    const std::size_t begin = at_;
    at_ = std::min(json_.find_first_of(",]} \t\r\n", at_), json_.size());
    return json_.substr(begin, at_ - begin);
  }

 private:
  std::string_view json_;
  std::size_t at_ = 0;
};

// Fills a row from simdjson's values. The first problem is kept; what follows it does not matter.
class Filler {
 public:
  Filler(std::string_view json, ItemRow& row) : numbers_(json), row_(row) {}
  std::string problem;

  void add(std::string_view name, const dom::element& value, std::size_t depth) {
    if (depth > max_row_depth) problem = fmt::format("nested deeper than {}", max_row_depth);
    if (!problem.empty()) return;
    refuse_nul(name);
    const auto at = static_cast<std::uint32_t>(row_.cells.size());
    row_.cells.push_back({.name = name});
    switch (value.type()) {
      case dom::element_type::OBJECT: add_object(at, value, depth); break;
      case dom::element_type::ARRAY: add_list(at, value, depth); break;
      default: row_.cells[at] = scalar(name, value);
    }
    row_.cells[at].end = static_cast<std::uint32_t>(row_.cells.size());
  }

 private:
  void add_object(std::uint32_t at, const dom::element& value, std::size_t depth) {
    row_.cells[at].kind = Kind::map;
    dom::object object;
    if (value.get(object)) return;
    for (const auto field : object) add(field.key, field.value, depth + 1);
    row_.cells[at].end = static_cast<std::uint32_t>(row_.cells.size());
    refuse_twins(at);
  }

  void add_list(std::uint32_t at, const dom::element& value, std::size_t depth) {
    row_.cells[at].kind = Kind::list;
    dom::array list;
    if (value.get(list)) return;
    for (const auto element : list) add("", element, depth + 1);
  }

  ItemCell scalar(std::string_view name, const dom::element& value) {
    switch (value.type()) {
      case dom::element_type::NULL_VALUE: return {.name = name, .kind = Kind::null};
      case dom::element_type::BOOL:
        return {.name = name, .text = value.get_bool().value_unsafe() ? "true" : "false", .kind = Kind::boolean};
      case dom::element_type::STRING: {
        const std::string_view text = value.get_string().value_unsafe();
        refuse_nul(text);
        return {.name = name, .text = text, .kind = Kind::text};
      }
      default: return {.name = name, .text = numbers_.next(), .kind = Kind::number};
    }
  }

  void refuse_nul(std::string_view text) {
    if (!text.empty() && std::memchr(text.data(), 0, text.size())) problem = "a NUL character (\\u0000)";
  }

  // Few fields are compared in pairs; many are sorted, so that no row takes quadratic time.
  void refuse_twins(std::uint32_t map) {
    names_.clear();
    for (std::uint32_t child = map + 1; child < row_.cells[map].end; child = row_.cells[child].end)
      names_.push_back(row_.cells[child].name);
    if (names_.size() > 16) std::sort(names_.begin(), names_.end());
    for (auto name = names_.begin(); name != names_.end(); ++name) {
      const auto before = names_.size() > 16 && name != names_.begin() ? name - 1 : names_.begin();
      if (std::find(before, name, *name) != name) problem = fmt::format("field \"{}\" twice", *name);
    }
  }

  NumberTexts numbers_;
  ItemRow& row_;
  std::vector<std::string_view> names_;
};

std::string explain(simdjson::error_code error) {
  switch (error) {
    case simdjson::STRING_ERROR: return "not JSON: a bad escape in a text";
    case simdjson::UNCLOSED_STRING: return "not JSON: a text is not closed";
    case simdjson::UNESCAPED_CHARS: return "not JSON: an unescaped control character in a text";
    case simdjson::NUMBER_ERROR: return "not JSON: a number is malformed or beyond 64 bits";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR: return "not JSON: null, true or false is misspelt";
    case simdjson::DEPTH_ERROR: return fmt::format("nested deeper than {}", max_row_depth);
    default: return "not JSON";
  }
}

[[noreturn]] void complain_at(const TextFile& file, std::size_t offset, std::string_view what) {
  throw UserError(fmt::format("{}:{}: {}", file.path, file.line_of(offset), what));
}

}  // namespace

std::size_t after_json_text(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at)
    if (json[at] == '\\') ++at;
  return std::min(at + 1, json.size());
}

JsonRowReader::JsonRowReader() {
  if (spare_parsers.empty()) {
    parser_ = std::make_unique<dom::parser>();
    return;
  }
  parser_ = std::move(spare_parsers.back());
  spare_parsers.pop_back();
}

JsonRowReader::~JsonRowReader() { spare_parsers.push_back(std::move(parser_)); }

std::string JsonRowReader::read(std::string_view text, ItemRow& row) {
  row.clear();
  dom::element value;
  if (const auto error = parser_->parse(text.data(), text.size(), false).get(value)) return explain(error);
  if (!value.is_object()) return "not a JSON object";
  Filler filler(text, row);
  filler.add("", value, 1);
  return std::move(filler.problem);
}

std::vector<std::uint64_t> index_jsonl(const TextFile& file) {
  const std::string_view text = file.text();
  std::vector<std::uint64_t> offsets;
  offsets.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
  for (std::size_t begin = file.start; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end - begin > max_row_bytes) complain_at(file, begin, "longer than 16 MiB");
    if (text.find_first_not_of(" \t\r", begin) < end) offsets.push_back(begin);
    begin = end + 1;
  }
  return offsets;
}

}  // namespace shortlist
