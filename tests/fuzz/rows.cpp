// Input: "l" (JSONL), "c" (CSV) or "j" (a JSON list), then the file of rows. Only complaints come out; a row written
// as JSON reads the same again.
#include "datasets/csv_row.hpp"
#include "datasets/json_list.hpp"
#include "datasets/json_row.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

std::string told(const ItemRow& row) {
  std::string text;
  append_text(row, 0, text);
  return text;
}

void check(const ItemRow& row) {
  require(!row.cells.empty() && row.cells[0].end == row.cells.size(), "the first cell holds all");
  const std::string text = told(row);
  ItemRow again;
  JsonRowReader reader;
  const TextFile copy = text_file(text, "copy");
  require(reader.read(copy.text(), again).empty(), "a row written as JSON is read");
  require(told(again) == text, "a row written as JSON reads the same");
  require(cell_json(again, 0) == cell_json(row, 0), "it has the same values");
  for (const std::string& name : row.names()) require(row.find(0, name) != ItemRow::none, "a field is found by its name");
}

void read_csv(const TextFile& file) {
  const CsvIndex index = index_csv(file);
  CsvRowReader reader(index.header);
  ItemRow row;
  for (std::size_t i = 0; i < index.offsets.size(); ++i) {
    const std::size_t end = i + 1 < index.offsets.size() ? index.offsets[i + 1] : file.size;
    if (reader.read(file.text().substr(index.offsets[i], end - index.offsets[i]), row).empty()) check(row);
  }
}

void read_jsonl(const TextFile& file) {
  JsonRowReader reader;
  ItemRow row;
  const auto offsets = index_jsonl(file);
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    const std::size_t end = i + 1 < offsets.size() ? offsets[i + 1] : file.size;
    if (reader.read(file.text().substr(offsets[i], end - offsets[i]), row).empty()) check(row);
  }
}

void read_list(const TextFile& file) {
  JsonRowReader reader;
  ItemRow row;
  const JsonListIndex index = index_json_list(file);
  for (std::size_t i = 0; i < index.begins.size(); ++i)
    if (reader.read(file.text().substr(index.begins[i], index.ends[i] - index.begins[i]), row).empty()) check(row);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes = text_of(data, size).substr(1);
  accepts([&] {
    const TextFile file = text_file(bytes, "rows");
    data[0] == 'c' ? read_csv(file) : data[0] == 'j' ? read_list(file) : read_jsonl(file);
  });
  return 0;
}
