// What a candidate of the openai backend must say, and the complaints when it does not.
#include <gtest/gtest.h>

#include <functional>

#include "backends/openai.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

class NoClock : public Clock {
 public:
  Instant now() const override { return {}; }
  WallTime wall_now() const override { return {}; }
  void at(Instant, std::function<void()>) override {}
};

Candidate fine() {
  Candidate c;
  c.name = "a";
  c.backend = "openai";
  c.model = "m";
  c.endpoint = "http://localhost:8000/v1";
  c.where = "plan.yaml:3:5 candidates[0]";
  return c;
}

std::string complaint(const Candidate& candidate, std::map<std::string, std::string> variables = {}) {
  NoClock clock;
  const BackendWorld world{clock,
                           [&](const std::string& name) -> std::optional<std::string> {
                             const auto found = variables.find(name);
                             return found == variables.end() ? std::nullopt : std::optional(found->second);
                           },
                           "", ""};
  try {
    backend_row(candidate).check(candidate, world);
    return "";
  } catch (const UserError& error) {
    return error.what();
  }
}

struct Row { const char* name; std::function<void(Candidate&)> change; const char* complaint; };
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

std::function<void(Candidate&)> options(const char* text) {
  return [text](Candidate& c) { c.options = Json::parse(text); };
}
std::function<void(Candidate&)> endpoint(const char* text) {
  return [text](Candidate& c) { c.endpoint = text; };
}

const std::vector<Row> rows = {
    {"fine", [](Candidate&) {}, ""},
    {"all_options", options(R"({"stream": false, "include_usage": false, "max_tokens_field": "max_completion_tokens",
                               "headers": {"X-A": "b"}, "extra": {"top_a": 1}})"), ""},
    {"backend", [](Candidate& c) { c.backend = "opnai"; },
     "plan.yaml:3:5 candidates[0]: unknown backend \"opnai\", did you mean \"openai\"?"},
    {"model", [](Candidate& c) { c.model = ""; }, "model: missing"},
    {"file", [](Candidate& c) { c.file = "a.gguf"; }, "did you mean backend local?"},
    {"command", [](Candidate& c) { c.command = {"a"}; }, "did you mean backend exec?"},
    {"option_near", options(R"({"steam": true})"), "options: unknown key \"steam\", did you mean \"stream\"?"},
    {"option_far", options(R"({"zzz": 1})"), "unknown key \"zzz\"; known here: stream, include_usage, max_tokens_field"},
    {"option_type", options(R"({"stream": "yes"})"), "options.stream: must be true or false, not \"yes\""},
    {"extra_type", options(R"({"extra": [1]})"), "options.extra: must be a map, not [1]"},
    {"extra_reserved", options(R"({"extra": {"n": 2}})"), "\"n\" is set by shortlist"},
    {"token_field", options(R"({"max_tokens_field": "max_token"})"), "\"max_token\", did you mean \"max_tokens\"?"},
    {"header_name", options(R"({"headers": {"a b": "c"}})"), "\"a b\" is no header name"},
    {"header_value", options(R"({"headers": {"a": "b\r\nc: d"}})"), "options.headers.a: must be a string of one line"},
    {"header_number", options(R"({"headers": {"a": 1}})"), "options.headers.a: must be a string of one line"},
    {"url_scheme", endpoint("ftp://host/v1"), "endpoint: \"ftp://host/v1\" is no http or https URL"},
    {"url_bare", endpoint("localhost:8000"), "is no http or https URL"},
    {"url_space", endpoint("http://local host/v1"), "is no http or https URL"},
    {"url_port", endpoint("http://host:99999/v1"), "is no http or https URL"},
    {"url_query", endpoint("http://u:secret@host/v1?a=b"), "http://host/v1?a=b has a query"},
    {"url_whole", endpoint("http://host/v1/chat/completions"), "give the base URL, up to /v1"},
    {"key_default", endpoint(""), "the environment variable OPENAI_API_KEY is not set"},
    {"key_named", [](Candidate& c) { c.api_key_env = "MY_KEY"; }, "the environment variable MY_KEY is not set"},
    {"top_k", [](Candidate& c) { c.endpoint = "", c.sampling.top_k = 4; }, "api.openai.com knows no top_k"},
};

class OpenAiCheck : public testing::TestWithParam<Row> {};

TEST_P(OpenAiCheck, Complains) {
  Candidate candidate = fine();
  GetParam().change(candidate);
  const std::string got = complaint(candidate);
  if (*GetParam().complaint == '\0') {
    EXPECT_EQ(got, "");
    return;
  }
  EXPECT_TRUE(got.starts_with("plan.yaml:3:5 candidates[0]: ")) << got;
  EXPECT_NE(got.find(GetParam().complaint), std::string::npos) << got;
  EXPECT_EQ(got.find("secret"), std::string::npos) << got;
}

INSTANTIATE_TEST_SUITE_P(Rows, OpenAiCheck, testing::ValuesIn(rows), [](const auto& row) { return row.param.name; });

TEST(OpenAiCheck, AKeyIsEnoughForTheDefaultEndpoint) {
  Candidate c = fine();
  c.endpoint = "";
  EXPECT_EQ(complaint(c, {{"OPENAI_API_KEY", "sk-1"}}), "");
}

TEST(OpenAiCheck, AKeyMustFitAHeader) {
  Candidate c = fine();
  c.api_key_env = "K";
  const std::string got = complaint(c, {{"K", "sk-canary\n"}});
  EXPECT_NE(got.find("the API key in K holds a line break"), std::string::npos) << got;
  EXPECT_EQ(got.find("canary"), std::string::npos);
}

TEST(OpenAiLane, IsTheEndpointAndTheKey) {
  Candidate c = fine();
  const BackendRow& row = backend_row(c);
  EXPECT_EQ(row.lane(c), "openai http://localhost:8000/v1 OPENAI_API_KEY");
  c.endpoint = "https://user:secret@host/v1/";
  c.api_key_env = "K";
  EXPECT_EQ(row.lane(c), "openai https://host/v1 K");
  c.endpoint = "";
  EXPECT_EQ(row.lane(c), "openai https://api.openai.com/v1 K");
}

}  // namespace
}  // namespace shortlist
