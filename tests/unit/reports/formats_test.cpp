// What each format promises, beyond the golden files.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <pugixml.hpp>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "harness/types/error.hpp"
#include "reports/html.hpp"
#include "reports/lanes.hpp"
#include "reports/reports.hpp"
#include "reports/text.hpp"
#include "tests/support/sample_run.hpp"

namespace shortlist {

extern const std::string_view page_css;

namespace test {
namespace {

std::string written(const Run& run, std::string_view format, const ReporterOptions& options = {}) {
  std::ostringstream out;
  make_reporter(format, options)->write(run, out);
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The texts of a run replaced by what the fuzzer makes.
Run run_saying(const std::string& text) {
  auto run = sample_run();
  run.plan.name = run.plan.path = text;
  for (auto& c : run.plan.candidates) c.name = c.model = c.backend = text;
  for (auto& s : run.plan.suites) s.version = text;
  for (auto& s : run.ranking.standings) s.why = s.left_at = s.limits_broken = text, s.within_limits = false;
  for (auto& cut : run.ranking.cuts) cut.why = cut.stage = text;
  run.ranking.notes = run.provenance.warnings = {text};
  for (auto& stage : run.ranking.stages) stage.name = text, stage.notes = {text};
  run.ranking.stages[0].certificate = Certificate{Certificate::Kind::none, text, 0, 0, 0.95, false, {}, {}, 0, 0, false};
  for (auto& router : run.ranking.decision->portfolio->routers) {
    router.by = text;
    for (auto& group : router.groups) group.name = text;
  }
  run.ranking.decision->portfolio->notes = {text};
  run.provenance.facts = {{text, text}};
  for (auto& s : run.ranking.standings)
    s.served = {{{text, 1}, {text + "2", 2}}, {{text, 1}, {text + "2", 2}}, true, true, 1, 1, 1};
  for (auto& lane : run.provenance.lanes) lane = {text, text, {{ms(0), 9, text}, {ms(1), 3, text}}, 1};
  run.provenance.version = run.provenance.run_id = run.provenance.finished = text;
  for (auto& record : run.records.held()) {
    if (auto* answer = std::get_if<Completion>(&record.outcome.result))
      answer->text = answer->model_served = answer->fingerprint = text;
    for (auto& attempt : record.outcome.attempts) attempt.partial = attempt.detail = attempt.request_id = text;
  }
  return run;
}

TEST(Table, FormatsByNameAndExtension) {
  EXPECT_EQ(format_of_file("out/report.HTML.html"), "html");
  EXPECT_EQ(format_of_file("a.md"), "markdown");
  EXPECT_EQ(format_of_file("out/choice.decision.md"), "decision");
  EXPECT_EQ(format_of_file("out/decision.md"), "decision");
  EXPECT_EQ(format_of_file("decision.json"), "decision-json");
  EXPECT_EQ(format_of_file("indecision.json"), "json");
  EXPECT_THROW(format_of_file("out/md"), UserError);
  EXPECT_THROW(format_of_file("out.d/report"), UserError);
  for (const char* name : {"markdown", "md", ".md"})
    EXPECT_EQ(written(sample_run(), name), written(sample_run(), "markdown")) << name;
  try {
    make_reporter("pdf");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(
        error.what(),
        "there is no report format \"pdf\" (known: console, json, csv, jsonl, markdown, html, decision, decision-json, junit)");
  }
}

TEST(AllFormats, SameRunSameBytes) {
  for (const auto& row : reporter_table())
    EXPECT_EQ(written(sample_run(), row.format), written(sample_run(), row.format)) << row.format;
}

TEST(AllFormats, NeverTheWrongWords) {
  for (const auto& row : reporter_table())
    for (const auto& run : {sample_run(), open_run(), empty_run()}) {
      const auto text = written(run, row.format);
      // Of "the best" only the field may speak: "within 2 points of the best of the 8".
      for (auto at = text.find("best"); at != text.npos; at = text.find("best", at + 1)) {
        const std::string_view around(text.data() + (at < 16 ? 0 : at - 16), 32);
        const bool field = around.find("the best of the ") != around.npos || around.find("excluded as best:") != around.npos;
        EXPECT_TRUE(field) << row.format << ": " << text.substr(at < 30 ? 0 : at - 30, 60);
      }
      EXPECT_EQ(text.find("significant"), text.npos) << row.format;
    }
}

RC_GTEST_PROP(AllFormats, AnyTextIsWritten, (const std::string& text)) {
  const auto run = run_saying(text);
  for (const auto& row : reporter_table()) written(run, row.format);
}

TEST(JsonLines, EveryLineKeepsTheSchema) {
  valijson::Schema schema;
  const auto document = Json::parse(call_schema());
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema);
  const auto lines = lines_of(written(sample_run(), "jsonl"));
  ASSERT_EQ(lines.size(), sample_run().records.size());
  for (const auto& line : lines) {
    const auto call = Json::parse(line);
    valijson::ValidationResults results;
    const bool valid =
        valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(call), &results);
    valijson::ValidationResults::Error error;
    results.popError(error);
    EXPECT_TRUE(valid) << line << "\n" << error.description;
    auto broken = call;
    broken["usage"] = 5;
    EXPECT_FALSE(
        valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(broken), nullptr));
  }
}

TEST(JsonLines, UnknownIsNullAndNeverZero) {
  const auto lines = lines_of(written(sample_run(), "jsonl"));
  const auto failed = Json::parse(lines[4]), local = Json::parse(lines[5]), first = Json::parse(lines[0]);
  EXPECT_EQ(failed["failure"]["kind"], "timeout");
  EXPECT_TRUE(failed["text"].is_null() && failed["cost_usd"].is_null() &&
              failed["timing_ms"]["ttft"].is_null());
  EXPECT_TRUE(local["usage"].is_null() && local["cost_usd"].is_null());
  EXPECT_DOUBLE_EQ(first["cost_usd"], 0.0000112);
  EXPECT_EQ(first["usage"]["reasoning"], Json());
  EXPECT_EQ(Json::parse(lines[2])["scores"], Json({{"number", 1.0}, {"style", nullptr}}));
}

/// RFC 4180, as strictly as it reads.
std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto& cell = rows.back().back();
    if (quoted) {
      if (text[i] != '"')
        cell += text[i];
      else if (i + 1 < text.size() && text[i + 1] == '"')
        cell += text[i++];
      else
        quoted = false;
    } else if (text[i] == '"')
      quoted = true;
    else if (text[i] == ',')
      rows.back().emplace_back();
    else if (text.compare(i, 2, "\r\n") == 0)
      rows.push_back({""}), ++i;
    else
      cell += text[i];
  }
  rows.pop_back();
  return rows;
}

TEST(Csv, RowsAndColumnsHold) {
  const auto rows = parse_csv(written(sample_run(), "csv"));
  ASSERT_EQ(rows.size(), sample_run().records.size() + 1);
  for (const auto& row : rows) EXPECT_EQ(row.size(), rows.front().size());
  const auto at = [&](const char* column) {
    return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), column) - rows[0].begin());
  };
  ASSERT_LT(at("notices.other_model"), rows[0].size());
  EXPECT_EQ(rows[4][at("notices.other_model")], "true");
  EXPECT_EQ(rows[4][at("model_served")], "'=evil<b>|mini\u202e") << "no formula";
  EXPECT_EQ(rows[5][at("notices.other_model")], "") << "a failed call";
  EXPECT_EQ(rows[1][at("timing_ms.tpot")], "24.3");
  EXPECT_EQ(rows[3][7], "d'accord, \"B\"\nfin");
  EXPECT_EQ(parse_csv(written(empty_run(), "csv")).size(), 1u) << "the header alone";
}

RC_GTEST_PROP(Csv, TextsComeBackAndAreNoFormulas, (const std::string& text, char first)) {
  for (const auto& cell : {text, first + text}) {
    const auto rows = parse_csv(written(run_saying(cell), "csv"));
    RC_ASSERT(rows.size() == 7u);
    const auto& back = rows[1][7];
    RC_ASSERT(back.empty() || std::string_view("=+-@\t\r").find(back.front()) == std::string_view::npos);
    const auto sent =
        Json::parse(Json(cell).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
    RC_ASSERT(back == sent || back == "'" + sent);
  }
}

TEST(Html, FetchesNothingRunsNothing) {
  const auto page = written(sample_run(), "html");
  for (const char* bad :
       {"<script", "javascript:", "src=", "@import", "url(", "style=\"", " onclick", "=\"http", "='http"})
    EXPECT_EQ(page.find(bad), page.npos) << bad;
  EXPECT_NE(page.find("default-src 'none'; style-src '" + csp_hash(page_css) + "'"), page.npos);
  EXPECT_NE(page.find("<style>" + std::string(page_css) + "</style>"), page.npos)
      << "what was hashed is what stands there";
  EXPECT_NE(page.find("prefers-color-scheme:dark"), page.npos);
  EXPECT_NE(page.find("@media print"), page.npos);
}

TEST(Html, IsWellFormed) {
  for (const auto& run :
       {sample_run(), open_run(), empty_run(), run_saying("</style><img src=x onerror=alert(1)>\u202e\x1b")}) {
    auto page = written(run, "html");
    for (auto at = page.find("<meta"); at != page.npos; at = page.find("<meta", at + 1))
      page.insert(page.find('>', at), "/");
    page.erase(0, page.find('\n'));  // the doctype
    pugi::xml_document document;
    const auto result = document.load_string(page.c_str());
    EXPECT_TRUE(result) << result.description() << " at "
                        << page.substr(static_cast<std::size_t>(result.offset), 80);
  }
}

RC_GTEST_PROP(Html, NoTextBecomesMarkup, (const std::string& text)) {
  const auto tags = [](const std::string& page) { return std::count(page.begin(), page.end(), '<'); };
  RC_PRE(text.find_first_of("(") == std::string::npos && !text.empty());
  RC_ASSERT(tags(written(run_saying("<i>" + text), "html")) == tags(written(run_saying("i" + text), "html")));
}

TEST(Html, SaysWhatMatters) {
  const auto page = written(sample_run(), "html");
  for (const char* part :
       {"Use <em>mistral-small</em>", "Not established", "selected, hence biased upwards",
        "evil[U+202E]&lt;b&gt;|x", "cannot be told apart from mistral-small", "is weakest on arithmetic",
        "5 of 5 answers without a number &lt;script&gt;", "What these cost is unknown: 작은모델+fs3"})
    EXPECT_NE(page.find(part), page.npos) << part;
}

TEST(Console, ColumnsStandUnderOneAnother) {
  const auto all = lines_of(written(sample_run(), "console"));
  const std::vector<std::string> lines(std::find_if(all.begin(), all.end(), [](const auto& l) { return l.starts_with("rank"); }), all.end());
  ASSERT_GE(lines.size(), 4u);
  const auto column = [](const std::string& line, const std::string& text) {
    const auto at = line.find(text);
    std::size_t width = 0;
    for (std::size_t i = 0; i < at; ++i) width += (line[i] & 0xC0) != 0x80;
    for (std::size_t i = 0; i < at; ++i) width += (line[i] & 0xF0) == 0xE0;  // Hangul is double
    return width;
  };
  EXPECT_EQ(column(lines[0], "quality"), column(lines[1], "84.1 %"));
  EXPECT_EQ(column(lines[0], "quality"), column(lines[3], "60.9 %")) << "behind a Korean name";
}

TEST(Console, NothingIsWiderThanTheTerminal) {
  for (const int width : {60, 80, 120})
    for (const auto& run : {sample_run(), open_run(), empty_run(), run_saying("a long word " + std::string(300, 'x'))})
      for (const auto& line : lines_of(written(run, "console", {false, width}))) {
        if (line.starts_with("USE")) continue;  // a candidate's name is said whole
        EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
      }
}

TEST(Console, NoWordOfALineIsLostAtEightyColumns) {
  const auto narrow = written(open_run(), "console", {false, 80});
  for (const char* word : {"another machine", "40 calls have no record", "piece by piece"}) {
    std::string text;
    for (const auto& line : lines_of(narrow)) text += line.substr(std::min(line.find_first_not_of(' '), line.size())) + " ";
    EXPECT_NE(text.find(word), text.npos) << word;
  }
}

TEST(LaneLine, WhatThisMachineLacksIsNotTheServersOverload) {
  auto run = sample_run();
  run.provenance.lanes = {{"a", "", {{{}, 200, "start"}, {from_ms(9), 140, "own machine"}}, 0}};
  EXPECT_EQ(lane_line(lane_changes(run).at(0)), "a: 200 -> 140 in flight after 1 lack of open files on this machine");
}

TEST(Json, LaneHistoriesAreWhole) {
  const auto json = Json::parse(written(sample_run(), "json"));
  ASSERT_EQ(json["lanes"].size(), 2u);
  EXPECT_EQ(json["lanes"][1]["steps"].size(), 19u);
  EXPECT_EQ(json["lanes"][1]["steps"][5]["why"], "near quota");
  EXPECT_EQ(json["standings"][1]["latency"]["itl_coalesced"], true);
  EXPECT_EQ(json["standings"][0]["latency"]["ttft_ms"]["p99"]["n"], 498);
}

TEST(JsonLines, TriesPartialsAndNames) {
  const auto lines = lines_of(written(sample_run(), "jsonl"));
  const auto first = Json::parse(lines[0]), cached = Json::parse(lines[2]), other = Json::parse(lines[3]), failed = Json::parse(lines[4]);
  EXPECT_EQ(first["timing_ms"]["tpot"], 24.3);
  EXPECT_EQ(first["timing_ms"]["itl"], 24.3);
  EXPECT_EQ(first["chunks"], 3);
  EXPECT_EQ(first["model_served"], Json());
  EXPECT_EQ(cached["cached_reply"], true);
  EXPECT_EQ(other["notices"]["other_model"], true);
  EXPECT_EQ(failed["tries"].size(), failed["attempts"]);
  EXPECT_EQ(failed["tries"][5]["partial"], "<b>half an answ\x1b[0m");
  EXPECT_TRUE(failed["notices"].is_null() && failed["chunks"].is_null());
}

TEST(Console, ColourOnlyWhenAsked) {
  const auto plain = written(run_saying("\x1b[31m"), "console");
  EXPECT_EQ(plain.find('\x1b'), plain.npos);
  EXPECT_NE(written(sample_run(), "console", {true, 0}).find("\x1b[1mmistral-small"), std::string::npos);
}

TEST(JUnit, CountsAreRight) {
  auto run = sample_run();
  run.plan.gate.checks = {{"quality", "", 0.9, {}, {}, {}, ""},
                          {"latency", "", {}, 2000, {}, {}, ""},
                          {"quality", "", {}, {}, 0.05, {}, ""}};
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(written(run, "junit").c_str()));
  for (const auto suite : document.child("testsuites").children("testsuite")) {
    std::size_t tests = 0, failures = 0, skipped = 0, errors = 0;
    for (const auto test : suite.children("testcase")) {
      ++tests;
      failures += !test.child("failure").empty(), skipped += !test.child("skipped").empty(),
          errors += !test.child("error").empty();
    }
    EXPECT_EQ(tests, suite.attribute("tests").as_uint());
    EXPECT_EQ(failures, suite.attribute("failures").as_uint());
    EXPECT_EQ(skipped, suite.attribute("skipped").as_uint());
    EXPECT_EQ(errors, suite.attribute("errors").as_uint());
  }
  const auto gate = document.child("testsuites").find_child_by_attribute("name", "support <replies>.gate");
  EXPECT_EQ(gate.attribute("tests").as_uint(), 3u);
  EXPECT_EQ(gate.attribute("failures").as_uint(), 1u);
  EXPECT_EQ(gate.attribute("skipped").as_uint(), 1u);
}

TEST(JUnit, AnyTextIsWellFormedXml) {
  pugi::xml_document document;
  const auto text = written(run_saying(std::string("\x01\x1b]]><&\"'\xFF\0", 11)), "junit");
  EXPECT_TRUE(document.load_string(text.c_str()));
  for (const char c : text)
    EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << static_cast<int>(c);
}

TEST(Json, KeysKeepTheirOrder) {
  const auto text = written(sample_run(), "json");
  std::size_t last = 0;
  for (const char* key :
       {"\"schema\"", "\"run\"", "\"version\"", "\"started\"", "\"plan\"", "\"complete\"", "\"chosen\"",
        "\"standings\"", "\"cuts\"", "\"suites\": [", "\"notes\"", "\"facts\"", "\"warnings\""}) {
    const auto at = text.find(key, last);
    ASSERT_NE(at, text.npos) << key;
    last = at;
  }
  EXPECT_EQ(Json::parse(text)["standings"].size(), 5u);
  EXPECT_TRUE(Json::parse(text)["standings"][2]["usd_per_1k"].is_null());
}

}  // namespace
}  // namespace test
}  // namespace shortlist
