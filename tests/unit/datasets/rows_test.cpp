// Rows of every format: what comes out of good files, and the word that bad ones get.
#include <gtest/gtest.h>

#include "datasets/item_rows.hpp"
#include "scratch.hpp"

namespace shortlist {
namespace {

struct Good { std::string name, file, text, rows; };

// All rows as JSON, one a line.
std::string read_all(const std::string& path) {
  const ItemRows rows = ItemRows::read(path, "suite.yaml:2:8 items");
  ItemReader reader(rows);
  std::string out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    append_text(reader.read(i), 0, out);
    out += '\n';
  }
  return out;
}

TEST(Rows, good_files) {
  const std::string json_rows = "{\"id\":\"a\",\"n\":1.10}\n{\"id\":\"b\",\"n\":-0}\n";
  const Good table[] = {
      {"lines", "i.jsonl", "{\"id\": \"a\", \"n\": 1.10}\n{\"id\": \"b\", \"n\": -0}\n", json_rows},
      {"no line break at the end", "i.jsonl", "{\"id\": \"a\", \"n\": 1.10}\n{\"id\": \"b\", \"n\": -0}", json_rows},
      {"CRLF, blank lines, mark", "i.jsonl", "\xEF\xBB\xBF{\"id\":\"a\",\"n\":1.10}\r\n \r\n\n{\"id\":\"b\",\"n\":-0}\r\n", json_rows},
      {"a list over many lines", "i.json", "[\n {\"id\":\n\"a\", \"n\": 1.10},\n {\"id\": \"b\", \"n\":-0 } ]\n", json_rows},
      {"YAML", "i.yaml", "- {id: a, n: 1.10}\n- id: b\n  n: -0\n", json_rows},
      {"YAML's plain words", "i.yml", "- {a: true, b: null, c: no, d: '7', e: 007, f: .5, g: [1, {h: x}]}\n",
       "{\"a\":true,\"b\":null,\"c\":\"no\",\"d\":\"7\",\"e\":\"007\",\"f\":0.5,\"g\":[1,{\"h\":\"x\"}]}\n"},
      {"numbers as written", "i.jsonl", "{\"a\":[1e3,1E+2,12345678901234567890,0.10],\"b\":{\"c\":\"1\",\"2\":-7}}",
       "{\"a\":[1e3,1E+2,12345678901234567890,0.10],\"b\":{\"c\":\"1\",\"2\":-7}}\n"},
      {"escapes", "i.jsonl", "{\"a\":\"\\u00e9\\ud83d\\ude00\\n\\\"\\u0001\\/\"}", "{\"a\":\"é😀\\n\\\"\\u0001/\"}\n"},
      {"emoji pairs in a list", "i.json", "[{\"a\":\"\\ud83d\\ude00 }]\"}]", "{\"a\":\"😀 }]\"}\n"},
      {"CSV", "i.csv", "id,n\na,1.10\nb,\n", "{\"id\":\"a\",\"n\":\"1.10\"}\n{\"id\":\"b\",\"n\":\"\"}\n"},
      {"CSV with all it may have", "i.csv", "\xEF\xBB\xBF\"id\",\"the \"\"n\"\"\"\r\na,\"1,\"\"2\"\"\r\n3\"\r\n\r\n\"\",x",
       "{\"id\":\"a\",\"the \\\"n\\\"\":\"1,\\\"2\\\"\\r\\n3\"}\n{\"id\":\"\",\"the \\\"n\\\"\":\"x\"}\n"},
      {"CSV of one column", "i.csv", "q\n\n\"\"\nx\n", "{\"q\":\"\"}\n{\"q\":\"x\"}\n"},
  };
  const Scratch scratch;
  for (const auto& row : table) EXPECT_EQ(read_all(scratch.write(row.file, row.text)), row.rows) << row.name;
}

struct Bad { std::string name, file, text, complaint; };

TEST(Rows, bad_files) {
  const std::string good = "{\"a\":1}\n";
  const Bad table[] = {
      {"empty", "i.jsonl", "", "i.jsonl: the file is empty"},
      {"blank", "i.jsonl", "\xEF\xBB\xBF \n\t\r\n", "i.jsonl: the file is empty"},
      {"not JSON", "i.jsonl", good + "\n{\"a\" 1}\n", "i.jsonl:3: not JSON"},
      {"cut off", "i.jsonl", good + "{\"a\":", "i.jsonl:2: not JSON"},
      {"open text", "i.jsonl", good + "{\"a\":\"x}\n", "i.jsonl:2: not JSON: a text is not closed"},
      {"raw tab", "i.jsonl", good + "{\"a\":\"x\ty\"}", "i.jsonl:2: not JSON: an unescaped control character in a text"},
      {"bad escape", "i.jsonl", "{\"a\":\"\\x\"}", "i.jsonl:1: not JSON: a bad escape in a text"},
      {"half a surrogate", "i.jsonl", "{\"a\":\"\\ud800\"}", "i.jsonl:1: not JSON: a bad escape in a text"},
      {"NaN", "i.jsonl", "{\"a\":NaN}", "i.jsonl:1: not JSON"},
      {"nul", "i.jsonl", "{\"a\":nul}", "i.jsonl:1: not JSON: null, true or false is misspelt"},
      {"01", "i.jsonl", "{\"a\":01}", "i.jsonl:1: not JSON: a number is malformed or beyond 64 bits"},
      {"1e999", "i.jsonl", "{\"a\":1e999}", "i.jsonl:1: not JSON: a number is malformed or beyond 64 bits"},
      {"trailing comma", "i.jsonl", "{\"a\":1,}", "i.jsonl:1: not JSON"},
      {"two on a line", "i.jsonl", "{\"a\":1}{\"a\":2}", "i.jsonl:1: not JSON"},
      {"a list", "i.jsonl", good + "[1]", "i.jsonl:2: not a JSON object"},
      {"a list over lines", "i.jsonl", "[\n{\"a\":1}\n]", "i.jsonl:1: not JSON"},
      {"twin fields", "i.jsonl", "{\"a\":1,\"b\":2,\"a\":3}", "i.jsonl:1: field \"a\" twice"},
      {"twin fields inside", "i.jsonl", "{\"a\":[{\"b\":2,\"b\":3}]}", "i.jsonl:1: field \"b\" twice"},
      {"NUL escaped", "i.jsonl", good + "{\"a\":\"x\\u0000\"}", "i.jsonl:2: a NUL character (\\u0000)"},
      {"NUL", "i.jsonl", good + std::string("{\"a\":\"\0\"}", 9), "i.jsonl:2: a NUL character"},
      {"not UTF-8", "i.jsonl", good + good + "{\"a\":\"\xC3\"}\n", "i.jsonl:3: not valid UTF-8"},
      {"UTF-16", "i.csv", std::string("\xFF\xFE" "a\0\n\0", 6), "i.csv:1: this is UTF-16; save the file as UTF-8"},
      {"too deep", "i.jsonl", "{\"a\":" + std::string(70, '[') + std::string(70, ']') + "}", "i.jsonl:1: nested deeper than 64"},
      {"far too deep", "i.jsonl", "{\"a\":" + std::string(5000, '[') + std::string(5000, ']') + "}",
       "i.jsonl:1: nested deeper than 64"},
      {"too long", "i.jsonl", good + "{\"a\":\"" + std::string(16 << 20, 'x') + "\"}\n", "i.jsonl:2: longer than 16 MiB"},
      {"no list", "i.json", "\n{\"a\":1}", "i.json:2: not a JSON list of objects"},
      {"list of texts", "i.json", "[\n\"a\"]", "i.json:2: not a JSON object"},
      {"empty list", "i.json", "[]", "i.json: no rows"},
      {"list cut off", "i.json", "[{\"a\":1},\n{\"a\":2", "i.json:2: not JSON: an object is not closed"},
      {"list not closed", "i.json", "[{\"a\":1}\n", "i.json:2: not JSON: a comma or the list's end is missing"},
      {"after the list", "i.json", "[{\"a\":1}]\n]", "i.json:2: not JSON: something follows the list"},
      {"bad element", "i.json", "[{\"a\":1},\n{\"a\":[1}]", "i.json:2: not JSON"},
      {"header only", "i.csv", "id,n\n", "i.csv: no rows"},
      {"ragged, short", "i.csv", "id,n\na,1\n\nb\n", "i.csv:4: 1 field, but the header has 2"},
      {"ragged, long", "i.csv", "id,n\n\"a\n\",1\nb,2,3\n", "i.csv:4: 3 fields, but the header has 2"},
      {"open quote", "i.csv", "id,n\na,1\nb,\"2\n\n", "i.csv:3: a quote is opened here and never closed"},
      {"after a quote", "i.csv", "id,n\na,\"1\"x\n", "i.csv:2: text after a closing quote; a quote inside of a field is doubled"},
      {"quote inside", "i.csv", "id,n\na,1\"x\"\n", "i.csv:2: a quote inside of a field; put the field in quotes and double it"},
      {"CR alone", "i.csv", "id,n\ra,1\r", "i.csv:1: a carriage return without a line feed"},
      {"nameless column", "i.csv", "id,\na,1\n", "i.csv:1: column 2 of the header has no name"},
      {"twin columns", "i.csv", "\nid,n,id\na,1,2\n", "i.csv:2: column \"id\" twice in the header"},
      {"record too long", "i.csv", "a\n\"" + std::string(16 << 20, '\n') + "\"\n", "i.csv:2: longer than 16 MiB"},
      {"YAML map", "i.yaml", "a: 1\n", "i.yaml:1:1: not a list of rows"},
      {"YAML text", "i.yaml", "- {a: 1}\n- x\n", "i.yaml:2:3: not a map of fields"},
      {"YAML empty list", "i.yaml", "[]\n", "i.yaml:1:1: no rows"},
      {"other ending", "i.parquet", "x", "suite.yaml:2:8 items: \"i.parquet\" is none of .jsonl, .csv, .json, .yaml"},
      {"no ending", "items", "x", "suite.yaml:2:8 items: \"items\" is none of .jsonl, .csv, .json, .yaml"},
  };
  const Scratch scratch;
  for (const auto& row : table) {
    const std::string path = scratch.write(row.file, row.text);
    EXPECT_EQ(complaint(scratch, [&] { read_all(path); }), row.complaint) << row.name;
  }
  EXPECT_EQ(complaint(scratch, [&] { read_all(scratch.path("none.jsonl")); }),
            "suite.yaml:2:8 items: cannot read \"none.jsonl\": no such file");
  std::filesystem::create_directory(scratch.path("folder.jsonl"));
  EXPECT_EQ(complaint(scratch, [&] { read_all(scratch.path("folder.jsonl")); }),
            "suite.yaml:2:8 items: cannot read \"folder.jsonl\": not a file");
}

TEST(Rows, places_count_lines_of_the_file) {
  const Scratch scratch;
  const auto csv = ItemRows::read(scratch.write("i.csv", "a\n\"1\n2\"\n\n3\n"), "");
  EXPECT_EQ(csv.line(0), 2u);
  EXPECT_EQ(csv.line(1), 5u);
  const auto list = ItemRows::read(scratch.write("i.json", "[\n{\"a\":\n1},{\"a\":2},\n\n{\"a\":3}]"), "");
  EXPECT_EQ(list.line(0), 2u);
  EXPECT_EQ(list.line(1), 3u);
  EXPECT_EQ(list.line(2), 5u);
}

}  // namespace
}  // namespace shortlist
