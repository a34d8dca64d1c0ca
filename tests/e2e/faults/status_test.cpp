// Statuses of HTTP: what is tried again, after which wait, and what is not.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

constexpr const char* json_head = "Content-Type: application/json\r\n";

/// The first request meets a reply of this status; later ones are answered.
Conduct once(int status, std::string headers = "", std::string body = R"({"error":{"message":"no"}})") {
  return [=](const Ask& ask, Peer& peer) {
    peer.send(ask.number > 1 ? stream_reply(ask.answer) : http_reply(status, json_head + headers, body));
  };
}

/// The server saw the second request no sooner than `ms` after the first.
std::function<void(const Seen&)> waited(int ms) {
  return [ms](const Seen& seen) {
    ASSERT_EQ(seen.asks.size(), 2u);
    EXPECT_GE(seen.asks[1].at - seen.asks[0].at, std::chrono::milliseconds(ms));
  };
}

std::string date_in(std::chrono::seconds from_now) {
  return fmt::format(
      "Retry-After: {:%a, %d %b %Y %H:%M:%S} GMT\r\n",
      fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + from_now)));
}

/// The date is made when it is sent.
void limited_until_a_date(const Ask& ask, Peer& peer) {
  if (ask.number > 1)
    peer.send(stream_reply(ask.answer));
  else
    peer.send(http_reply(429, date_in(std::chrono::seconds(2)), "{}"));
}

FaultCase retry_after(const char* name, const char* made, const char* becomes, Conduct conduct, int wait_ms) {
  return {.fault = 16,
          .name = name,
          .made = made,
          .becomes = becomes,
          .conduct = std::move(conduct),
          .requests = 2,
          .more = waited(wait_ms)};
}

std::vector<FaultCase> rate_limits() {
  return {
      retry_after("RetryAfterSeconds", "429, Retry-After: 1", "waits a second at least",
                  once(429, "Retry-After: 1\r\n"), 1000),
      retry_after("RetryAfterMs", "429, retry-after-ms: 700", "waits that long",
                  once(429, "retry-after-ms: 700\r\n"), 700),
      retry_after("RetryAfterFloat", "429, Retry-After: 0.6", "waits that long",
                  once(429, "Retry-After: 0.6\r\n"), 600),
      retry_after("RetryAfterDate", "429, Retry-After: a date two seconds ahead", "waits until then",
                  limited_until_a_date, 900),
      retry_after("RetryAfterNegative", "429, Retry-After: -5", "as if it were missing",
                  once(429, "Retry-After: -5\r\n"), 0),
      retry_after("RetryAfterNonsense", "429, Retry-After: soon", "as if it were missing",
                  once(429, "Retry-After: soon\r\n"), 0),
      retry_after("RetryAfterMissing", "429 alone", "a wait of our own", once(429), 0),
      {.fault = 16,
       .name = "RetryAfterHuge",
       .made = "429, Retry-After: 86400",
       .becomes = "one request, and the lane is stopped",
       .conduct = always(429, "Retry-After: 86400\r\n", "{}"),
       .items = 3,
       .exit_code = 4,
       .failure = "rate_limited",
       .all_recorded = false,
       .requests = 1,
       .words = {"stopped"}},
      {.fault = 17,
       .name = "QuotaIsAskedOnce",
       .made = "429 insufficient_quota",
       .becomes = "exactly one request",
       .model = "mock-quota",
       .items = 5,
       .exit_code = 4,
       .failure = "quota",
       .all_recorded = false,
       .requests = 1,
       .words = {"insufficient_quota", "stopped"}},
  };
}

FaultCase stops(const char* name, int status, const char* becomes = "one request for all items") {
  return {.fault = 18,
          .name = name,
          .made = "always that status",
          .becomes = becomes,
          .conduct = always(status, json_head, R"({"error":{"message":"nothing for you"}})"),
          .items = 5,
          .exit_code = 4,
          .failure = "auth",
          .all_recorded = false,
          .requests = 1,
          .words = {"nothing for you", "stopped"}};
}

FaultCase tried_again(const char* name, int status) {
  return {.fault = 19,
          .name = name,
          .made = "that status once",
          .becomes = "tried again",
          .conduct = once(status),
          .requests = 2};
}

std::vector<FaultCase> statuses() {
  const auto missing =
      always(404, json_head, R"({"error":{"message":"no such model","code":"model_not_found"}})");
  return {
      stops("Unauthorized401", 401),
      stops("Forbidden403", 403),
      {.fault = 18,
       .name = "NotFound404",
       .made = "always that status",
       .becomes = "not tried again",
       .conduct = missing,
       .exit_code = 4,
       .failure = "bad_request",
       .requests = 1,
       .words = {"no such model", "mock-tok2"}},
      {.fault = 18,
       .name = "NotFoundStopsTheTarget",
       .made = "404 for each of ten items",
       .becomes = "after three in a row at the start, nobody is asked",
       .conduct = missing,
       .items = 10,
       .exit_code = 4,
       .failure = "bad_request",
       .all_recorded = false,
       .requests = 3,
       .words = {"stopped"}},
      tried_again("Overloaded529", 529),
      tried_again("Unavailable503", 503),
      tried_again("GatewayTimeout504", 504),
      tried_again("RequestTimeout408", 408),
      tried_again("Conflict409", 409),
      tried_again("ServerError500", 500),
      {.fault = 20,
       .name = "TooLarge413",
       .made = "always 413",
       .becomes = "too_long, asked once",
       .conduct = always(413, "", ""),
       .exit_code = 4,
       .failure = "too_long",
       .requests = 1,
       .words = {"HTTP 413"}},
  };
}

[[maybe_unused]] const bool added = add_cases("Http", rate_limits) && add_cases("Http", statuses);

}  // namespace
}  // namespace shortlist::test::faults
