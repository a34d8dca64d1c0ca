// Files that are broken or mean harm: each ends in exit code 2 and a line that names the place, or does no
// harm.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

namespace fs = std::filesystem;

struct InputRow {
  int fault = 0;
  const char* name = "";
  const char* file = "";  ///< the broken one
  std::string bytes{};
  const char* words = "";  ///< of the complaint: the place first
};

const std::string head =
    "version: 1\nname: s\nitems: items.jsonl\nprompt: \"{{q}}\"\nmetrics: [exact: {target: \"{{a}}\"}]\n";
const std::string plan = "version: 1\ncandidates: [mock:m]\nsuites: [file: suite.yaml]\n";
const std::string good_row = "{\"q\":\"1\",\"a\":\"1\"}\n";

std::string csv_suite() {
  std::string text = head;
  return text.replace(text.find("items.jsonl"), 11, "items.csv");
}

std::string laughs() {
  std::string yaml = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 10; ++i) {
    yaml += fmt::format("a{0}: &a{0} [", i);
    for (int j = 0; j < 10; ++j) yaml += fmt::format("{}*a{}", j ? ", " : "", i - 1);
    yaml += "]\n";
  }
  return yaml;
}

std::string with_metric(const std::string& metric) {
  std::string text = head;
  const std::size_t at = text.find("[exact");
  return text.substr(0, at) + metric + "\n";
}

std::vector<InputRow> input_rows() {
  return {
      {62, "InvalidUtf8", "items.jsonl", good_row + "{\"q\":\"\xff\xfe\",\"a\":\"1\"}\n", "items.jsonl:2"},
      {62, "NoJson", "items.jsonl", good_row + good_row + "{\"q\":\n", "items.jsonl:3"},
      {62, "Nul", "items.jsonl", good_row + std::string("{\"q\":\"\0\",\"a\":\"1\"}\n", 19), "items.jsonl:2"},
      {62, "FieldMissing", "items.jsonl", good_row + "{\"a\":\"1\"}\n", "items.jsonl:2"},
      {62, "TwiceTheSameId", "items.jsonl",
       "{\"id\":\"x\",\"q\":\"1\",\"a\":\"1\"}\n{\"id\":\"x\",\"q\":\"2\",\"a\":\"2\"}\n", "items.jsonl:2"},
      {62, "HugeLine", "items.jsonl",
       good_row + "{\"q\":\"" + std::string(80u << 20, 'x') + "\",\"a\":\"1\"}\n", "items.jsonl:2"},
      {62, "BrokenQuotes", "items.csv", "q,a\n1,1\n\"open,1\n", "items.csv:3"},
      {62, "TooManyColumns", "items.csv", "q,a\n1,1\n1,2,3\n", "items.csv:3"},
      {62, "Empty", "items.jsonl", "", "items.jsonl"},
      {62, "CyclicPlan", "shortlist.yaml", "extends: shortlist.yaml\n" + plan, "shortlist.yaml"},
      {63, "AliasBomb", "shortlist.yaml", laughs() + plan, "shortlist.yaml:"},
      {63, "Deep", "shortlist.yaml",
       plan + "seed: " + std::string(10000, '[') + std::string(10000, ']') + "\n", "shortlist.yaml:"},
      {63, "Tag", "shortlist.yaml", plan + "seed: !!python/object/apply:os.system ['true']\n",
       "shortlist.yaml:4"},
      {63, "DuplicateKey", "shortlist.yaml", plan + "seed: 1\nseed: 2\n", "shortlist.yaml:5"},
      {63, "Huge", "shortlist.yaml", plan + "# " + std::string(17u << 20, 'x') + "\n", "shortlist.yaml"},
      {66, "BackReference", "suite.yaml", with_metric("[regex: {pattern: \"(a+)\\\\1\"}]"), "suite.yaml:5"},
      {70, "SchemaThatIsNone", "suite.yaml", with_metric("[json: {schema: {type: 7}}]"), "suite.yaml:5"},
  };
}

class FaultsInput : public testing::TestWithParam<InputRow> {};

TEST_P(FaultsInput, IsNamedWithItsPlace) {
  const InputRow& row = GetParam();
  const Sandbox box;
  box.write("shortlist.yaml", plan);
  box.write("suite.yaml", std::string_view(row.file).ends_with(".csv") ? csv_suite() : head);
  box.write("items.jsonl", good_row);
  box.write(row.file, row.bytes);
  const Finished done = run_program(box.launch({"run", "-q"}), std::chrono::seconds(20));
  EXPECT_EQ(done.code, 2) << done.out << done.err;
  EXPECT_NE(done.err.find(row.words), std::string::npos) << done.err;
  EXPECT_LT(done.err.size(), 2000u) << "a complaint, not a copy";
  EXPECT_FALSE(fs::exists(box.path() / ".shortlist")) << "nothing was begun";
  EXPECT_LT(done.peak_kib, 400L << 10);
}

INSTANTIATE_TEST_SUITE_P(Rows, FaultsInput, testing::ValuesIn(input_rows()),
                         [](const auto& row) { return std::string(row.param.name); });

Finished run_echo(const Sandbox& box, const loopback::Server& server) {
  const FaultCase row{};
  write_plan(box, row, server.endpoint());
  return box.run({"run"}, {{"MY_KEY", canary}});
}

TEST(FaultsInput, DataIsNoTemplate) {
  const loopback::Server server;
  const Sandbox box;
  const std::string text = "{{answer}} {{{secret}}} {{> file}} %s ${HOME} {{=<% %>=}}";
  box.write("echo.jsonl", "{\"q\":\"" + text + "\",\"answer\":\"1000\"}\n");
  box.write("echo.yaml",
            "version: 1\nname: echo\nitems: echo.jsonl\nprompt: \"{{q}} ANSWER={{answer}}\"\nmetrics: "
            "[exact: {target: \"{{answer}}\"}]\n");
  const Finished done = run_echo(box, server);
  EXPECT_EQ(done.code, 0) << done.err;
  ASSERT_EQ(server.requests(), 1u);
  EXPECT_NE(server.log()[0].body.find(text), std::string::npos) << server.log()[0].body;
}

TEST(FaultsInput, NamesAreNoPaths) {
  const Sandbox outer;
  for (const char* name : {"../../x", "/tmp/x", "a/b", "..", "x\\n", ".", "-"}) {
    SCOPED_TRACE(name);
    const Sandbox box;
    box.write("suite.yaml", "version: 1\nname: \"" + std::string(name) +
                                "\"\nitems: [{id: \"../../../y\", q: \"1\", a: \"1\"}]\nprompt: "
                                "\"{{q}}\"\nmetrics: [exact: {target: \"{{a}}\"}]\n");
    box.write(
        "in/shortlist.yaml",
        "version: 1\nname: \"" + std::string(name) +
            "\"\ncandidates: [{name: \"../c\", backend: mock, model: m}]\nsuites: [file: ../suite.yaml]\n");
    Launch inside = box.launch({"run", "-q"});
    inside.folder = box.path() / "in";
    const Finished done = run_program(inside);
    EXPECT_TRUE(done.code == 0 || done.code == 2) << done.err;
    for (const auto& entry : fs::recursive_directory_iterator(box.path())) {
      const std::string place = fs::relative(entry.path(), box.path()).string();
      const bool expected = place == "suite.yaml" || place == "in" || place == "in/shortlist.yaml" ||
                            place.starts_with("in/.shortlist");
      EXPECT_TRUE(expected) << "written outside: " << place;
    }
  }
}

TEST(FaultsInput, PatternsRunInLinearTime) {
  const Sandbox box;
  box.write("suite.yaml", "version: 1\nname: s\nitems: [{q: \"" + std::string(30000, 'a') +
                              "!\"}]\nprompt: \"{{q}}\"\nmetrics: [regex: {pattern: \"^(a+)+$\"}]\n");
  box.write("shortlist.yaml",
            "version: 1\ncandidates: [{name: echo, backend: exec, command: [sh, echo.sh]}]\nsuites: [file: "
            "suite.yaml]\n");
  box.write("echo.sh",
            "echo '{\"protocol\":\"shortlist.exec/1\"}'\nread line\nprintf "
            "'{\"id\":1,\"event\":\"done\",\"text\":\"%s!\"}\\n' " +
                std::string(30000, 'a') + "\nread line\n");
  const Finished done = run_program(box.launch({"run", "-q"}), std::chrono::seconds(20));
  EXPECT_EQ(done.code, 0) << done.err;
}

TEST(FaultsInput, ASchemaThatRefersToItselfEnds) {
  const Sandbox box;
  box.write("suite.yaml",
            "version: 1\nname: s\nitems: [{q: \"1\"}]\nprompt: \"{{q}}\"\nmetrics: [json: {schema: {$ref: "
            "\"#/definitions/a\", definitions: {a: {$ref: \"#/definitions/b\"}, b: {$ref: "
            "\"#/definitions/a\"}}}}]\n");
  box.write("shortlist.yaml", "version: 1\ncandidates: [mock:m]\nsuites: [file: suite.yaml]\n");
  const Finished done = run_program(box.launch({"run", "-q"}), std::chrono::seconds(20));
  EXPECT_TRUE(done.code == 0 || done.code == 2) << done.code << done.err;
}

/// Answers and complaints that speak to the terminal, the browser and the spreadsheet.
TEST(FaultsInput, AnswersAreShownHarmlessly) {
  const std::string nasty =
      "\x1b]0;owned\x07\x1b[31m \xe2\x80\xae<script>alert(1)</script> =cmd|'/C calc'!A0 "
      "[x](javascript:alert(1))\x9b";
  const RawServer server([&](const Ask& ask, Peer& peer) {
    if (ask.number % 2)
      peer.send(http_reply(400, "", nasty));
    else
      peer.send(http_reply(200, "Content-Type: application/json\r\n",
                           whole_body("\\u001b]0;owned\\u0007\\u202e<script>alert(1)</script>=cmd|1")));
  });
  const Sandbox box;
  write_suite(box, 4);
  write_plan(box, {.options = "stream: false", .lane = "attempts: 1, concurrency: 1"}, server.endpoint());
  const Finished done = box.run({"run", "-o", "a.html", "-o", "a.csv", "-o", "a.md"}, {{"MY_KEY", canary}});
  EXPECT_EQ(done.code, 4) << done.err;
  const std::string exported = box.run({"export", "-f", "csv"}).out;
  for (const std::string& shown :
       {done.out, done.err, box.read("a.html"), box.read("a.md"), box.run({"report"}).out})
    for (const char* harm : {"\x1b", "\x07", "\xe2\x80\xae"})
      EXPECT_EQ(shown.find(harm), std::string::npos) << shown;
  EXPECT_EQ(box.read("a.html").find("<script"), std::string::npos);
  EXPECT_EQ(exported.find("\n=cmd"), std::string::npos) << exported;
  EXPECT_EQ(exported.find(",=cmd"), std::string::npos) << exported;
}

}  // namespace
}  // namespace shortlist::test::faults
