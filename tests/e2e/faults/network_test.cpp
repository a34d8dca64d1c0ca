// What a network does: refuses, swallows, cuts, dawdles, and leads elsewhere.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

using loopback::Fault;
using std::chrono::milliseconds;

constexpr const char* one_try = "attempts: 1, timeout_s: 10, concurrency: 1";

void stall_after_the_head(const Ask&, Peer& peer) {
  peer.send(stream_head() +
            chunk_of(event_of(R"({"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]})")));
  peer.stall();
}

/// A comment each 40 ms for half a second, then the answer.
void ping_then_answer(const Ask& ask, Peer& peer) {
  peer.send(stream_head());
  for (int i = 0; i < 12; ++i)
    if (!peer.send(chunk_of(": ping\n\n")) || !peer.pause(milliseconds(40))) return;
  peer.send(chunk_of(stream_body(ask.answer)) + "0\r\n\r\n");
}

void byte_by_byte(const Ask& ask, Peer& peer) { peer.drip(stream_reply(ask.answer), 1, milliseconds(0)); }
void a_byte_each_50_ms(const Ask& ask, Peer& peer) {
  peer.drip(stream_reply(ask.answer), 1, milliseconds(50));
}
void two_kilobytes_a_second(const Ask& ask, Peer& peer) {
  peer.drip(stream_reply(ask.answer), 100, milliseconds(50));
}

void expect_attempts(const Seen& seen, std::size_t each) {
  for (const Record& record : seen.records) EXPECT_EQ(record.outcome.attempts.size(), each);
}

void expect_partial(const Seen& seen) {
  ASSERT_EQ(seen.records.at(0).outcome.attempts.size(), 2u);
  EXPECT_FALSE(seen.records[0].outcome.attempts[0].partial.empty()) << "what had come is kept";
}

void expect_soon(const Seen& seen) {
  for (const Record& record : seen.records)
    EXPECT_LT(record.outcome.timing.done, std::chrono::seconds(10)) << "waited for the end";
}

std::vector<FaultCase> refusals() {
  static const ClosedPort closed;
  static const BlackHole hole;
  return {
      {.fault = 1,
       .name = "Refused",
       .made = "nobody listens at the port",
       .becomes = "tried again, then failed by name",
       .endpoint = closed.endpoint(),
       .exit_code = 4,
       .failure = "network",
       .words = {"no connection", closed.endpoint()}},
      {.fault = 2,
       .name = "NoSuchHost",
       .made = "a host name that no resolver knows",
       .becomes = "as above, with the host's name",
       .endpoint = "http://no-such-host.invalid/v1",
       .environment = {{"RES_OPTIONS", "timeout:1 attempts:1"}},
       .exit_code = 4,
       .failure = "network",
       .words = {"no-such-host.invalid", "cannot be resolved"}},
      {.fault = 2,
       .name = "NoSuchProxy",
       .made = "a proxy's name that no resolver knows",
       .becomes = "names the proxy and its variable",
       .endpoint = "http://models.invalid/v1",
       .environment = {{"RES_OPTIONS", "timeout:1 attempts:1"},
                       {"http_proxy", "http://no-such-proxy.invalid:3128"}},
       .exit_code = 4,
       .failure = "network",
       .words = {"no-such-proxy.invalid", "http_proxy"}},
      {.fault = 3,
       .name = "BlackHole",
       .made = "a listener that completes no handshake",
       .becomes = "a time-out that says: no connection",
       .endpoint = hole.endpoint(),
       .lane = "attempts: 1, timeout_s: 0.5, concurrency: 1",
       .exit_code = 4,
       .failure = "timeout",
       .words = {"no connection within 0.5 s"}},
  };
}

std::vector<FaultCase> breaks() {
  return {
      {.fault = 4,
       .name = "RstBeforeTheHead",
       .made = "the first connection is reset unread",
       .becomes = "tried again",
       .script = {Fault::reset},
       .requests = 2,
       .more = [](const Seen& s) { expect_attempts(s, 2); }},
      {.fault = 5,
       .name = "RstMidStream",
       .made = "reset after half of the answer, once",
       .becomes = "tried again; the half is not scored",
       .model = "mock-tok8",
       .script = {Fault::reset_midway},
       .requests = 2,
       .more = [](const Seen& s) { expect_attempts(s, 2); }},
      {.fault = 5,
       .name = "RstMidStreamKeepsThePart",
       .made = "the same",
       .becomes = "the half is stored with its attempt",
       .model = "mock-tok8",
       .script = {Fault::reset_midway},
       .requests = 2,
       .more = expect_partial},
      {.fault = 5,
       .name = "RstMidStreamEachTime",
       .made = "reset after half of the answer, always",
       .becomes = "failed as truncated",
       .model = "mock-rstmid-tok8",
       .exit_code = 4,
       .failure = "truncated",
       .requests = 2,
       .words = {"the connection broke after"}},
      {.fault = 6,
       .name = "StallAfterTheHead",
       .made = "the head and a role chunk, then nothing",
       .becomes = "the idle time-out, long before the total one",
       .conduct = stall_after_the_head,
       .options = "idle_timeout_s: 0.3",
       .lane = "attempts: 1, timeout_s: 60, concurrency: 1",
       .exit_code = 4,
       .failure = "timeout",
       .requests = 1,
       .words = {"0.3 s"}},
      {.fault = 6,
       .name = "PingsAreNoStall",
       .made = "comments each 40 ms, then the answer",
       .becomes = "pings reset the idle time-out",
       .conduct = ping_then_answer,
       .options = "idle_timeout_s: 0.3",
       .requests = 1},
      {.fault = 6,
       .name = "StallIsBoundedInAll",
       .made = "the head and a role chunk, then nothing",
       .becomes = "the total time-out",
       .conduct = stall_after_the_head,
       .lane = "attempts: 1, timeout_s: 0.4, concurrency: 1",
       .exit_code = 4,
       .failure = "timeout",
       .requests = 1,
       .words = {"no whole answer within 0.4 s"}},
      {.fault = 6,
       .name = "NoReplyAtAll",
       .made = "the head never comes",
       .becomes = "the total time-out",
       .model = "mock-hang",
       .lane = "attempts: 1, timeout_s: 0.3, concurrency: 1",
       .exit_code = 4,
       .failure = "timeout",
       .requests = 1,
       .words = {"no whole answer within 0.3 s"}},
      {.fault = 7,
       .name = "AByteEach50Ms",
       .made = "the reply one byte at a time, 50 ms apart",
       .becomes = "the total time-out, not the idle one",
       .conduct = a_byte_each_50_ms,
       .lane = "attempts: 1, timeout_s: 0.5, concurrency: 1",
       .exit_code = 4,
       .failure = "timeout",
       .requests = 1,
       .words = {"no whole answer within 0.5 s"}},
      {.fault = 8,
       .name = "TwoKilobytesASecond",
       .made = "100 bytes each 50 ms",
       .becomes = "works",
       .conduct = two_kilobytes_a_second},
      {.fault = 9,
       .name = "OneByteReads",
       .made = "every byte a packet",
       .becomes = "the same text",
       .conduct = byte_by_byte,
       .items = 3},
      {.fault = 10,
       .name = "SlowClose",
       .made = "after the end mark the body stays open",
       .becomes = "the answer counts at its end mark",
       .model = "mock-slowclose",
       .items = 3,
       .lane = "attempts: 1, timeout_s: 30, concurrency: 1",
       .requests = 3,
       .more = expect_soon},
      {.fault = 11,
       .name = "StaleKeepAlive",
       .made = "each connection dies unannounced after its reply",
       .becomes = "a fresh connection; no attempt is counted",
       .model = "mock-closeafter",
       .items = 20,
       .more = [](const Seen& s) { expect_attempts(s, 1); }},
      {.fault = 11,
       .name = "RstOnAKeptConnection",
       .made = "the second request on a connection is reset unread",
       .becomes = "asked again at once; no attempt is counted",
       .script = {Fault::none, Fault::reset},
       .items = 2,
       .requests = 3,
       .more = [](const Seen& s) { expect_attempts(s, 1); }},
  };
}

[[maybe_unused]] const bool added = add_cases("Network", refusals) && add_cases("Network", breaks);

/// What a forward proxy does with a request for an absolute address.
void act_as_proxy(const Ask& ask, Peer& peer) { peer.send(stream_reply(ask.answer)); }

FaultCase asking(const std::string& where) { return {.endpoint = where, .lane = one_try}; }

Finished run_with(const Sandbox& box, const FaultCase& row, std::map<std::string, std::string> environment) {
  write_suite(box, row.items);
  write_plan(box, row, row.endpoint);
  environment["MY_KEY"] = canary;
  environment["RES_OPTIONS"] = "timeout:1 attempts:1";
  return box.run({"run"}, environment);
}

TEST(FaultsNetwork, ProxyOfTheEnvironmentIsUsed) {
  const RawServer proxy(act_as_proxy);
  const Sandbox box;
  const std::string address = fmt::format("http://me:pass-canary@127.0.0.1:{}", proxy.port());
  const Finished done = run_with(box, asking("http://models.invalid/v1"), {{"http_proxy", address}});
  EXPECT_EQ(done.code, 0) << done.err;
  ASSERT_EQ(proxy.asks().size(), 1u);
  EXPECT_TRUE(proxy.asks()[0].head.starts_with("POST http://models.invalid/v1/chat/completions"))
      << proxy.asks()[0].head;
}

TEST(FaultsNetwork, NoProxyIsHonouredAndPasswordsAreMasked) {
  const RawServer proxy(act_as_proxy);
  const Sandbox box;
  const std::string address = fmt::format("http://me:pass-canary@127.0.0.1:{}", proxy.port());
  const Finished done =
      run_with(box, asking("http://models.invalid/v1"), {{"http_proxy", address}, {"no_proxy", ".invalid"}});
  EXPECT_EQ(done.code, 4) << done.err;
  EXPECT_EQ(proxy.connections(), 0u);
  EXPECT_EQ((done.out + done.err + failure(stored(box).at(0).outcome)->detail).find("pass-canary"),
            std::string::npos);
}

TEST(FaultsNetwork, LoopbackIsNeverProxied) {
  const RawServer proxy(act_as_proxy), server(act_as_proxy);
  const Sandbox box;
  const std::string address = fmt::format("http://127.0.0.1:{}", proxy.port()), endpoint = server.endpoint();
  const Finished done =
      run_with(box, asking(endpoint), {{"http_proxy", address}, {"all_proxy", address}, {"no_proxy", ""}});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(proxy.connections(), 0u);
}

TEST(FaultsNetwork, RedirectsAreNotFollowedAndTheKeyStaysHome) {
  const RawServer elsewhere(act_as_proxy);
  const std::string location =
      fmt::format("Location: http://127.0.0.1:{}/v1/chat/completions\r\n", elsewhere.port());
  for (const int status : {301, 302, 303, 307, 308}) {
    const RawServer server([&](const Ask&, Peer& peer) { peer.send(http_reply(status, location, "moved")); });
    const Sandbox box;
    const std::string endpoint = server.endpoint();
    const Finished done = run_with(box, asking(endpoint), {});
    EXPECT_EQ(done.code, 4) << done.err;
    const Failure failed = *failure(stored(box).at(0).outcome);
    EXPECT_EQ(failed.kind, FailureKind::bad_request);
    EXPECT_NE(failed.detail.find(elsewhere.endpoint()), std::string::npos) << failed.detail;
    EXPECT_EQ(server.asks().size(), 1u);
  }
  EXPECT_EQ(elsewhere.connections(), 0u);
}

TEST(FaultsNetwork, ADeadTargetLetsTheOthersFinish) {
  const RawServer server(act_as_proxy);
  const ClosedPort dead;
  const Sandbox box;
  write_suite(box, 5);
  box.write(
      "shortlist.yaml",
      fmt::format(
          "version: 1\nname: two\nstages: [race: {{mode: full}}]\nsuites: [file: echo.yaml]\nlanes: {{\"*\": {{attempts: 2}}}}\ncandidates:\n"
          "  - {{name: alive, backend: openai, endpoint: \"{}\", model: m}}\n"
          "  - {{name: dead, backend: openai, endpoint: \"{}\", model: m}}\n",
          server.endpoint(), dead.endpoint()));
  const Finished done = box.run({"run"});
  EXPECT_EQ(done.code, 4) << done.err;
  for (const Record& record : stored(box)) {
    if (record.outcome.key.candidate == 0)
      EXPECT_EQ(record.quality, 1.0);
    else
      EXPECT_EQ(failure(record.outcome)->kind, FailureKind::network);
  }
  EXPECT_EQ(stored(box).size(), 10u);
}

}  // namespace
}  // namespace shortlist::test::faults
