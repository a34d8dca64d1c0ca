// The program as a user runs it: from plan to ranking, interrupted, resumed, reported and exported.
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "tests/e2e/shortlist.hpp"

namespace shortlist::test {
namespace {

using Json = nlohmann::json;

std::vector<std::string> order_of(const Json& report) {
  std::vector<std::string> names;
  for (const auto& standing : report.at("standings")) names.push_back(standing.at("candidate"));
  return names;
}

std::size_t lines_in(const std::string& text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }

TEST(Run, RanksByQualityAndSaysWhere) {
  Sandbox box;
  write_small_plan(box);
  const Finished done = box.run({"run", "-o", "out.json", "-o", "out.html", "-o", "out.md", "-o", "out.csv", "-o", "out.jsonl"});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("good"), std::string::npos) << done.out;
  EXPECT_EQ(order_of(Json::parse(box.read("out.json"))), (std::vector<std::string>{"good", "fair", "poor"}));
  EXPECT_TRUE(std::filesystem::exists(box.run_folder() / "report.html"));
  EXPECT_EQ(lines_in(box.read("out.jsonl")), 180u);
}

TEST(Run, TheSameCommandAsksNobodyAgain) {
  Sandbox box;
  write_small_plan(box);
  const Finished first = box.run({"run"});
  const Finished second = box.run({"run"});
  ASSERT_EQ(second.code, 0) << second.err;
  EXPECT_NE(second.err.find("nobody is asked"), std::string::npos) << second.err;
  EXPECT_EQ(first.out, second.out);
}

TEST(Run, TheSameRecordsGiveTheSameBytes) {
  Sandbox box;
  write_small_plan(box);
  ASSERT_EQ(box.run({"run"}).code, 0);
  for (const std::string extension : {"json", "html", "md", "csv", "jsonl"}) {
    ASSERT_EQ(box.run({"report", "latest", "-o", "a." + extension}).code, 0);
    ASSERT_EQ(box.run({"report", "latest", "-o", "b." + extension}).code, 0);
    EXPECT_EQ(box.read("a." + extension), box.read("b." + extension)) << extension;
    EXPECT_FALSE(box.read("a." + extension).empty());
  }
}

TEST(Run, KilledRunsGoOnAndEndInTheSameRanking) {
  Sandbox whole;
  write_small_plan(whole, "", ", ttft_ms: 20");
  ASSERT_EQ(whole.run({"run", "-o", "out.json"}).code, 0);
  Sandbox killed;
  write_small_plan(killed, "", ", ttft_ms: 20");
  for (const int after_ms : {150, 250, 200}) {
    Running running(killed.launch({"run"}));
    std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));   // any moment will do
    running.signal(SIGKILL);
    running.wait();
  }
  const Finished last = killed.run({"run", "-o", "out.json"});
  ASSERT_EQ(last.code, 0) << last.err;
  EXPECT_EQ(order_of(Json::parse(killed.read("out.json"))), order_of(Json::parse(whole.read("out.json"))));
  const Finished exported = killed.run({"export", "latest"});
  EXPECT_EQ(lines_in(exported.out), 180u);
  EXPECT_EQ(killed.run({"runs", "--format", "json"}).code, 0);
  EXPECT_EQ(Json::parse(killed.run({"runs", "--format", "json"}).out).size(), 1u);
}

TEST(Run, InterruptDrainsAndExits130) {
  for (const int signal : {SIGINT, SIGTERM}) {
    SCOPED_TRACE(signal);
    Sandbox box;
    write_small_plan(box, "lanes: {\"*\": {concurrency: 2}}\n", ", ttft_ms: 40");
    Running running(box.launch({"run"}));
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    running.signal(signal);
    const Finished done = running.wait();
    EXPECT_EQ(done.code, 130) << done.err;
    EXPECT_NE(done.err.find("goes on"), std::string::npos) << done.err;
    EXPECT_EQ(box.run({"run"}).code, 0);
  }
}

TEST(Run, ChangedWeightsAndMetricsAskNobody) {
  Sandbox box;
  write_small_plan(box);
  ASSERT_EQ(box.run({"run"}).code, 0);
  write_small_plan(box, "objective: {quality: 0.1, cost: {weight: 1, cap_usd_per_1k: 0.05}}\n");
  Finished done = box.run({"run"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.err.find("nobody is asked"), std::string::npos) << done.err;
  box.write("sums.yaml",
            "version: 1\nname: sums\nitems: sums.jsonl\nprompt: \"{{question}}\"\nmetrics:\n  - exact: {target: \"{{answer}}\"}\n");
  done = box.run({"run"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.err.find("judged anew"), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("nobody is asked"), std::string::npos) << done.err;
}

TEST(Run, FailuresOfTheWireMakeItIncompleteAndAreAskedAgain) {
  Sandbox box;
  write_small_plan(box, "lanes: {\"*\": {attempts: 1}}\n", ", faults: {server_error: 0.3}");
  const Finished done = box.run({"run"});
  EXPECT_EQ(done.code, 4) << done.out << done.err;
  EXPECT_NE(done.err.find("incomplete"), std::string::npos) << done.err;
  std::size_t failed = 0;
  std::istringstream lines(box.run({"export", "latest"}).out);
  for (std::string line; std::getline(lines, line);) {
    const Json call = Json::parse(line);
    if (call.at("status") != "failed") continue;
    ++failed;
    EXPECT_EQ(call.at("failure").at("kind"), "server_error");
    EXPECT_TRUE(call.at("scores").empty()) << "a failure of the wire is not scored";
  }
  EXPECT_GT(failed, 0u);
}

TEST(Run, OfManyCallsIsReportedWholeAndLeavesOneFile) {
  Sandbox box;
  write_small_plan(box, "lanes: {\"*\": {concurrency: 1000}}\n");
  const Finished done = box.run({"run", "--repeat", "60", "-o", "out.jsonl", "-o", "out.json"});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(lines_in(box.read("out.jsonl")), 10'800u) << "more than are held at a time";
  EXPECT_EQ(Json::parse(box.read("out.json")).at("calls"), 10'800);
  EXPECT_FALSE(std::filesystem::exists(box.run_folder() / "run.sqlite-wal")) << "a copy of run.sqlite alone is the run";
}

TEST(Run, DryRunAsksNobodyAndStoresNothing) {
  Sandbox box;
  write_small_plan(box);
  const Finished done = box.run({"run", "--dry-run"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("180 calls"), std::string::npos) << done.out;
  EXPECT_FALSE(std::filesystem::exists(box.path() / ".shortlist"));
}

TEST(Run, BudgetEndsItAndTheNextRunGoesOn) {
  Sandbox box;
  write_small_plan(box, "budget: {calls: 50}\n");
  const Finished done = box.run({"run"});
  EXPECT_EQ(done.code, 4) << done.err;
  const std::size_t stored = lines_in(box.run({"export", "latest"}).out);
  EXPECT_LE(stored, 50u);
  EXPECT_GT(stored, 0u);
  EXPECT_NE(done.err.find("incomplete: with a larger budget, the same command asks what is missing"), std::string::npos) << done.err;
  write_small_plan(box);
  EXPECT_EQ(box.run({"run"}).code, 0);
}

TEST(Run, ABudgetOfTimeIsEachProcesss) {
  Sandbox box;
  write_small_plan(box, "budget: {minutes: 0.0001}\n", ", ttft_ms: 30");
  const Finished done = box.run({"run"});
  EXPECT_EQ(done.code, 4) << done.err;
  EXPECT_NE(done.err.find("budget: the time is over (0.006 seconds)"), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("incomplete: the same command asks what is missing"), std::string::npos) << done.err;
}

TEST(Run, ASecondProcessOnTheSameRunIsTurnedAway) {
  Sandbox box;
  write_small_plan(box, "lanes: {\"*\": {concurrency: 1}}\n", ", ttft_ms: 30");
  Running first(box.launch({"run"}));
  const auto runs = box.path() / ".shortlist/runs";
  for (int tries = 0; tries < 4000 && (!std::filesystem::exists(runs) || std::filesystem::is_empty(runs)); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  ASSERT_TRUE(std::filesystem::exists(runs)) << first.wait().err;
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const Finished second = box.run({"run"});
  EXPECT_EQ(second.code, 2) << second.err;
  EXPECT_NE(second.err.find(std::to_string(first.pid())), std::string::npos) << second.err;
}

TEST(Run, EqualNamesInTwoFoldersAreTwoPrograms) {
  Sandbox box;
  for (const std::string folder : {"a", "b"}) {
    box.write(folder + "/items.jsonl", "{\"q\":\"hello\",\"answer\":\"hello\"}\n{\"q\":\"world\",\"answer\":\"world\"}\n");
    box.write(folder + "/s.yaml", "version: 1\nname: s\nitems: items.jsonl\nprompt: \"{{q}}\"\nmetrics: [exact: {target: \"{{answer}}\"}]\n");
    box.write(folder + "/p.yaml", "version: 1\nname: p\ncandidates: [{name: m, backend: exec, command: [python3, model.py]}]\nsuites: [{file: s.yaml}]\n");
    box.write(folder + "/model.py",
              "import json,sys\nprint(json.dumps({'protocol':'shortlist.exec/1','parallel':1}),flush=True)\nfor line in sys.stdin:\n"
              "  r=json.loads(line)\n  t=" + std::string(folder == "a" ? "r['messages'][-1]['content']" : "'wrong'") +
              "\n  print(json.dumps({'id':r['id'],'event':'done','text':t,'finish':'stop'}),flush=True)\n");
  }
  const Finished first = box.run({"run", "a/p.yaml"}), second = box.run({"run", "b/p.yaml"});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(second.err.find("nobody is asked"), std::string::npos) << second.err;
  EXPECT_NE(first.out.find("m  100 %"), std::string::npos) << first.out;
}

TEST(Run, WhyCallsFailedIsSaid) {
  Sandbox box;
  write_small_plan(box, "lanes: {\"*\": {attempts: 1}}\n", ", faults: {server_error: 1.0}");
  const Finished done = box.run({"run"});
  EXPECT_EQ(done.code, 4) << done.err;
  EXPECT_NE(done.out.find(" of its failed calls: server_error: as the plan's options.faults ask"), std::string::npos) << done.out;
}

TEST(Run, NothingJudgedIsNoChoiceAndNoSuccess) {
  Sandbox box;
  write_small_plan(box, "failures: {unparsable: skipped}\n", ", faults: {unparsable: 1}");
  for (int i = 0; i < 2; ++i) {   // the second time all answers are there
    const Finished done = box.run({"run"});
    EXPECT_EQ(done.code, 4) << done.err;
    EXPECT_NE(done.out.find("NO CHOICE"), std::string::npos) << done.out;
    EXPECT_NE(done.err.find("incomplete: no answer could be judged, so there is no choice\n"), std::string::npos) << done.err;
  }
}

TEST(Run, NobodyWithinTheLimitsIsAFinding) {
  Sandbox box;
  write_small_plan(box, "objective: {limits: {p95_ms: 0.001}}\n");
  const Finished done = box.run({"run"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("NO CHOICE"), std::string::npos) << done.out;
}

TEST(Run, ABudgetAsksLessThanFull) {
  Sandbox box;
  write_small_plan(box, "stages: [{race: {budget: 0.5}}]\n");
  ASSERT_EQ(box.run({"run", "-o", "out.json"}).code, 0);
  EXPECT_LT(lines_in(box.run({"export", "latest"}).out), 180u);
  EXPECT_EQ(order_of(Json::parse(box.read("out.json"))).front(), "good");
}

TEST(Run, ShippedSuitesRun) {
  Sandbox box;
  const Json suites = Json::parse(box.run({"suites", "--format", "json"}).out);
  ASSERT_GE(suites.size(), 7u);
  std::string names;
  for (const auto& suite : suites) {
    EXPECT_GE(suite.at("items").get<int>(), 150) << suite;
    names += (names.empty() ? "" : ", ") + suite.at("name").get<std::string>();
  }
  box.write("shortlist.yaml", "version: 1\ncandidates:\n  - {name: right, backend: mock, model: m, options: {accuracy: 1.0}}\nsuites: [" + names + "]\n");
  const Finished done = box.run({"run", "--limit", "40", "-o", "out.json"});
  ASSERT_EQ(done.code, 0) << done.err;
}

}  // namespace
}  // namespace shortlist::test
