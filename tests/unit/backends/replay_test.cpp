#include "backends/replay.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "backends/replay_table.hpp"
#include "tests/unit/backends/complaint.hpp"
#include "tests/unit/backends/fakes.hpp"

namespace shortlist {
namespace {

const char* const table =
    R"({"schema":"shortlist.call/1","run":"r","candidate":"a","suite":"s","item":"i-1","repeat":0,"status":"completed",)"
    R"("text":"42","finish":"stop","failure":null,"usage":{"input":118,"cached":0,"output":3,"reasoning":0},)"
    R"("timing_ms":{"queue":0.4,"connect":0.0,"ttft":212.3,"total":260.9},"attempts":1,"cached_reply":false,)"
    R"("cost_usd":0.0000112,"scores":{"number":1.0}})"
    "\n\n"
    R"({"candidate":"a","suite":"s","item":"i-1","repeat":1,"text":"41","finish":"length"})"
    "\n"
    R"({"candidate":"a","suite":"s","item":"i-2","status":"failed","failure":{"kind":"too_long","detail":"9000 tokens"}})"
    "\n"
    R"({"candidate":"b","suite":"s","item":"i-1","text":"b says"})"
    "\n"
    R"({"candidate":"b","suite":"t","item":"i-1","text":"b says elsewhere"})"
    "\n";

class Replay : public testing::Test {
 protected:
  Candidate candidate(const std::string& name, const Json& options = Json::object()) {
    folder_.file("calls.jsonl", table);
    Candidate c;
    c.name = name;
    c.backend = "replay";
    c.file = "calls.jsonl";
    c.options = options;
    c.where = "plan.yaml:3:5 candidates[0]";
    return c;
  }
  Reply ask(const Candidate& c, const std::string& id, std::uint32_t repeat) {
    Item item;
    item.id = id;
    auto backend = make_replay(world_of(clock_, folder_.path()));
    Replies replies;
    backend->ask(c, item, {0, 0, 0, repeat}, std::chrono::seconds(100), replies.done({0, 0, 0, repeat}));
    clock_.run_all();
    return replies.of({0, 0, 0, repeat});
  }
  std::string complaint(const Candidate& c) {
    return complaint_of([&] { check_replay(c, world_of(clock_, folder_.path())); });
  }

  HandClock clock_;
  Folder folder_;
};

TEST_F(Replay, GivesWhatWasRecordedInTheRecordedTime) {
  const Instant start = clock_.now();
  const Reply reply = ask(candidate("a"), "i-1", 0);
  const auto& answer = std::get<Completion>(reply.result);
  EXPECT_EQ(answer.text, "42");
  EXPECT_EQ(answer.finish, Finish::stop);
  EXPECT_EQ(answer.usage->input, 118);
  EXPECT_EQ(answer.usage->cached_input, 0);
  EXPECT_EQ(answer.usage->output, 3);
  EXPECT_EQ(*reply.stamps.first_token - *reply.stamps.written, from_ms(212.3));
  EXPECT_EQ(*reply.stamps.last_token - *reply.stamps.written, from_ms(260.9));
  EXPECT_EQ(clock_.now() - start, from_ms(260.9));
}

TEST_F(Replay, WhatIsNotRecordedStaysUnknown) {
  const Reply reply = ask(candidate("a"), "i-1", 1);
  EXPECT_EQ(text_of(reply), "41");
  EXPECT_EQ(std::get<Completion>(reply.result).finish, Finish::length);
  EXPECT_FALSE(std::get<Completion>(reply.result).usage);
  EXPECT_FALSE(reply.stamps.first_token);
  EXPECT_FALSE(reply.stamps.last_token);
}

TEST_F(Replay, GivesRecordedFailures) {
  const Reply reply = ask(candidate("a"), "i-2", 0);
  EXPECT_EQ(kind_of(reply), "too_long");
  EXPECT_EQ(detail_of(reply), "9000 tokens");
}

TEST_F(Replay, MayBeInstant) {
  const Instant start = clock_.now();
  const Reply reply = ask(candidate("a", {{"instant", true}}), "i-1", 0);
  EXPECT_EQ(clock_.now(), start);
  EXPECT_EQ(*reply.stamps.last_token - *reply.stamps.written, from_ms(260.9));
}

TEST_F(Replay, FindsByRecordedNameAndSuite) {
  EXPECT_EQ(text_of(ask(candidate("x", {{"candidate", "b"}, {"suite", "t"}}), "i-1", 0)), "b says elsewhere");
}

TEST_F(Replay, WhatIsMissingIsNotWorthAnotherTry) {
  const Reply reply = ask(candidate("a"), "i-99", 0);
  EXPECT_EQ(kind_of(reply), "bad_request");
  EXPECT_EQ(detail_of(reply), "calls.jsonl has no answer of a to item i-99, repeat 0");
}

TEST_F(Replay, TheTableMayHaveGoneSinceItWasChecked) {
  Candidate c = candidate("a");
  c.file = "gone.jsonl";
  EXPECT_EQ(detail_of(ask(c, "i-1", 0)),
            folder_.path() + "/gone.jsonl: cannot be read: No such file or directory");
}

TEST_F(Replay, CandidatesAndSuitesMustBeRecorded) {
  EXPECT_EQ(complaint(candidate("a")), "");
  EXPECT_EQ(complaint(candidate("longname", {{"candidate", "aa"}})),
            "plan.yaml:3:5 candidates[0]: calls.jsonl has no candidate \"aa\"; known here: a, b");
  EXPECT_EQ(complaint(candidate("b", {{"suite", "unknown"}})),
            "plan.yaml:3:5 candidates[0]: calls.jsonl has no suite \"unknown\"; known here: s, t");
  EXPECT_EQ(complaint(candidate("b")),
            folder_.path() +
                "/calls.jsonl:6: the same item is recorded for suite s (line 5) and suite t; "
                "say which one with options.suite");
  EXPECT_EQ(complaint(candidate("a", {{"instnat", true}})),
            "plan.yaml:3:5 candidates[0]: options: unknown key \"instnat\", did you mean \"instant\"?");
  Candidate none = candidate("a");
  none.file = "";
  EXPECT_EQ(complaint(none),
            "plan.yaml:3:5 candidates[0]: backend replay needs \"file\", a table of recorded calls (JSONL)");
}

struct BadLine {
  const char* name;
  std::string line;
  std::string complaint;
};
class ReplayLine : public testing::TestWithParam<BadLine> {};
TEST_P(ReplayLine, IsRefusedWithItsPlace) {
  Folder folder;
  const std::string good = R"({"candidate":"a","item":"i","text":"t"})";
  const std::string path = folder.file("t.jsonl", good + "\n" + GetParam().line + "\n");
  EXPECT_EQ(complaint_of([&] { ReplayTable::read(path); }), path + ":2: " + GetParam().complaint);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, ReplayLine,
    testing::Values(
        BadLine{"not_json", "{\"candidate\":", "not JSON, or nested too deep"},
        BadLine{"too_deep", "{\"candidate\":" + std::string(1'000'000, '['), "not JSON, or nested too deep"}, BadLine{"not_object", "[1]", "not a JSON object"},
        BadLine{"twice", R"({"candidate":"a","item":"i","repeat":0,"text":"u"})",
                "the same call is recorded in line 1 already"},
        BadLine{"schema", R"({"schema":"shortlist.call/9","candidate":"a","item":"j","text":"t"})",
                "schema \"shortlist.call/9\", expected \"shortlist.call/1\""},
        BadLine{"no_candidate", R"({"item":"j","text":"t"})",
                "\"candidate\" must be given, a string that is not empty"},
        BadLine{"item_type", R"({"candidate":"a","item":3,"text":"t"})",
                "\"item\" must be given, a string that is not empty"},
        BadLine{"no_text", R"({"candidate":"a","item":"j"})",
                "a completed call needs its \"text\", a string"},
        BadLine{"typo", R"({"candidate":"a","item":"j","text":"t","finsh":"stop"})",
                "unknown field \"finsh\", did you mean \"finish\"?"},
        BadLine{"repeat", R"({"candidate":"a","item":"j","text":"t","repeat":-1})",
                "\"repeat\" must be a whole number, 0 or more, not -1"},
        BadLine{"status", R"({"candidate":"a","item":"j","text":"t","status":"ok"})",
                "status \"ok\", expected completed or failed"},
        BadLine{"finish", R"({"candidate":"a","item":"j","text":"t","finish":"done"})",
                "unknown finish \"done\""},
        BadLine{"failure", R"({"candidate":"a","item":"j","status":"failed","failure":{"kind":"bored"}})",
                "unknown failure kind \"bored\""},
        BadLine{"no_failure", R"({"candidate":"a","item":"j","status":"failed"})",
                "unknown failure kind \"\""},
        BadLine{"usage", R"({"candidate":"a","item":"j","text":"t","usage":{"input":-3}})",
                "usage.input must be a number of tokens, not -3"},
        BadLine{"usage_type", R"({"candidate":"a","item":"j","text":"t","usage":7})",
                "\"usage\" must be an object, not 7"},
        BadLine{"timing", R"({"candidate":"a","item":"j","text":"t","timing_ms":{"total":"fast"}})",
                "timing_ms.total must be milliseconds, 0 or more, not \"fast\""},
        BadLine{"timing_order", R"({"candidate":"a","item":"j","text":"t","timing_ms":{"ttft":9,"total":5}})",
                "timing_ms.ttft is more than timing_ms.total"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ReplayTable, RefusesWhatIsNoTable) {
  Folder folder;
  const std::string empty = folder.file("empty.jsonl", "\n \n");
  EXPECT_EQ(complaint_of([&] { ReplayTable::read(empty); }), empty + ": no recorded call in it");
  EXPECT_NE(complaint_of([&] { ReplayTable::read(folder.path()); }).find(": cannot be read: "),
            std::string::npos);
}

RC_GTEST_PROP(ReplayTable, NeverDoesWorseThanComplain, (const std::string& bytes)) {
  Folder folder;
  const std::string path = folder.file("t.jsonl", bytes);
  const std::string complaint = complaint_of([&] { ReplayTable::read(path); });
  RC_ASSERT(complaint.starts_with(path));
}

}  // namespace
}  // namespace shortlist
