// The self-test at a tiny size: that it measures, never how fast.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/shortlist.hpp"

namespace shortlist::test {
namespace {

using nlohmann::json;

const std::vector<std::string> tiny{"bench", "--self-test", "--streams", "3,8", "--tokens", "4", "--itl-ms", "2", "--ttft-ms", "5"};

Finished run_tiny(const Sandbox& box, const std::string& format) {
  auto words = tiny;
  words.insert(words.end(), {"--format", format});
  return box.run(words, {{"http_proxy", "http://127.0.0.1:9"}, {"OPENAI_API_KEY", "sk-not-to-be-sent"}});
}

TEST(SelfTest, MeasuresEveryStreamAndChunk) {
  Sandbox box;
  const Finished done = run_tiny(box, "json");
  const json result = json::parse(done.out, nullptr, false);
  ASSERT_FALSE(result.is_discarded()) << done.out << done.err;
  EXPECT_EQ(done.code, result.at("kept").get<bool>() ? 0 : 1);
  ASSERT_EQ(result.at("rounds").size(), 2u);
  const int streams[] = {3, 8};
  for (std::size_t i = 0; i < 2; ++i) {
    const json& round = result["rounds"][i];
    EXPECT_EQ(round.at("streams"), streams[i]);
    EXPECT_EQ(round.at("failed"), 0);
    EXPECT_EQ(round.at("chunks"), streams[i] * 4);
    EXPECT_EQ(round.at("ttft_error_ms").at("n"), streams[i]);
    EXPECT_EQ(round.at("chunk_lag_ms").at("n"), streams[i] * 4);
    EXPECT_EQ(round.at("itl_error_ms").at("n"), streams[i] * 3);
    EXPECT_GT(round.at("ttft_error_ms").at("max"), 0.0) << "a token is never seen before it is sent";
    EXPECT_LE(round.at("chunk_lag_ms").at("p50"), round.at("chunk_lag_ms").at("p99"));
    EXPECT_GT(round.at("cpu_us_per_chunk"), 0.0);
    EXPECT_GT(round.at("resident_mb"), 1.0);
    EXPECT_TRUE(round.contains("own_lag_ms") && round.contains("written_to_read_ms"));
  }
  EXPECT_GT(result.at("calls").at("calls"), 0);
  EXPECT_EQ(result.at("calls").at("failed"), 0);
  EXPECT_GT(result.at("calls").at("cpu_us_per_call"), 0.0);
}

TEST(SelfTest, ThePromisesAreThoseOfTheRounds) {
  Sandbox box;
  const Finished done = run_tiny(box, "json");
  const json result = json::parse(done.out, nullptr, false);
  ASSERT_FALSE(result.is_discarded()) << done.out << done.err;
  bool all = true;
  for (const json& promise : result.at("promises")) {
    const bool kept = promise.at("measured") <= promise.at("bound");
    EXPECT_EQ(promise.at("kept"), kept) << promise;
    all = all && kept;
  }
  EXPECT_EQ(result["promises"].size(), 9u) << "four a round, and the calls'";
  EXPECT_EQ(result.at("kept"), all);
}

TEST(SelfTest, SaysItInWords) {
  Sandbox box;
  const Finished done = run_tiny(box, "text");
  EXPECT_TRUE(done.code == 0 || done.code == 1) << done.err;
  for (const char* part : {"the server is a process of its own", "TTFT error", "ITL error", "chunk lag", "us CPU a chunk",
                           "calls answered at once, 64 connections", "promise", "kept"})
    EXPECT_NE(done.out.find(part), std::string::npos) << part << "\n" << done.out;
}

TEST(MockOpenAi, ComplainsOfWhatItDoesNotTake) {
  const auto mock = [](std::vector<std::string> words) {
    words.insert(words.begin(), BINARY_DIR "/bin/mock-openai");
    return run_program({std::move(words), ".", {}});
  };
  for (const auto& [words, complaint] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--prot", "1"}, "unknown option \"--prot\""},
           {{"8080"}, "unknown option \"8080\""},
           {{"--port"}, "--port: expected a number, found \"\""},
           {{"--port", "70000"}, "--port: expected a number, found \"70000\""},
           {{"--seed", "1x"}, "--seed: expected a number, found \"1x\""}}) {
    const Finished done = mock(words);
    EXPECT_EQ(done.code, 2) << complaint;
    EXPECT_NE(done.err.find(complaint), std::string::npos) << done.err;
  }
  EXPECT_EQ(mock({"--help"}).code, 0);
}

}  // namespace
}  // namespace shortlist::test
