// Replies that are no success: their class, the wait they ask for, and a complaint fit for people.
#include <gtest/gtest.h>

#include "backends/http/reply_reader.hpp"
#include "backends/http/status.hpp"
#include "backends/http/text.hpp"
#include "backends/openai.hpp"

namespace shortlist {
namespace {

struct Row { const char* name; int status; std::string body; FailureKind kind; std::string detail; };
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

using enum FailureKind;
const std::vector<Row> rows = {
    {"rate_limit", 429, R"({"error":{"message":"Slow down","type":"requests","code":"rate_limit_exceeded"}})",
     rate_limited, "HTTP 429: Slow down (requests, rate_limit_exceeded)"},
    {"rate_limit_bare", 429, "", rate_limited, "HTTP 429: no further word"},
    {"quota", 429, R"({"error":{"message":"You exceeded","type":"insufficient_quota","code":"insufficient_quota"}})",
     quota, "HTTP 429: You exceeded"},
    {"quota_by_message", 429, R"({"error":{"message":"You exceeded your current quota, please check"}})", quota, "check"},
    {"billing", 429, R"({"error":{"message":"m","code":"billing_hard_limit_reached"}})", quota, "billing"},
    {"payment", 402, R"({"error":{"message":"Insufficient credits","code":402}})", quota, "Insufficient credits"},
    {"key", 401, R"({"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}})", auth,
     "HTTP 401: the key in MY_KEY is not accepted: Incorrect API key provided (invalid_api_key)"},
    {"forbidden", 403, R"({"error":{"message":"no","type":"permission_error"}})", auth, "HTTP 403: no"},
    {"litellm_no_key", 500, "Internal Server Error", server_error, "HTTP 500: Internal Server Error"},
    {"too_long", 400, R"({"error":{"message":"m","type":"invalid_request_error","code":"context_length_exceeded"}})",
     too_long, "context_length_exceeded"},
    {"too_long_llama", 400, R"({"error":{"code":400,"message":"m","type":"exceed_context_size_error"}})", too_long, "m"},
    {"too_long_message", 400, R"({"object":"error","message":"This model's maximum context length is 4096","code":400})",
     too_long, "4096"},
    {"too_long_413", 413, "<html>413</html>", too_long, "HTTP 413"},
    {"filter", 400, R"({"error":{"message":"m","code":"content_filter"}})", content_filter, "m"},
    {"filter_azure", 400,
     R"({"error":{"message":"m","code":null,"innererror":{"code":"ResponsibleAIPolicyViolation"}}})", content_filter, "m"},
    {"bad", 400, R"({"error":{"message":"no temperature","type":"invalid_request_error","code":"unsupported_value"}})",
     bad_request, "HTTP 400: no temperature (invalid_request_error, unsupported_value)"},
    {"bad_422", 422, R"({"detail":[{"loc":["body"],"msg":"field required"}]})", bad_request, "field required"},
    {"fastapi", 400, R"({"detail":"nope"})", bad_request, "HTTP 400: nope"},
    {"gemini_list", 429, R"([{"error":{"code":429,"message":"RESOURCE_EXHAUSTED","status":"x"}}])", rate_limited,
     "RESOURCE_EXHAUSTED"},
    {"error_is_text", 400, R"({"error":"model is required"})", bad_request, "HTTP 400: model is required"},
    {"not_found", 404, R"({"error":{"message":"no such model","code":"model_not_found"}})", bad_request,
     "HTTP 404: model \"my-model\" or the endpoint http://host:1/v1 is not there: no such model"},
    {"timeout", 408, "", timeout, "408"},
    {"gateway_timeout", 504, "<html>\n<h1>504</h1>\n</html>", timeout, "HTTP 504: <html> <h1>504</h1> </html>"},
    {"conflict", 409, "", server_error, "409"},
    {"internal", 500, R"({"error":{"message":"oops","type":"server_error"}})", server_error, "oops"},
    {"bad_gateway", 502, "<html>502 Bad Gateway</html>", server_error, "HTTP 502: <html>502 Bad Gateway</html>"},
    {"loading", 503, R"({"error":{"message":"Loading model","type":"unavailable_error","code":503}})", overloaded,
     "Loading model"},
    {"busy_says_server_error", 503, R"({"error":{"message":"busy","type":"server_error"}})", overloaded, "busy"},
    {"overloaded", 529, R"({"error":{"message":"Overloaded","type":"overloaded_error"}})", overloaded, "Overloaded"},
    {"not_implemented", 501, R"({"error":{"message":"m","type":"not_supported_error"}})", bad_request, "m"},
    {"redirect", 307, "moved", bad_request, "redirects are not followed; set endpoint to where this leads: http://b/v1"},
    {"strange_status", 199, "", protocol, "HTTP 199"},
    {"broken_json", 500, R"({"error":{"mess)", server_error, "HTTP 500: {\"error\":{\"mess"},
    {"escapes", 500, "a\x1b[31m\r\nb\xff", server_error, "HTTP 500: a [31m b?"},
};

Candidate candidate() {
  Candidate c;
  c.model = "my-model";
  c.endpoint = "http://user:secret@host:1/v1/";
  c.api_key_env = "MY_KEY";
  return c;
}

Failure failure_of(const HttpHead& head, const std::string& body, WallTime now = {}) {
  static const OpenAi dialect;
  static const Candidate asked = candidate();
  ReplyReader reader(dialect, asked, Framing::sse);
  reader.feed(head, body, Instant{});
  return std::get<Failure>(reader.result(head, std::nullopt, now));
}

class OpenAiErrors : public testing::TestWithParam<Row> {};

TEST_P(OpenAiErrors, HaveTheirClass) {
  const Row& row = GetParam();
  const Failure failure = failure_of({row.status, {{"Location", "http://u:p@b/v1"}}}, row.body);
  EXPECT_EQ(name_of(failure.kind), name_of(row.kind));
  const std::string shown = one_line(failure.detail);
  EXPECT_NE(shown.find(row.detail), std::string::npos) << shown;
  EXPECT_EQ(shown.find("secret"), std::string::npos) << shown;
  EXPECT_EQ(failure.retry_after, std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Rows, OpenAiErrors, testing::ValuesIn(rows), [](const auto& row) { return row.param.name; });

struct WaitRow { const char* header; const char* value; std::optional<double> seconds; };

TEST(RetryAfter, InAllItsForms) {
  const WallTime now = std::chrono::system_clock::from_time_t(784111777);   // Sun, 06 Nov 1994 08:49:37 GMT
  const WaitRow waits[] = {
      {"Retry-After", "2", 2.0},
      {"retry-after", " 1.5 ", 1.5},
      {"retry-after-ms", "250", 0.25},
      {"Retry-After", "0", 0.0},
      {"Retry-After", "-3", std::nullopt},
      {"Retry-After", "99999999999999", 86400.0},
      {"Retry-After", "nan", std::nullopt},
      {"Retry-After", "inf", std::nullopt},
      {"Retry-After", "soon", std::nullopt},
      {"Retry-After", "", std::nullopt},
      {"Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT", 30.0},
      {"Retry-After", "Sunday, 06-Nov-94 08:50:07 GMT", 30.0},
      {"Retry-After", "Sun Nov  6 08:50:07 1994", 30.0},
      {"Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT", 0.0},
      {"Retry-After", "Sun, 06 Nov 2094 08:00:00 GMT", 86400.0},
      {"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT", 86400.0},   // beyond what a clock of nanoseconds counts
      {"Retry-After", "Mon, 01 Jan 1601 00:00:00 GMT", 0.0},
      {"X-Other", "2", std::nullopt},
      {"Retry-After", "1m30.5s", 90.5},
      {"Retry-After", "1994-11-06T08:50:07Z", 30.0},
      {"Retry-After", "1994-11-06T09:50:07.5+01:00", 30.5},
      {"Retry-After", "784111787000", 86400.0},   // too small for milliseconds since 1970, too large for a wait
      {"x-ratelimit-reset-requests", "6m0s", std::nullopt},   // nothing says that this quota is used up
  };
  for (const WaitRow& row : waits) {
    SCOPED_TRACE(std::string(row.header) + ": " + row.value);
    const auto wait = failure_of({429, {{row.header, row.value}}}, "", now).retry_after;
    EXPECT_EQ(wait ? std::optional(to_s(*wait)) : std::nullopt, row.seconds);
  }
}

TEST(RetryAfter, MillisecondsCountBeforeSeconds) {
  const HttpHead head{429, {{"Retry-After", "9"}, {"Retry-After-Ms", "500"}}};
  EXPECT_EQ(retry_after(head, {}), from_ms(500));
}

TEST(RetryAfter, TheQuotaThatIsUsedUpSaysWhen) {
  const HttpHead head{429, {{"x-ratelimit-remaining-requests", "12"}, {"x-ratelimit-reset-requests", "1s"},
                            {"x-ratelimit-remaining-tokens", "0"}, {"x-ratelimit-reset-tokens", "250ms"}}};
  EXPECT_EQ(retry_after(head, {}), from_ms(250));
  EXPECT_EQ(retry_after({200, head.headers}, {}), std::nullopt);
}

TEST(Quota, InTheWordsOfEachProvider) {
  const WallTime now = std::chrono::system_clock::from_time_t(1'764'000'000);   // 2025-11-24T16:00:00Z
  const Quota openai = quota_of({200, {{"x-ratelimit-limit-requests", "500"}, {"X-RateLimit-Remaining-Requests", "499"},
                                    {"x-ratelimit-reset-requests", "120ms"}, {"x-ratelimit-remaining-tokens", "x"}}}, now);
  EXPECT_EQ(openai.requests_limit, 500);
  EXPECT_EQ(openai.requests_left, 499);
  EXPECT_EQ(openai.requests_reset, from_ms(120));
  EXPECT_EQ(openai.tokens_left, std::nullopt);
  const Quota anthropic = quota_of({200, {{"anthropic-ratelimit-tokens-remaining", "7000"},
                                       {"anthropic-ratelimit-tokens-reset", "2025-11-24T16:00:20Z"}}}, now);
  EXPECT_EQ(anthropic.tokens_left, 7000);
  EXPECT_EQ(anthropic.tokens_reset, std::chrono::seconds(20));
  EXPECT_EQ(quota_of({200, {{"ratelimit-reset", "1764000009"}}}, now).requests_reset, std::chrono::seconds(9));
  EXPECT_EQ(quota_of({200, {{"ratelimit-reset", "1764000009500"}}}, now).requests_reset, from_ms(9500));
}

TEST(OneLine, IsBoundedAndCutsNoCharacter) {
  EXPECT_EQ(one_line(" a \t\n b "), "a b");
  EXPECT_EQ(one_line(std::string("a\0b", 3)), "a b");
  EXPECT_EQ(one_line("ééé", 5), "éé...");
  EXPECT_EQ(one_line("\xed\xa0\x80\xc0\xaf\xe2\x82"), "???" "??" "??");   // a surrogate, an overlong form, a cut one
  EXPECT_LE(one_line(std::string(10000, 'x')).size(), detail_limit + 3);
}

TEST(Without, HidesEverySecret) {
  EXPECT_EQ(without("key sk-abc, sk-abc!", {"sk-abc"}), "key ***, ***!");
  EXPECT_EQ(without("a****b", {"****"}), "a***b");
  EXPECT_EQ(without("1 and 1", {"1", ""}), "1 and 1");
  EXPECT_EQ(without("YWJjZA== and YWJjZGVm", {"abcd", "abcdef"}), "*** and ***");
  EXPECT_EQ(without("Basic c2stYSs/L3o= or c2stYSs/L3o", {"sk-a+?/z"}), "Basic *** or c2stYSs/L3o");   // RFC 4648
  EXPECT_EQ(without("?key=sk-a%2B%3F%2Fz&sk-a%2b%3f%2fz", {"sk-a+?/z"}), "?key=***&***");   // RFC 3986
}

}  // namespace
}  // namespace shortlist
