// What servers and the proxies before them say in HTTP.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

using loopback::Fault;

constexpr const char* json_head = "Content-Type: application/json\r\n";
constexpr const char* one_try = "attempts: 1, timeout_s: 10, concurrency: 1";

/// The first request meets a reply of this status; later ones are answered.
Conduct once(int status, std::string headers = "", std::string body = R"({"error":{"message":"no"}})") {
  return [=](const Ask& ask, Peer& peer) {
    if (ask.number > 1) peer.send(stream_reply(ask.answer));
    else peer.send(http_reply(status, json_head + headers, body));
  };
}

Conduct always(int status, std::string headers, std::string body) {
  return [=](const Ask&, Peer& peer) { peer.send(http_reply(status, headers, body)); };
}

std::string gzip(const std::string& text) {
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&z, text.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  deflate(&z, Z_FINISH);
  packed.resize(z.total_out);
  deflateEnd(&z);
  return packed;
}

constexpr const char* gzip_head = "Content-Type: text/event-stream\r\nContent-Encoding: gzip\r\n";

void in_gzip(const Ask& ask, Peer& peer) { peer.send(http_reply(200, gzip_head, gzip(stream_body(ask.answer)))); }

void in_half_a_gzip(const Ask& ask, Peer& peer) {
  std::string filler;
  for (int i = 0; i < 200; ++i) filler += fmt::format(": {}\n\n", i * 7919);
  std::string body = stream_body(ask.answer);
  body.insert(body.find("\n\n") + 2, filler);   // so that a whole event is in the half
  const std::string packed = gzip(body);
  peer.send(stream_head("Content-Encoding: gzip\r\n") + chunk_of(packed.substr(0, packed.size() / 2)) + "0\r\n\r\n");
}

void gzip_bomb(const Ask&, Peer& peer) {
  static const std::string packed = [] {
    std::string comments;
    for (std::size_t i = 0; i < 40u << 20; ++i) comments += ":\n";
    return gzip(comments);
  }();
  peer.send(http_reply(200, gzip_head, packed));
}

/// One event without an end, for as long as it is read.
void endless(const Ask&, Peer& peer) {
  peer.send(stream_head());
  const std::string more = chunk_of(event_of(fmt::format(R"({{"choices":[{{"index":0,"delta":{{"content":"{}"}}}}]}})", std::string(60000, 'x'))));
  for (int i = 0; i < 4000 && peer.send(more); ++i) {}
}

void short_length(const Ask& ask, Peer& peer) {
  const std::string body = whole_body(ask.answer);
  peer.send(fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", body.size() + 50, body.substr(0, body.size() - 20)));
  peer.close();
}

void cut_chunk(const Ask& ask, Peer& peer) {
  peer.send(stream_head() + "fff\r\n" + stream_body(ask.answer).substr(0, 100));
  peer.close();
}

void with_a_continue(const Ask& ask, Peer& peer) { peer.send("HTTP/1.1 100 Continue\r\n\r\n" + stream_reply(ask.answer)); }

void http_1_0(const Ask& ask, Peer& peer) {
  peer.send("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + stream_body(ask.answer));
  peer.close();
}

void huge_head(const Ask& ask, Peer& peer) {
  const std::string line = "X-Filler: " + std::string(1000, 'x') + "\r\n";
  peer.send("HTTP/1.1 200 OK\r\n");
  for (int i = 0; i < 1024 && peer.send(line); ++i) {}
  peer.send("\r\n" + stream_body(ask.answer));
}

void no_http(const Ask&, Peer& peer) {
  peer.send("SSH-2.0-OpenSSH_9.2p1\r\n");
  peer.close();
}

/// The server saw the second request no sooner than `ms` after the first.
std::function<void(const Seen&)> waited(int ms) {
  return [ms](const Seen& seen) {
    ASSERT_EQ(seen.asks.size(), 2u);
    EXPECT_GE(seen.asks[1].at - seen.asks[0].at, std::chrono::milliseconds(ms));
  };
}

std::string date_in(std::chrono::seconds from_now) {
  return fmt::format("Retry-After: {:%a, %d %b %Y %H:%M:%S} GMT\r\n",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + from_now)));
}

/// The date is made when it is sent.
void limited_until_a_date(const Ask& ask, Peer& peer) {
  if (ask.number > 1) peer.send(stream_reply(ask.answer));
  else peer.send(http_reply(429, date_in(std::chrono::seconds(2)), "{}"));
}

FaultCase retry_after(const char* name, const char* made, const char* becomes, Conduct conduct, int wait_ms) {
  return {.fault = 16, .name = name, .made = made, .becomes = becomes, .conduct = std::move(conduct), .requests = 2, .more = waited(wait_ms)};
}

std::vector<FaultCase> rate_limits() {
  return {
      retry_after("RetryAfterSeconds", "429, Retry-After: 1", "waits a second at least", once(429, "Retry-After: 1\r\n"), 1000),
      retry_after("RetryAfterMs", "429, retry-after-ms: 700", "waits that long", once(429, "retry-after-ms: 700\r\n"), 700),
      retry_after("RetryAfterFloat", "429, Retry-After: 0.6", "waits that long", once(429, "Retry-After: 0.6\r\n"), 600),
      retry_after("RetryAfterDate", "429, Retry-After: a date two seconds ahead", "waits until then", limited_until_a_date, 900),
      retry_after("RetryAfterNegative", "429, Retry-After: -5", "as if it were missing", once(429, "Retry-After: -5\r\n"), 0),
      retry_after("RetryAfterNonsense", "429, Retry-After: soon", "as if it were missing", once(429, "Retry-After: soon\r\n"), 0),
      retry_after("RetryAfterMissing", "429 alone", "a wait of our own", once(429), 0),
      {.fault = 16, .name = "RetryAfterHuge", .made = "429, Retry-After: 86400", .becomes = "one request, and the lane is stopped",
       .conduct = always(429, "Retry-After: 86400\r\n", "{}"), .items = 3, .exit_code = 4, .failure = "rate_limited", .all_recorded = false, .requests = 1,
       .words = {"stopped"}},
      {.fault = 17, .name = "QuotaIsAskedOnce", .made = "429 insufficient_quota", .becomes = "exactly one request",
       .model = "mock-quota", .items = 5, .exit_code = 4, .failure = "quota", .all_recorded = false, .requests = 1, .words = {"insufficient_quota", "stopped"}},
  };
}

FaultCase stops(const char* name, int status, const char* becomes = "one request for all items") {
  return {.fault = 18, .name = name, .made = "always that status", .becomes = becomes,
          .conduct = always(status, json_head, R"({"error":{"message":"nothing for you"}})"), .items = 5,
          .exit_code = 4, .failure = "auth", .all_recorded = false, .requests = 1, .words = {"nothing for you", "stopped"}};
}

FaultCase tried_again(const char* name, int status) {
  return {.fault = 19, .name = name, .made = "that status once", .becomes = "tried again", .conduct = once(status), .requests = 2};
}

std::vector<FaultCase> statuses() {
  const auto missing = always(404, json_head, R"({"error":{"message":"no such model","code":"model_not_found"}})");
  return {
      stops("Unauthorized401", 401), stops("Forbidden403", 403),
      {.fault = 18, .name = "NotFound404", .made = "always that status", .becomes = "not tried again",
       .conduct = missing, .exit_code = 4, .failure = "bad_request", .requests = 1, .words = {"no such model", "mock-tok2"}},
      {.fault = 18, .name = "NotFoundStopsTheTarget", .made = "404 for each of ten items", .becomes = "after three in a row at the start, nobody is asked",
       .conduct = missing, .items = 10, .exit_code = 4, .failure = "bad_request", .requests = 3, .needs = "a lane that stops after three refusals at its start"},
      tried_again("Overloaded529", 529), tried_again("Unavailable503", 503), tried_again("GatewayTimeout504", 504),
      tried_again("RequestTimeout408", 408), tried_again("Conflict409", 409), tried_again("ServerError500", 500),
      {.fault = 20, .name = "TooLarge413", .made = "always 413", .becomes = "too_long, asked once", .conduct = always(413, "", ""),
       .exit_code = 4, .failure = "too_long", .requests = 1, .words = {"HTTP 413"}},
  };
}

const std::string page = "<html><body><h1>502 \033[31mBad\033[0m Gateway</h1>" + std::string(5000, 'z') + "</body></html>";

void expect_short_and_plain(const Seen& seen) {
  const std::string& detail = failure(seen.records.at(0).outcome)->detail;
  EXPECT_LT(detail.size(), 400u);
  EXPECT_EQ((seen.done.out + seen.done.err).find('\033'), std::string::npos);
}

std::vector<FaultCase> bodies() {
  return {
      {.fault = 21, .name = "Html502", .made = "a proxy's page with 502", .becomes = "server_error with a short excerpt, its escapes harmless",
       .conduct = always(502, "Content-Type: text/html\r\n", page), .exit_code = 4, .failure = "server_error", .requests = 2, .words = {"HTTP 502", "<html>"}, .more = expect_short_and_plain},
      {.fault = 21, .name = "Html200", .made = "a page with 200", .becomes = "protocol with a short excerpt",
       .conduct = always(200, "Content-Type: text/html\r\n", page), .exit_code = 4, .failure = "protocol", .requests = 2, .words = {"no event stream", "<html>"}, .more = expect_short_and_plain},
      {.fault = 22, .name = "Empty200", .made = "200 without a body", .becomes = "protocol", .conduct = always(200, "", ""),
       .exit_code = 4, .failure = "protocol", .requests = 2, .words = {"an empty reply"}},
      {.fault = 22, .name = "Empty200OfAStream", .made = "an event stream without events", .becomes = "protocol", .conduct = always(200, "Content-Type: text/event-stream\r\n", ""),
       .exit_code = 4, .failure = "protocol", .requests = 2, .words = {"an empty reply"}},
      {.fault = 23, .name = "ShortBody", .made = "fewer bytes than Content-Length says", .becomes = "truncated, not scored", .conduct = short_length, .options = "stream: false",
       .exit_code = 4, .failure = "truncated", .requests = 2},
      {.fault = 23, .name = "CutChunk", .made = "closed inside a chunk", .becomes = "truncated, not scored", .conduct = cut_chunk,
       .exit_code = 4, .failure = "truncated", .requests = 2},
      {.fault = 24, .name = "Gzip", .made = "compressed, though identity was asked for", .becomes = "the same text", .conduct = in_gzip},
      {.fault = 24, .name = "HalfAGzip", .made = "half a compressed body in sound chunks", .becomes = "truncated, not scored", .conduct = in_half_a_gzip,
       .exit_code = 4, .failure = "truncated", .requests = 2},
      {.fault = 24, .name = "GzipBomb", .made = "80 MiB in 80 KiB", .becomes = "cut at the limit of decoded bytes", .conduct = gzip_bomb, .lane = one_try,
       .exit_code = 4, .failure = "protocol", .requests = 1, .words = {" over ", "bytes"}},
      {.fault = 25, .name = "Continue100", .made = "100 Continue unasked, then the reply", .becomes = "works", .conduct = with_a_continue, .items = 2},
      {.fault = 25, .name = "Http10", .made = "HTTP/1.0, no length, ended by closing", .becomes = "works", .conduct = http_1_0, .items = 2},
      {.fault = 25, .name = "HeadOf1Mb", .made = "a megabyte of header lines", .becomes = "protocol, with the limit", .conduct = huge_head, .lane = one_try,
       .exit_code = 4, .failure = "protocol", .requests = 1, .words = {"head is over"}},
      {.fault = 25, .name = "NoHttpAtAll", .made = "another protocol's greeting", .becomes = "protocol", .conduct = no_http, .lane = one_try,
       .exit_code = 4, .failure = "protocol", .requests = 1},
      {.fault = 26, .name = "EndlessStream", .made = "sound events without an end", .becomes = "cut at the limit of a body", .conduct = endless, .lane = one_try,
       .exit_code = 4, .failure = "protocol", .requests = 1, .words = {"the reply is over"}},
  };
}

[[maybe_unused]] const bool added = add_cases("Http", rate_limits) && add_cases("Http", statuses) && add_cases("Http", bodies);

}  // namespace
}  // namespace shortlist::test::faults
