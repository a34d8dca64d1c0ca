// Readers against arbitrary bytes, and against writers of their own here.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "datasets/item_rows.hpp"
#include "datasets/text_template.hpp"
#include "scratch.hpp"

namespace shortlist {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Text with the characters that formats stumble over.
rc::Gen<std::string> awkward_text() {
  const auto piece = rc::gen::element<std::string>("a", "\"", "\"\"", ",", "\n", "\r\n", "\r", "\\", "{{a}}", "é", "한",
                                                   "😀", " ", "\t", "\x01", "}", "]", "'", ":", "#", "-");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string text;
    for (const auto& each : pieces) text += each;
    return text;
  });
}

void read_everything(const std::string& path) {
  try {
    const ItemRows rows = ItemRows::read(path, "");
    ItemReader reader(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) reader.read(i);
  } catch (const UserError& error) {
    RC_ASSERT(std::string(error.what()) != "");
  }
}

const Scratch scratch;

RC_GTEST_PROP(RowsProperty, arbitrary_bytes_end_in_rows_or_a_complaint, (const std::string& bytes)) {
  for (const char* file : {"i.jsonl", "i.json", "i.csv", "i.yaml"}) read_everything(scratch.write(file, bytes));
}

RC_GTEST_PROP(RowsProperty, bytes_of_the_format_end_in_rows_or_a_complaint, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("[]{}{}\"\"\",:\\ \n\r0-.eatrue")));
  for (const char* file : {"i.jsonl", "i.json", "i.csv", "i.yaml"}) read_everything(scratch.write(file, bytes));
}

// A second opinion on what JSON is: nlohmann's.
RC_GTEST_PROP(RowsProperty, accepts_the_json_that_nlohmann_accepts, ()) {
  std::string text = Json(*rc::gen::arbitrary<std::map<std::string, std::vector<int>>>()).dump(
      -1, ' ', true, Json::error_handler_t::replace);
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = *rc::gen::elementOf(std::string("[]{}\",:\\ 0-.e1"));
  JsonRowReader reader;
  ItemRow row;
  const TextFile file = text_file(text, "");
  const std::string wrong = reader.read(file.text(), row);
  const bool refused_by_us_alone = wrong.find("twice") != wrong.npos || wrong.find("NUL") != wrong.npos;
  const Json theirs = Json::parse(text, nullptr, false);
  if (!refused_by_us_alone) RC_ASSERT(wrong.empty() == theirs.is_object());
  if (wrong.empty()) RC_ASSERT(cell_json(row, 0) == theirs);
}

std::string csv_field(const std::string& text, bool quoted) {
  if (!quoted && text.find_first_of("\",\r\n") == text.npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

RC_GTEST_PROP(RowsProperty, csv_round_trip, (bool quoted, bool crlf)) {
  const auto columns = *rc::gen::inRange<std::size_t>(1, 5);
  const auto rows = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::vector<std::string>>>(
      rc::gen::container<std::vector<std::string>>(columns, awkward_text())));
  std::string text;
  for (std::size_t c = 0; c < columns; ++c) text += (c ? ",c" : "c") + std::to_string(c);
  const bool quote = quoted || columns == 1;   // a lone empty field would be a blank line
  for (const auto& row : rows) {
    text += crlf ? "\r\n" : "\n";
    for (std::size_t c = 0; c < columns; ++c) text += (c ? "," : "") + csv_field(row[c], quote);
  }
  const ItemRows read = ItemRows::read(scratch.write("i.csv", text), "");
  ItemReader reader(read);
  RC_ASSERT(read.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t c = 0; c < columns; ++c)
      RC_ASSERT(reader.read(i).cells[c + 1].text == rows[i][c]);
}

RC_GTEST_PROP(RowsProperty, jsonl_and_json_round_trip, (bool ascii)) {
  const auto rows = *rc::gen::resize(15, rc::gen::nonEmpty(rc::gen::container<std::vector<Fields>>(
      rc::gen::container<Fields>(rc::gen::pair(awkward_text(), awkward_text())))));
  std::vector<Json> written;
  std::string lines, list;
  for (const auto& fields : rows) {
    Json row = Json::object();
    for (const auto& [name, text] : fields) row[name] = {text, -1.5, {{"k", nullptr}, {text, true}}};
    written.push_back(row);
    lines += row.dump(-1, ' ', ascii) + "\n";
    list += (list.empty() ? "[" : ",\n") + row.dump(2, ' ', ascii);
  }
  for (const auto& path : {scratch.write("i.jsonl", lines), scratch.write("i.json", list + "]")}) {
    const ItemRows read = ItemRows::read(path, "");
    ItemReader reader(read);
    RC_ASSERT(read.size() == written.size());
    for (std::size_t i = 0; i < written.size(); ++i) RC_ASSERT(cell_json(reader.read(i), 0) == written[i]);
  }
}

RC_GTEST_PROP(RowsProperty, arbitrary_text_is_a_template_or_a_complaint, ()) {
  const auto piece = rc::gen::element<std::string>("{{", "}}", "{", "}", "#", "^", "/", "a", "b", ".", " ", "\n", "=", ">", "&", "!");
  std::string text;
  for (const auto& each : *rc::gen::container<std::vector<std::string>>(piece)) text += each;
  const TextFile file = text_file(R"({"a":[{"b":1},"x"],"b":"{{a}}"})", "");
  JsonRowReader reader;
  ItemRow row;
  RC_ASSERT(reader.read(file.text(), row).empty());
  try {
    const auto parsed = TextTemplate::parse(text, "t");
    parsed.render_loosely(row);
    std::string strict;
    auto trail = parsed.new_trail();
    parsed.render(row, true, &strict, &trail);
  } catch (const UserError& error) {
    RC_ASSERT(std::string(error.what()).starts_with("t: "));
  }
}

// Values are never templates, whatever they hold.
RC_GTEST_PROP(RowsProperty, text_comes_out_of_a_template_as_it_went_in, ()) {
  const auto value = *awkward_text();
  const TextFile file = text_file(Json({{"a", value}}).dump(), "");
  JsonRowReader reader;
  ItemRow row;
  RC_ASSERT(reader.read(file.text(), row).empty());
  RC_ASSERT(TextTemplate::parse("<{{a}}|{{{a}}}|{{&a}}>", "t").render_loosely(row) ==
            "<" + value + "|" + value + "|" + value + ">");
}

}  // namespace
}  // namespace shortlist
