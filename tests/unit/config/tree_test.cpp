#include "harness/config/tree.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/config/complaint.hpp"

namespace shortlist {
namespace {

Json parsed(std::string_view text) { return to_json(parse_tree(text, "a.yaml")); }

struct Accepted { const char* name; std::string text; const char* json; };
const Accepted accepted[] = {
    {"a map", "a: 1\nb: [x, 2.5]\n", R"({"a":1,"b":["x",2.5]})"},
    {"JSON", R"({"a":1,"b":["x",2.5,true,null]})", R"({"a":1,"b":["x",2.5,true,null]})"},
    {"JSON with tabs and line ends", "{\r\n\t\"a\":\t[1,\r\n\t2]\r\n}\r\n", R"({"a":[1,2]})"},
    {"JSON escapes", R"({"a":"\u00e9\/\"\n\t"})", "{\"a\":\"é/\\\"\\n\\t\"}"},
    {"JSON surrogate pair", R"({"a":"x\ud83d\uDE00y \\ud83d"})", R"({"a":"x😀y \\ud83d"})"},
    {"Windows line ends", "a: 1\r\nb:\r\n  - x\r\n  - y\r\n", R"({"a":1,"b":["x","y"]})"},
    {"block text keeps its lines", "a: |\n  one\n  two\n", R"({"a":"one\ntwo\n"})"},
    {"block text with Windows line ends", "a: |\r\n  one\r\n  two\r\n", R"({"a":"one\ntwo\n"})"},
    {"byte order mark", "\xEF\xBB\xBF" "a: 1\n", R"({"a":1})"},
    {"quoted numbers stay text", "[\"007\", '1', \"true\", \"null\"]", R"(["007","1","true","null"])"},
    {"leading zeros stay text", "[007, -08, 0, -0, 0.5, 00.5]", R"(["007","-08",0,0,0.5,"00.5"])"},
    {"hexadecimal and octal stay text", "[0x10, 0o17, 1_000]", R"(["0x10","0o17","1_000"])"},
    {"yes and no stay text", "[yes, no, on, off, y]", R"(["yes","no","on","off","y"])"},
    {"booleans", "[true, False, TRUE]", "[true,false,true]"},
    {"nulls", "[null, ~, ]", "[null,null]"},
    {"an empty value", "a:\n", R"({"a":null})"},
    {"numbers", "[+1, -2, 1., .5, 1e3, 1E-2, -1.5e+2]", "[1,-2,1.0,0.5,1000.0,0.01,-150.0]"},
    {"no numbers", "[., +, -, e1, 1e, 1.2.3, 1-2]", R"([".","+","-","e1","1e","1.2.3","1-2"])"},
    {"the largest whole numbers", "[9223372036854775807, 18446744073709551615, -9223372036854775808]",
     "[9223372036854775807,18446744073709551615,-9223372036854775808]"},
    {"an alias", "a: &x [1, 2]\nb: *x\n", R"({"a":[1,2],"b":[1,2]})"},
    {"a quoted merge key", "\"<<\": 1\n", R"({"<<":1})"},
    {"comments", "# only\na: 1 # more\n", R"({"a":1})"},
    {"document marks", "---\na: 1\n...\n", R"({"a":1})"},
};

TEST(Tree, Reads) {
  for (const auto& row : accepted)
    EXPECT_EQ(complaint([&] { EXPECT_EQ(parsed(row.text).dump(), row.json) << row.name; }), "no complaint") << row.name;
}

std::string repeated(const std::string& piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

struct Refused { const char* name; std::string text, complaint; };
const Refused refused[] = {
    {"empty", "", "a.yaml:1:1: the file is empty"},
    {"only a comment", "# nothing\n", "a.yaml:1:1: the file is empty"},
    {"duplicate key", "a: 1\nb: 2\na: 3\n", "a.yaml:3:1: duplicate key \"a\", first given at 1:1"},
    {"duplicate key deep inside", "c:\n  - {x: 1}\n  - {y: 1, \"y\": 2}\n",
     "a.yaml:3:12 c[1]: duplicate key \"y\", first given at 3:6"},
    {"two documents", "a: 1\n---\nb: 2\n", "a.yaml:2:1: a second document: one file holds one"},
    {"a tag", "a: !!str 7\n", "a.yaml:1:4 a: tag \"!!str\" is not supported: quote text and leave tags out"},
    {"a tag of one's own", "a: !env {b: 1}\n",
     "a.yaml:1:4 a: tag \"!env\" is not supported: quote text and leave tags out"},
    {"a merge key", "a: &x {b: 1}\nc:\n  <<: *x\n",
     "a.yaml:3:3 c: merge keys (<<) are not supported: write the values out, or use an alias for a whole value"},
    {"a list as key", "[1, 2]: 3\n", "a.yaml:1:1: a key must be text, not a list or a map: is a bracket not closed?"},
    {"an alias as key", "a: &x b\n*x : 3\n", "a.yaml:2:1: a key must be text, not an alias"},
    {"null as key", "null: 3\n", "a.yaml:1:1: a key must be text, on one line with its \":\", of up to 1024 characters; quote it if it is the word null"},
    {"a key longer than YAML allows", std::string("{\"") + std::string(1030, 'k') + "\": 1}",
     "a.yaml:1:2: a key must be text, on one line with its \":\", of up to 1024 characters; quote it if it is the word null"},
    {"an alias inside of itself", "a: &x [1, *x]\n", "a.yaml:1:11 a[1]: an alias cannot stand inside of what it names"},
    {"a NUL byte", std::string("a: 1\nb: \0\n", 10), "a.yaml:2:4: a NUL byte: this is not a text file"},
    {"Latin-1", "a: 1\nb: caf\xE9\n", "a.yaml:2:7: not UTF-8: save the file as UTF-8"},
    {"UTF-16", std::string("\xFF\xFE" "a\0", 4), "a.yaml:1:1: not UTF-8: save the file as UTF-8"},
    {"overlong UTF-8", "a: \xC0\xAF", "a.yaml:1:4: not UTF-8: save the file as UTF-8"},
    {"UTF-8 of a surrogate", "a: \xED\xA0\x80", "a.yaml:1:4: not UTF-8: save the file as UTF-8"},
    {"cut UTF-8", "a: \xE2\x82", "a.yaml:1:4: not UTF-8: save the file as UTF-8"},
    {"columns count characters", "{\"日本語\": 1, a: 1, a: 2}", "a.yaml:1:18: duplicate key \"a\", first given at 1:12"},
    {"only null", "null", "a.yaml:1:1: the file is empty"},
    {"a list that does not end", "a: [1, 2\nb: 3\n", "a.yaml:2:2 a[2]: a \"[\" is not closed"},
    {"a map that does not end", "a: {x: 1\n", "a.yaml:2:1 a: a \"{\" is not closed"},
    {"JSON that does not end", "{\"a\": 1", "a.yaml:1:1: a key must be text, not a list or a map: is a bracket not closed?"},
    {"the wrong bracket", "{\"a\": [1}", "a.yaml:1:9: a closing bracket without the opening one"},
    {"a quote that does not end", "a: 'x\nb: 1\n", "a.yaml:3:1 a: a quote is not closed"},
    {"a double quote that does not end", "a: \"x", "a.yaml:2:1 a: a quote is not closed"},
    {"a tab for indentation", "a:\n\tb: 1\n",
     "a.yaml:2:3: a \":\" that cannot stand here: check the indentation, and quote text that holds \": \""},
    {"two colons", "a: b: c\n",
     "a.yaml:1:5: a \":\" that cannot stand here: check the indentation, and quote text that holds \": \""},
    {"a list item after its key", "a: - b\n", "a.yaml:1:4 a: a \"- \" that cannot stand here: check the indentation"},
    {"wrong indentation", " a: 1\nb: 2\n", "a.yaml:2:1: text after the end of the document: check the indentation"},
    {"a value that needs quotes", "a: @x\n", "a.yaml:1:4 a: a value cannot start like this: quote it"},
    {"an unknown alias", "a: *x\n", "a.yaml:1:4 a: not valid YAML: the referenced anchor is not defined"},
    {"an unknown escape", "a: \"\\q\"\n", "a.yaml:1:7 a: not valid YAML: unknown escape character: q"},
    {"too deep", repeated("[", 65) + repeated("]", 65), "a.yaml:1:65 " + repeated("[0]", 64) + ": nested deeper than 64 levels"},
    {"too deep through an alias", "a: &x " + repeated("[", 40) + repeated("]", 40) + "\nb: " + repeated("[", 30) + "*x" +
     repeated("]", 30), "a.yaml:2:34 b" + repeated("[0]", 30) + ": nested deeper than 64 levels"},
    {"101 aliases", "a: &x 1\nb: [" + repeated("*x, ", 101) + "]", "a.yaml:2:405 b[100]: more than 100 aliases expanded"},
    {"larger than the limit", std::string(TreeLimits::bytes + 1, ' '), "a.yaml: larger than 16 MiB"},
};

TEST(Tree, Refuses) {
  for (const auto& row : refused)
    EXPECT_EQ(complaint([&] { parse_tree(row.text, "a.yaml"); }), row.complaint) << row.name;
}

TEST(Tree, OneHundredAliasesAreFine) {
  EXPECT_EQ(parsed("a: &x 1\nb: [" + repeated("*x, ", 100) + "]").at("b").size(), 100u);
}

TEST(Tree, SixtyFourLevelsAreFine) { EXPECT_TRUE(parsed(repeated("[", 64) + repeated("]", 64)).is_array()); }

TEST(Tree, AnAliasBombIsRefusedEarly) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    auto last = "*a" + std::to_string(i - 1), name = "a" + std::to_string(i);
    bomb += name + ": &" + name + " [" + repeated(last + ", ", 9) + last + "]\n";
  }
  EXPECT_EQ(complaint([&] { parse_tree(bomb, "a.yaml"); }), "a.yaml:3:50 a2[8]: more than 100 aliases expanded");
}

TEST(Tree, BigSubtreesCannotBeMultipliedByAliases) {
  auto big = "a: &x [" + repeated("1,", 100'000) + "]\nb: [" + repeated("*x, ", 50) + "]";
  EXPECT_EQ(complaint([&] { parse_tree(big, "a.yaml"); }), "a.yaml:2:33 b[7]: more than 1000000 values in one file");
}

struct NoJson { const char* name; const char* text; const char* complaint; };
const NoJson no_json[] = {
    {"infinity", "a: [1, .inf]", "a.yaml:1:8 a[1]: .inf is not a finite number"},
    {"not a number", "a: {b: .nan}", "a.yaml:1:8 a.b: .nan is not a finite number"},
    {"a huge whole number", "a: 18446744073709551616",
     "a.yaml:1:4 a: the number 18446744073709551616 is out of range: quote it if it is text"},
    {"a huge number", "a: 1e999", "a.yaml:1:4 a: the number 1e999 is out of range: quote it if it is text"},
};

TEST(Tree, RefusesWhatJsonCannotSay) {
  for (const auto& row : no_json) EXPECT_EQ(complaint([&] { parsed(row.text); }), row.complaint) << row.name;
}

TEST(Tree, RemembersPlaces) {
  auto tree = parse_tree("a:\n  - x\n  - b: y\n", "dir/a.yaml");
  const auto& second = std::get<List>(find(tree, "a")->value)[1];
  EXPECT_EQ(to_string(second.place), "dir/a.yaml:3:5");
  EXPECT_EQ(to_string(find(second, "b")->place), "dir/a.yaml:3:8");
}

TEST(Tree, ReadsFilesAndSaysWhyNot) {
  auto folder = std::filesystem::path(testing::TempDir());
  auto file = (folder / "tree_test.yaml").string();
  std::ofstream(file) << "a: 1\n";
  EXPECT_EQ(to_json(read_tree(file)).dump(), R"({"a":1})");
  EXPECT_EQ(complaint([&] { read_tree("/no/such.yaml"); }),
            "/no/such.yaml: cannot be opened: No such file or directory");
  EXPECT_EQ(complaint([&] { read_tree(folder.string()); }), folder.string() + ": cannot be read");
  EXPECT_EQ(complaint([&] { read_tree("/dev/zero"); }), "/dev/zero: larger than 16 MiB");
}

/// Never crashes: a tree or a UserError.
void read_anything(const std::string& text) {
  complaint([&] { to_json(parse_tree(text, "a.yaml")); });
}

RC_GTEST_PROP(Tree, ArbitraryBytesGiveATreeOrAComplaint, (const std::string& text)) { read_anything(text); }

RC_GTEST_PROP(Tree, ArbitraryMarkGivesATreeOrAComplaint, ()) {
  static const std::vector<std::string> pieces{
      "a", "b", ": ", ":", "- ", "-", "[", "]", "{", "}", ",", "\n", "\r\n", " ", "  ", "\t", "\"", "'", "|", ">", "&x ",
      "*x", "!", "!!str ", "?", "? ", "#", "%", "%YAML 1.2\n", "---\n", "...\n", "\\", "<<", "~", "1", ".5", "é", "\xEF\xBB\xBF",
      "\xFF", "@", "`", "%TAG ! tag:x,1:\n", "!<", ">", "|+\n", "|2\n", "\\u", "\\x4"};
  std::string text;
  for (const auto& piece : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) text += piece;
  read_anything(text);
}

}  // namespace
}  // namespace shortlist
