// What is asked of an OpenAI-compatible server.
#include <gtest/gtest.h>

#include "backends/openai.hpp"

namespace shortlist {
namespace {

Candidate candidate(const std::string& options = "{}", const std::string& endpoint = "http://host/v1") {
  Candidate c;
  c.model = "m";
  c.endpoint = endpoint;
  c.options = Json::parse(options);
  return c;
}

Item item() {
  Item item;
  item.prompt = {{"system", "Be brief."}, {"user", "\"1+1\"?\n\xEA\xB0\x80"}};
  return item;
}

Json body(const Candidate& c, const Item& asked = item()) {
  return Json::parse(OpenAi().body(OpenAi().common_body(c), asked));
}

const Json messages = {{{"role", "system"}, {"content", "Be brief."}}, {{"role", "user"}, {"content", "\"1+1\"?\n가"}}};

TEST(OpenAiRequest, StreamsAndAsksForUsage) {
  EXPECT_EQ(body(candidate()), (Json{{"model", "m"}, {"messages", messages}, {"stream", true},
                                     {"stream_options", {{"include_usage", true}}}}));
}

TEST(OpenAiRequest, OpenAisOwnEndpointIsToldNotToPad) {
  for (const char* endpoint : {"", "https://api.openai.com/v1/"})
    EXPECT_EQ(body(candidate("{}", endpoint))["stream_options"],
              (Json{{"include_usage", true}, {"include_obfuscation", false}}));
}

TEST(OpenAiRequest, CarriesTheSampling) {
  Candidate c = candidate();
  c.sampling = {0.5, 0.9, 40, 256, 7, {"END"}};
  const Json got = body(c);
  EXPECT_EQ(got["temperature"], 0.5);
  EXPECT_EQ(got["top_p"], 0.9);
  EXPECT_EQ(got["top_k"], 40);
  EXPECT_EQ(got["max_tokens"], 256);
  EXPECT_EQ(got["seed"], 7);
  EXPECT_EQ(got["stop"], Json{"END"});
  EXPECT_FALSE(got.contains("max_completion_tokens"));
}

TEST(OpenAiRequest, NamesTheTokenLimitAsTheServerWantsIt) {
  Candidate c = candidate(R"({"max_tokens_field": "max_completion_tokens"})");
  c.sampling.max_tokens = 9;
  EXPECT_EQ(body(c)["max_completion_tokens"], 9);
  EXPECT_FALSE(body(c).contains("max_tokens"));
}

TEST(OpenAiRequest, NotStreamed) {
  const Candidate c = candidate(R"({"stream": false})");
  EXPECT_EQ(body(c), (Json{{"model", "m"}, {"messages", messages}}));
  EXPECT_EQ(OpenAi().request(c, "").framing, Framing::none);
}

TEST(OpenAiRequest, UsageCanBeLeftOut) {
  EXPECT_FALSE(body(candidate(R"({"include_usage": false})")).contains("stream_options"));
}

TEST(OpenAiRequest, ExtraIsLaidOverLast) {
  Candidate c = candidate(R"({"extra": {"reasoning_effort": "low", "temperature": 1, "stream_options": null}})");
  c.sampling.temperature = 0;
  EXPECT_EQ(body(c)["reasoning_effort"], "low");
  EXPECT_EQ(body(c)["temperature"], 1);
  EXPECT_EQ(body(c)["stream_options"], nullptr);
}

TEST(OpenAiRequest, HeadersAndSecrets) {
  const Candidate c = candidate(R"({"headers": {"api-key": "canary-2"}})", "http://host/v1//");
  const HttpRequest request = OpenAi().request(c, "canary-1");
  EXPECT_EQ(request.url, "http://host/v1/chat/completions");
  EXPECT_EQ(request.framing, Framing::sse);
  std::vector<std::string> lines;
  for (const Header& h : request.headers) lines.push_back(h.name + ": " + h.value);
  EXPECT_EQ(lines, (std::vector<std::string>{"Content-Type: application/json", "Accept: text/event-stream",
                                             "Authorization: Bearer canary-1", "api-key: canary-2"}));
  EXPECT_EQ(request.secrets, (std::vector<std::string>{"canary-1", "canary-2"}));
  EXPECT_EQ(OpenAi().common_body(c).find("canary"), std::string::npos);
}

TEST(OpenAiRequest, NoKeyNoAuthorization) {
  for (const Header& h : OpenAi().request(candidate(), "").headers) EXPECT_NE(h.name, "Authorization");
}

TEST(OpenAiRequest, BrokenTextIsSentMended) {
  Item broken = item();
  broken.prompt[1].content = "a\xff";
  EXPECT_EQ(body(candidate(), broken)["messages"][1]["content"], "a\xEF\xBF\xBD");
}

}  // namespace
}  // namespace shortlist
