// The program against a server that speaks OpenAI's protocol on loopback.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "backends/loopback/server.hpp"
#include "tests/e2e/shortlist.hpp"

namespace shortlist::test {
namespace {

constexpr auto key = "sk-very-secret";

void write_plan(const Sandbox& box, const loopback::Server& server, const std::string& model, const std::string& more = "") {
  std::string rows;
  for (int i = 0; i < 40; ++i) rows += "{\"id\":\"" + std::to_string(i) + "\",\"answer\":\"" + std::to_string(i * 7) + "\"}\n";
  box.write("echo.jsonl", rows);
  box.write("echo.yaml", "version: 1\nname: echo\nitems: echo.jsonl\nprompt: \"Say ANSWER={{answer}}\"\nmetrics: [exact: {target: \"{{answer}}\"}]\n");
  box.write("shortlist.yaml", "version: 1\nname: wire\ncandidates:\n  - name: remote\n    backend: openai\n    endpoint: " + server.endpoint() +
                                  "\n    model: " + model + "\n    api_key_env: MY_KEY\n    price: {input_per_mtok: 1, output_per_mtok: 2}\n"
                                  "suites: [file: echo.yaml]\n" + more);
}

std::vector<nlohmann::json> calls(const Sandbox& box) {
  std::vector<nlohmann::json> all;
  std::istringstream lines(box.run({"export"}).out);
  for (std::string line; std::getline(lines, line);) all.push_back(nlohmann::json::parse(line));
  return all;
}

TEST(OpenAi, StreamsAreTimedPricedAndScored) {
  Sandbox box;
  loopback::Server server;
  write_plan(box, server, "mock-ttft20-itl1-tok3");
  const Finished done = box.run({"run"}, {{"MY_KEY", key}});
  ASSERT_EQ(done.code, 0) << done.err;
  const auto all = calls(box);
  ASSERT_EQ(all.size(), 40u);
  for (const auto& call : all) {
    EXPECT_EQ(call.at("scores").at("exact"), 1.0) << call;
    EXPECT_GE(call.at("timing_ms").at("ttft").get<double>(), 15.0);
    EXPECT_GT(call.at("cost_usd").get<double>(), 0.0);
  }
  EXPECT_NE(server.log().front().head.find(std::string("Authorization: Bearer ") + key), std::string::npos);
}

TEST(OpenAi, TheKeyIsNowhereInWhatIsKept) {
  Sandbox box;
  loopback::Server server;
  write_plan(box, server, "mock-tok2");
  const Finished done = box.run({"run", "-o", "all.json"}, {{"MY_KEY", key}});
  ASSERT_EQ(done.code, 0) << done.err;
  for (const auto& file : std::filesystem::recursive_directory_iterator(box.path()))
    EXPECT_TRUE(!file.is_regular_file() || file_text(file.path()).find(key) == std::string::npos) << file.path();
  EXPECT_EQ((done.out + done.err).find(key), std::string::npos);
}

TEST(OpenAi, FaultsAreRetriedAndCounted) {
  Sandbox box;
  loopback::Server server;
  write_plan(box, server, "mock-tok2");
  server.script({loopback::Fault::server_error, loopback::Fault::truncated, loopback::Fault::malformed});
  const Finished done = box.run({"run"}, {{"MY_KEY", key}});
  ASSERT_EQ(done.code, 0) << done.err;
  int retried = 0;
  for (const auto& call : calls(box)) {
    EXPECT_EQ(call.at("scores").at("exact"), 1.0) << call;
    retried += call.at("attempts").get<int>() - 1;
  }
  EXPECT_EQ(retried, 3);
}

TEST(OpenAi, AnUnreachableServerLeavesTheRunIncomplete) {
  Sandbox box;
  {
    loopback::Server gone;
    write_plan(box, gone, "mock", "lanes: {\"*\": {attempts: 1}}\n");
  }
  const Finished done = box.run({"run"}, {{"MY_KEY", key}});
  EXPECT_EQ(done.code, 4) << done.out << done.err;
}

}  // namespace
}  // namespace shortlist::test
