#include "datasets/text_template.hpp"

#include <gtest/gtest.h>

#include "datasets/item_rows.hpp"
#include "scratch.hpp"

namespace shortlist {
namespace {

class TextTemplateTest : public testing::Test {
 protected:
  const ItemRow& row(const std::string& json) {
    file_ = text_file(json, "");
    EXPECT_EQ(reader_.read(file_.text(), row_), "");
    return row_;
  }
  std::string render(const std::string& text, const std::string& json) {
    return TextTemplate::parse(text, "t").render_loosely(row(json));
  }

 private:
  TextFile file_;
  JsonRowReader reader_;
  ItemRow row_;
};

struct Case { std::string name, text, row, out; };

TEST_F(TextTemplateTest, renders) {
  const Case table[] = {
      {"text alone", "a b\nc", "{}", "a b\nc"},
      {"a field", "<{{q}}>", R"({"q":"x & <y>"})", "<x & <y>>"},
      {"a field with blanks in its name", "{{ Best Answer }}", R"({"Best Answer":"x"})", "x"},
      {"a field in another script", "{{질문}}", R"({"질문":"x"})", "x"},
      {"numbers as written", "{{a}} {{b}} {{c}}", R"({"a":1.10,"b":1e3,"c":12345678901234567890})",
       "1.10 1e3 12345678901234567890"},
      {"true, null, missing", "{{a}}|{{b}}|{{c}}", R"({"a":true,"b":null})", "true||"},
      {"lists and maps are JSON", "{{a}} {{b}}", R"({"a":["x",1.50],"b":{"k":"\"é"}})", R"(["x",1.50] {"k":"\"é"})"},
      {"templates in values stay", "{{a}}", R"({"a":"{{b}} {{#a}}","b":"no"})", "{{b}} {{#a}}"},
      {"a dotted name", "{{a.b.c}}", R"({"a":{"b":{"c":7}}})", "7"},
      {"a name with a dot", "{{a.b}}", R"({"a.b":"whole","a":{"b":"part"}})", "whole"},
      {"choices", "{{#c}}{{letter}}) {{text}} {{/c}}", R"({"c":["x","y"]})", "A) x B) y "},
      {"numbers and dots", "{{#c}}{{number}}. {{.}}\n{{/c}}", R"({"c":["x",2]})", "1. x\n2. 2\n"},
      {"list of maps", "{{#c}}{{letter}}{{n}}{{o}}{{/c}}", R"({"c":[{"n":1},{"n":2,"o":"in"}],"o":"out"})", "A1outB2in"},
      {"a map's own letter", "{{#c}}{{letter}}{{/c}}", R"({"c":[{"letter":"Q"}]})", "Q"},
      {"a map as a section", "{{#m}}{{k}}{{/m}}", R"({"m":{"k":5}})", "5"},
      {"nested sections", "{{#a}}{{#b}}{{.}}{{number}}{{/b}};{{/a}}", R"({"a":[{"b":["x","y"]},{"b":["z"]}]})", "x1y2;z1;"},
      {"text as a section", "{{#hint}}Hint: {{hint}}{{/hint}}{{^hint}}none{{/hint}}", R"({"hint":"h"})", "Hint: h"},
      {"false, null, empty, missing", "{{#a}}a{{/a}}{{#b}}b{{/b}}{{#c}}c{{/c}}{{#d}}d{{/d}}{{^e}}e{{/e}}",
       R"({"a":false,"b":null,"c":"","d":[]})", "e"},
      {"lines of tags alone vanish", "a\n{{#c}}\n- {{.}}\n{{/c}}\nb", R"({"c":["x","y"]})", "a\n- x\n- y\nb"},
      {"CRLF of such lines too", "a\r\n  {{#c}}\r\n- {{.}}\r\n\t{{/c}}\r\nb", R"({"c":["x"]})", "a\r\n- x\r\nb"},
      {"other lines stay", "a\n {{x}} \n\nb", R"({"x":""})", "a\n  \n\nb"},
      {"comments", "a{{! no }}b\n{{! line }}\nc", "{}", "ab\nc"},
      {"braces that are no tags", "{a} } } {", "{}", "{a} } } {"},
  };
  for (const auto& c : table) EXPECT_EQ(render(c.text, c.row), c.out) << c.name;
  std::string list = "[0", letters;
  for (int i = 1; i < 28; ++i) list += "," + std::to_string(i);
  letters = render("{{#c}}{{letter}}{{/c}}", "{\"c\":" + list + "]}");
  EXPECT_EQ(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZAAAB");
}

TEST_F(TextTemplateTest, bad_templates) {
  std::string deep;
  for (int i = 0; i < 1001; ++i) deep += "{{#a}}";
  const std::pair<std::string, std::string> table[] = {
      {"{{q", "t: not a template: unclosed tag at 0"},
      {"ab {{", "t: not a template: unclosed tag at 3"},
      {"x {{#c}} y", "t: not a template: unclosed section \"c\" at 2"},
      {"{{#c}}{{/d}}", "t: not a template: unclosed section \"c\" at 0"},
      {"{{/c}}", "t: not a template: unopened section \"c\" at 0"},
      {"{{}}", "t: not a template: a tag without a name"},
      {"{{>part}}", "t: not a template: {{>part}}: partials are not supported"},
      {"{{=<% %>=}}", "t: not a template: other delimiters are not supported"},
      {deep, "t: not a template: more than 1,000 sections"},
      {std::string((1 << 20) + 1, 'x'), "t: not a template: longer than 1 MiB"},
  };
  const Scratch scratch;
  for (const auto& [text, wanted] : table)
    EXPECT_EQ(complaint(scratch, [&, &text = text] { TextTemplate::parse(text, "t"); }), wanted);
}

TEST_F(TextTemplateTest, strict_rendering_stops_at_what_is_missing) {
  const auto parsed = TextTemplate::parse("{{#c}}{{n}}{{/c}}{{q}}", "t");
  std::string out;
  EXPECT_FALSE(parsed.render(row(R"({"q":"x"})"), true, &out));
  EXPECT_EQ(out, "x");
  EXPECT_EQ(parsed.render(row(R"({"c":[{"n":1},{}]})"), true, &out)->name, "n");
  const auto gap = parsed.render(row(R"({"q":null})"), true, &out);
  ASSERT_TRUE(gap);
  EXPECT_EQ(gap->name, "q");
  EXPECT_TRUE(gap->is_null);
}

}  // namespace
}  // namespace shortlist
