// Bodies and heads of HTTP that are not what they claim to be.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

constexpr const char* one_try = "attempts: 1, timeout_s: 10, concurrency: 1";

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

void in_gzip(const Ask& ask, Peer& peer) {
  peer.send(http_reply(200, gzip_head, gzip(stream_body(ask.answer))));
}

void in_half_a_gzip(const Ask& ask, Peer& peer) {
  std::string filler;
  for (int i = 0; i < 200; ++i) filler += fmt::format(": {}\n\n", i * 7919);
  std::string body = stream_body(ask.answer);
  body.insert(body.find("\n\n") + 2, filler);  // so that a whole event is in the half
  const std::string packed = gzip(body);
  peer.send(stream_head("Content-Encoding: gzip\r\n") + chunk_of(packed.substr(0, packed.size() / 2)) +
            "0\r\n\r\n");
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
  const std::string more = chunk_of(event_of(
      fmt::format(R"({{"choices":[{{"index":0,"delta":{{"content":"{}"}}}}]}})", std::string(60000, 'x'))));
  for (int i = 0; i < 4000 && peer.send(more); ++i) {
  }
}

void short_length(const Ask& ask, Peer& peer) {
  const std::string body = whole_body(ask.answer);
  peer.send(fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                        body.size() + 50, body.substr(0, body.size() - 20)));
  peer.close();
}

void cut_chunk(const Ask& ask, Peer& peer) {
  peer.send(stream_head() + "fff\r\n" + stream_body(ask.answer).substr(0, 100));
  peer.close();
}

void with_a_continue(const Ask& ask, Peer& peer) {
  peer.send("HTTP/1.1 100 Continue\r\n\r\n" + stream_reply(ask.answer));
}

void http_1_0(const Ask& ask, Peer& peer) {
  peer.send("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + stream_body(ask.answer));
  peer.close();
}

void huge_head(const Ask& ask, Peer& peer) {
  const std::string line = "X-Filler: " + std::string(1000, 'x') + "\r\n";
  peer.send("HTTP/1.1 200 OK\r\n");
  for (int i = 0; i < 1024 && peer.send(line); ++i) {
  }
  peer.send("\r\n" + stream_body(ask.answer));
}

void no_http(const Ask&, Peer& peer) {
  peer.send("SSH-2.0-OpenSSH_9.2p1\r\n");
  peer.close();
}

const std::string page =
    "<html><body><h1>502 \033[31mBad\033[0m Gateway</h1>" + std::string(5000, 'z') + "</body></html>";

void expect_short_and_plain(const Seen& seen) {
  const std::string& detail = failure(seen.records.at(0).outcome)->detail;
  EXPECT_LT(detail.size(), 400u);
  EXPECT_EQ((seen.done.out + seen.done.err).find('\033'), std::string::npos);
}

std::vector<FaultCase> bodies() {
  return {
      {.fault = 21,
       .name = "Html502",
       .made = "a proxy's page with 502",
       .becomes = "server_error with a short excerpt, its escapes harmless",
       .conduct = always(502, "Content-Type: text/html\r\n", page),
       .exit_code = 4,
       .failure = "server_error",
       .requests = 2,
       .words = {"HTTP 502", "<html>"},
       .more = expect_short_and_plain},
      {.fault = 21,
       .name = "Html200",
       .made = "a page with 200",
       .becomes = "protocol with a short excerpt",
       .conduct = always(200, "Content-Type: text/html\r\n", page),
       .exit_code = 4,
       .failure = "protocol",
       .requests = 2,
       .words = {"no event stream", "<html>"},
       .more = expect_short_and_plain},
      {.fault = 22,
       .name = "Empty200",
       .made = "200 without a body",
       .becomes = "protocol",
       .conduct = always(200, "", ""),
       .exit_code = 4,
       .failure = "protocol",
       .requests = 2,
       .words = {"an empty reply"}},
      {.fault = 22,
       .name = "Empty200OfAStream",
       .made = "an event stream without events",
       .becomes = "protocol",
       .conduct = always(200, "Content-Type: text/event-stream\r\n", ""),
       .exit_code = 4,
       .failure = "protocol",
       .requests = 2,
       .words = {"an empty reply"}},
      {.fault = 23,
       .name = "ShortBody",
       .made = "fewer bytes than Content-Length says",
       .becomes = "truncated, not scored",
       .conduct = short_length,
       .options = "stream: false",
       .exit_code = 4,
       .failure = "truncated",
       .requests = 2},
      {.fault = 23,
       .name = "CutChunk",
       .made = "closed inside a chunk",
       .becomes = "truncated, not scored",
       .conduct = cut_chunk,
       .exit_code = 4,
       .failure = "truncated",
       .requests = 2},
      {.fault = 24,
       .name = "Gzip",
       .made = "compressed, though identity was asked for",
       .becomes = "the same text",
       .conduct = in_gzip},
      {.fault = 24,
       .name = "HalfAGzip",
       .made = "half a compressed body in sound chunks",
       .becomes = "truncated, not scored",
       .conduct = in_half_a_gzip,
       .exit_code = 4,
       .failure = "truncated",
       .requests = 2},
      {.fault = 24,
       .name = "GzipBomb",
       .made = "80 MiB in 80 KiB",
       .becomes = "cut at the limit of decoded bytes",
       .conduct = gzip_bomb,
       .lane = one_try,
       .exit_code = 4,
       .failure = "protocol",
       .requests = 1,
       .words = {" over ", "bytes"}},
      {.fault = 25,
       .name = "Continue100",
       .made = "100 Continue unasked, then the reply",
       .becomes = "works",
       .conduct = with_a_continue,
       .items = 2},
      {.fault = 25,
       .name = "Http10",
       .made = "HTTP/1.0, no length, ended by closing",
       .becomes = "works",
       .conduct = http_1_0,
       .items = 2},
      {.fault = 25,
       .name = "HeadOf1Mb",
       .made = "a megabyte of header lines",
       .becomes = "protocol, with the limit",
       .conduct = huge_head,
       .lane = one_try,
       .exit_code = 4,
       .failure = "protocol",
       .requests = 1,
       .words = {"head is over"}},
      {.fault = 25,
       .name = "NoHttpAtAll",
       .made = "another protocol's greeting",
       .becomes = "protocol",
       .conduct = no_http,
       .lane = one_try,
       .exit_code = 4,
       .failure = "protocol",
       .requests = 1},
      {.fault = 26,
       .name = "EndlessStream",
       .made = "sound events without an end",
       .becomes = "cut at the limit of a body",
       .conduct = endless,
       .lane = one_try,
       .exit_code = 4,
       .failure = "protocol",
       .requests = 1,
       .words = {"the reply is over"}},
  };
}

[[maybe_unused]] const bool added = add_cases("Http", bodies);

}  // namespace
}  // namespace shortlist::test::faults
