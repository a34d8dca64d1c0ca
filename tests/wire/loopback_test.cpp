// The mock server's own word on what it did: other tests and trials trust it.
#include <curl/curl.h>
#include <gtest/gtest.h>

#include "backends/loopback/server.hpp"
#include "backends/loopback/server_process.hpp"
#include "tests/wire/asking.hpp"

namespace shortlist {
namespace {

using namespace loopback;

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

std::string get(const Server& server, const char* path) {
  std::string body;
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, ("http://127.0.0.1:" + std::to_string(server.port()) + path).c_str());
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
  EXPECT_EQ(curl_easy_perform(easy), CURLE_OK);
  curl_easy_cleanup(easy);
  return body;
}

TEST(Server, LogsAndForgets) {
  Server server;
  auto backend = openai_backend();
  ask_once(*backend, openai_candidate(server.endpoint(), "mock-tok3"));
  const Json entry = Json::parse(get(server, "/__log"));
  EXPECT_EQ(entry["number"], 1);
  EXPECT_EQ(entry["model"], "mock-tok3");
  EXPECT_EQ(entry["fault"], "ok");
  EXPECT_EQ(entry["tokens"], 3);
  EXPECT_LE(entry["received_ns"], entry["first_token_ns"]);
  EXPECT_EQ(get(server, "/__reset"), "");
  EXPECT_EQ(get(server, "/__log"), "");
}

TEST(Server, LogsWhenEachTokenWasSent) {
  Server::Options options;
  options.log_chunks = true;
  const Server server(options);
  auto backend = openai_backend();
  const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), "mock-itl2-tok4"), "s7");
  const Json entry = Json::parse(get(server, "/__log"));
  EXPECT_EQ(entry["answer"], "s7");
  ASSERT_EQ(entry["chunks_ns"].size(), 4u);
  ASSERT_EQ(reply.stamps.chunks.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_LE(entry["chunks_ns"][i].get<std::int64_t>(), reply.stamps.chunks[i].time_since_epoch().count()) << i;
  EXPECT_EQ(entry["chunks_ns"][0], entry["first_token_ns"]);
  EXPECT_EQ(entry["chunks_ns"][3], entry["last_token_ns"]);
}

TEST(Server, CountsWithoutALog) {
  Server::Options options;
  options.keep_log = false;
  Server server(options);
  auto backend = openai_backend();
  for (int i = 0; i < 3; ++i) ask_once(*backend, openai_candidate(server.endpoint(), "mock-tok2"));
  EXPECT_EQ(get(server, "/__log"), "");
  const Json totals = Json::parse(get(server, "/__totals"));
  EXPECT_EQ(totals["requests"], 3);
  EXPECT_LT(totals["first_received_ns"], totals["last_received_ns"]);
  EXPECT_LE(totals["last_received_ns"], totals["last_sent_ns"]);
  get(server, "/__reset");
  EXPECT_EQ(server.totals().requests, 0u);
}

TEST(Server, InAProcessOfItsOwnSaysTheSame) {
  Server::Options options;
  options.log_chunks = true;
  const ServerProcess server(options);
  auto backend = openai_backend();
  ask_once(*backend, openai_candidate(server.endpoint(), "mock-tok3"), "s1");
  const Json entry = Json::parse(server.get("/__log"));
  EXPECT_EQ(entry["answer"], "s1");
  EXPECT_EQ(entry["chunks_ns"].size(), 3u);
  EXPECT_EQ(server.get("/__nothing"), "");
}

TEST(MockReply, AnswersWhatIsMarkedElseAnEcho) {
  EXPECT_EQ(read_request(R"({"messages":[{"content":"ANSWER=1 ANSWER=42\nok"}]})").answer, "42");
  EXPECT_EQ(read_request(R"({"messages":[{"content":"ANSWER=42"}]})").answer, "42");
  EXPECT_EQ(read_request(R"({"messages":[{"content":"a"},{"content": "say \"hi\""}]})").answer, R"(say \"hi\")");
  EXPECT_EQ(read_request("{}").answer, "");
  const Request request = read_request(R"({"model":"m","stream":true,"stream_options":{"include_usage":true}})");
  EXPECT_EQ(request.model, "m");
  EXPECT_TRUE(request.stream && request.include_usage);
}

TEST(MockReply, TheModelsNameSetsItsManners) {
  const Manners m = manners_of("mock-ttft200-itl20.5-tok50-slowhdr300-ra1.5-roleearly-e429_5-rst");
  EXPECT_EQ(m.ttft, std::chrono::milliseconds(200));
  EXPECT_EQ(m.inter_token, std::chrono::microseconds(20500));
  EXPECT_EQ(m.slow_headers, std::chrono::milliseconds(300));
  EXPECT_EQ(m.tokens, 50);
  EXPECT_EQ(m.retry_after_s, 1.5);
  EXPECT_TRUE(m.role_early);
  EXPECT_EQ(m.faults, (std::vector<std::pair<Fault, int>>{{Fault::rate_limited, 5}, {Fault::reset, 100}}));
  EXPECT_TRUE(manners_of("smollm2").faults.empty());
}

TEST(MockReply, FaultsKeepTheirShare) {
  const Manners m = manners_of("mock-e429_5-e500_2");
  int limited = 0, broken = 0;
  for (std::uint64_t i = 0; i < 10000; ++i) {
    limited += draw(m, 1, i) == Fault::rate_limited;
    broken += draw(m, 1, i) == Fault::server_error;
  }
  EXPECT_NEAR(limited, 500, 100);
  EXPECT_NEAR(broken, 200, 60);
}

std::string whole_reply(Fault fault) {
  std::string bytes;
  for (const Step& step : reply_to(read_request(R"({"messages":[{"content":"ANSWER=abc"}]})"), manners_of("m"), fault, 1))
    bytes += step.bytes;
  return bytes;
}

TEST(MockReply, WithoutAStreamFaultsCutTheBody) {
  const std::string sound = whole_reply(Fault::none);
  const std::string length = sound.substr(sound.find("Content-Length"), sound.find("\r\n\r\n") - sound.find("Content-Length"));
  for (const Fault fault : {Fault::reset_midway, Fault::cut, Fault::truncated}) {
    EXPECT_LT(whole_reply(fault).size(), sound.size());
    EXPECT_NE(whole_reply(fault).find(length), std::string::npos) << "less than it promised";
  }
  EXPECT_EQ(whole_reply(Fault::malformed).find(length), std::string::npos) << "as long as it promised, and no JSON";
}

TEST(MockReply, PacesItsTokens) {
  const auto steps = reply_to(read_request(R"({"stream":true,"messages":[{"content":"ANSWER=a"}]})"),
                              manners_of("m-ttft100-itl10-tok4"), Fault::none, 1);
  std::vector<std::int64_t> token_ms;
  for (const Step& step : steps)
    if (step.token) token_ms.push_back(step.at / std::chrono::milliseconds(1));
  EXPECT_EQ(token_ms, (std::vector<std::int64_t>{100, 110, 120, 130}));
}

}  // namespace
}  // namespace shortlist
