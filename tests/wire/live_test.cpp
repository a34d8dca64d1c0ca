// The openai backend against a real server on loopback.
#include <gtest/gtest.h>

#include <filesystem>

#include "backends/loopback/server.hpp"
#include "tests/wire/asking.hpp"

namespace shortlist {
namespace {

using loopback::Fault;
using loopback::Server;

std::string text_of(const Reply& reply) {
  if (const auto* failure = std::get_if<Failure>(&reply.result)) return "FAILED " + failure->detail;
  return std::get<Completion>(reply.result).text;
}

TEST(Live, AnAnswerWithItsUsageAndStamps) {
  Server server;
  auto backend = openai_backend();
  const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), "mock-tok5-ttft2-itl1"), "사십이");
  const auto& done = std::get<Completion>(reply.result);
  EXPECT_EQ(done.text, "사십이    ");
  EXPECT_EQ(done.finish, Finish::stop);
  EXPECT_EQ(done.model_served, "mock-tok5-ttft2-itl1");
  ASSERT_TRUE(done.usage);
  EXPECT_EQ(done.usage->output, 5);
  EXPECT_EQ(reply.http_status, 200);
  EXPECT_EQ(reply.request_id, "req-1");
  const Stamps& s = reply.stamps;
  EXPECT_LE(s.connected.value(), s.written.value());
  EXPECT_LE(s.written.value(), s.first_byte.value());
  EXPECT_LE(s.first_byte.value(), s.first_token.value());
  EXPECT_LT(s.first_token.value(), s.last_token.value());
  const auto entry = server.log().at(0);
  EXPECT_LT(s.connected.value(), entry.received);
  EXPECT_LT(entry.first_token, s.first_token.value());   // sent before it was seen
  EXPECT_LT(entry.last_token, s.last_token.value());
}

TEST(Live, TheRoleChunkIsNoToken) {
  Server server;
  auto backend = openai_backend();
  const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), "mock-roleearly-ttft30"));
  EXPECT_LT(reply.stamps.first_byte.value(), server.log().at(0).first_token);
  EXPECT_GT(reply.stamps.first_token.value(), server.log().at(0).first_token);
}

TEST(Live, WhatGoesOverTheWire) {
  Server server;
  auto backend = openai_backend();
  ask_once(*backend, openai_candidate(server.endpoint(), "mock"));
  const auto entry = server.log().at(0);
  EXPECT_TRUE(entry.head.starts_with("POST /v1/chat/completions HTTP/1.1\r\n")) << entry.head;
  EXPECT_NE(entry.head.find("\r\nAuthorization: Bearer sk-canary"), std::string::npos) << entry.head;
  EXPECT_NE(entry.head.find("\r\nAccept-Encoding: identity"), std::string::npos) << entry.head;
  EXPECT_EQ(entry.head.find("Expect"), std::string::npos) << entry.head;
}

TEST(Live, NotStreamed) {
  Server server;
  auto backend = openai_backend();
  const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), "mock", {{"stream", false}}));
  EXPECT_EQ(text_of(reply), "42");
  EXPECT_EQ(std::get<Completion>(reply.result).usage->input, 10);
}

TEST(Live, ALargeRequestArrivesWhole) {
  Server server;
  auto backend = openai_backend();
  const Candidate candidate = openai_candidate(server.endpoint(), "mock");
  Item item = item_with_answer("7");
  item.prompt[0].content = std::string(3'000'000, 'x');
  Replies replies;
  backend->ask(candidate, item, {}, std::chrono::seconds(60), replies.taker({}));
  ASSERT_TRUE(replies.wait(1));
  EXPECT_EQ(text_of(replies.of(0)), "7");
  EXPECT_GT(server.log().at(0).body.size(), 3'000'000u);
}

struct FaultRow { const char* model; const char* kind; const char* detail; int status; };

TEST(Live, EveryFaultHasItsName) {
  const FaultRow rows[] = {
      {"mock-e429-ra1.5", "rate_limited", "HTTP 429: Rate limit reached", 429},
      {"mock-quota", "quota", "insufficient_quota", 429},
      {"mock-e500", "server_error", "HTTP 500", 500},
      {"mock-e503", "overloaded", "Loading model", 503},
      {"mock-e401", "auth", "the key in OPENAI_API_KEY is not accepted", 401},
      {"mock-e404", "bad_request", "HTTP 404: model \"mock-e404\"", 404},
      {"mock-e307", "bad_request", "redirects are not followed", 307},
      {"mock-html", "protocol", "no event stream (content-type \"text/html\"): <html>", 200},
      {"mock-rst", "network", "/v1/chat/completions", 0},
      {"mock-rstmid-tok8", "truncated", "the connection broke after", 200},
      {"mock-cut-tok8", "truncated", "the connection broke after", 200},
      {"mock-trunc-tok8", "truncated", "without saying why", 200},
      {"mock-badjson-tok8", "protocol", "malformed JSON", 200},
      {"mock-errstream-tok8", "overloaded", "overloaded_error", 200},
  };
  Server server;
  for (const FaultRow& row : rows) {
    SCOPED_TRACE(row.model);
    auto backend = openai_backend();   // on a connection of its own: see AResetOnAKeptConnection
    const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), row.model));
    const auto* failure = std::get_if<Failure>(&reply.result);
    ASSERT_TRUE(failure) << text_of(reply);
    EXPECT_EQ(name_of(failure->kind), row.kind);
    EXPECT_NE(failure->detail.find(row.detail), std::string::npos) << failure->detail;
    EXPECT_EQ(reply.http_status, row.status);
    EXPECT_EQ(failure->retry_after.has_value(), std::string_view(row.model) == "mock-e429-ra1.5");
  }
  EXPECT_EQ(server.log().size(), std::size(rows));   // each asked once: retries are the lane's
}

TEST(Live, AnEchoedKeyIsNotRepeated) {
  Server server;
  auto backend = openai_backend();
  const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), "mock-e401"), "sk-canary");
  EXPECT_NE(text_of(reply).find("Incorrect API key provided: ***"), std::string::npos) << text_of(reply);
}

TEST(Live, ARedirectIsNotFollowed) {
  Server server, elsewhere;
  const std::string host = "127.0.0.1:" + std::to_string(elsewhere.port());
  auto backend = openai_backend();
  const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), "mock-e307"), host);
  EXPECT_NE(text_of(reply).find("set endpoint to where this leads: http://" + host), std::string::npos);
  EXPECT_EQ(elsewhere.connections(), 0u);   // nobody there saw the key
}

TEST(Live, ConnectionsAreKept) {
  Server server;
  auto backend = openai_backend();
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(text_of(ask_once(*backend, openai_candidate(server.endpoint(), "mock"), std::to_string(i))),
              std::to_string(i));
  EXPECT_EQ(server.connections(), 1u);
}

TEST(Live, AStaleConnectionIsNoFailure) {
  Server server;
  server.script({Fault::close_after, Fault::close_after});
  auto backend = openai_backend();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(text_of(ask_once(*backend, openai_candidate(server.endpoint(), "mock"))), "42");
}

/// Whether a kept connection died before or after our request reached the server cannot be told when no byte came back;
/// libcurl then asks again on a fresh one, within the same attempt.
TEST(Live, AResetOnAKeptConnectionIsAskedAgain) {
  Server server;
  server.script({Fault::none, Fault::reset});
  auto backend = openai_backend();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(text_of(ask_once(*backend, openai_candidate(server.endpoint(), "mock"))), "42");
  EXPECT_EQ(server.log().size(), 3u);
}

/// libcurl counts the dead connections of a handle over its whole life and gives up at the sixth; a request has only its own.
TEST(Live, OnlyARequestsOwnDeadConnectionsCount) {
  Server server;
  std::vector<Fault> script(15, Fault::reset);
  for (std::size_t i = 0; i < script.size(); i += 2) script[i] = Fault::none;
  server.script(script);
  auto backend = openai_backend();
  for (int i = 0; i < 8; ++i) EXPECT_EQ(text_of(ask_once(*backend, openai_candidate(server.endpoint(), "mock"))), "42") << i;
  EXPECT_EQ(server.log().size(), 15u);
}

TEST(Live, AServerSlowToCloseHoldsNobodyUp) {
  Server server;
  auto backend = openai_backend();
  EXPECT_EQ(text_of(ask_once(*backend, openai_candidate(server.endpoint(), "mock-slowclose"))), "42");
}

TEST(Live, NobodyThere) {
  std::string endpoint;
  { endpoint = Server().endpoint(); }
  auto backend = openai_backend();
  const Reply reply = ask_once(*backend, openai_candidate(endpoint, "mock"));
  const auto& failure = std::get<Failure>(reply.result);
  EXPECT_EQ(failure.kind, FailureKind::network);
  EXPECT_NE(failure.detail.find(endpoint), std::string::npos) << failure.detail;
  EXPECT_EQ(reply.stamps.connected, std::nullopt);
}

TEST(Live, TimeOutsHaveAName) {
  Server server;
  auto backend = openai_backend();
  const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), "mock-hang"), "42", from_ms(30));
  const auto& failure = std::get<Failure>(reply.result);
  EXPECT_EQ(failure.kind, FailureKind::timeout);
  EXPECT_NE(failure.detail.find("no whole answer within 0.03 s"), std::string::npos) << failure.detail;
}

TEST(Live, AReplyThatFallsSilentEndsAndIsKeptInPart) {
  Server server;
  auto backend = openai_backend();
  const Candidate candidate =
      openai_candidate(server.endpoint(), "mock-ttft1-itl60000-tok3", {{"idle_timeout_s", 0.05}});
  const Reply reply = ask_once(*backend, candidate);
  const auto* failure = std::get_if<Failure>(&reply.result);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, FailureKind::timeout);
  EXPECT_NE(failure->detail.find("then brought nothing for 0.05 s"), std::string::npos) << failure->detail;
  EXPECT_EQ(reply.partial, "42");
}

TEST(Live, WhatHadComeOfATruncatedAnswerIsKept) {
  Server server;
  auto backend = openai_backend();
  for (const char* model : {"mock-trunc-tok8", "mock-cut-tok8", "mock-rstmid-tok8"}) {
    const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), model));
    ASSERT_TRUE(std::holds_alternative<Failure>(reply.result)) << model;
    EXPECT_TRUE(reply.partial.starts_with("42")) << model << ": " << reply.partial;
  }
}

TEST(Live, ItKnowsHowLateItIs) {
  Server server;
  auto backend = openai_backend();
  EXPECT_FALSE(backend->lag());
  ask_once(*backend, openai_candidate(server.endpoint(), "mock-tok20"));
  const auto lag = backend->lag();
  ASSERT_TRUE(lag);
  EXPECT_GT(lag->n, 0u);
  EXPECT_LE(lag->p50_ms, lag->p99_ms);
  EXPECT_LE(lag->p99_ms, lag->max_ms);
}

TEST(Live, NewConnectionsAreRamped) {
  Server server;
  TransportLimits limits;
  limits.connecting = 2;
  auto backend = openai_backend(limits);
  const Candidate candidate = openai_candidate(server.endpoint(), "mock-ttft5-tok2");
  Replies replies;
  for (std::uint32_t i = 0; i < 40; ++i)
    backend->ask(candidate, item_with_answer("a"), {0, 0, i, 0}, std::chrono::seconds(30), replies.taker({0, 0, i, 0}));
  ASSERT_TRUE(replies.wait(40));
  for (std::uint32_t i = 0; i < 40; ++i) EXPECT_TRUE(std::holds_alternative<Completion>(replies.of(i).result));
}

TEST(Live, RepliesHaveALimit) {
  Server server;
  const std::pair<TransportLimits, const char*> rows[] = {
      {{.body_bytes = 300}, "the reply is over 300 bytes"}, {{.header_bytes = 60}, "the reply's head is over 60 bytes"}};
  for (const auto& [limits, detail] : rows) {
    auto backend = openai_backend(limits);
    const Reply reply = ask_once(*backend, openai_candidate(server.endpoint(), "mock-tok50"));
    ASSERT_TRUE(std::holds_alternative<Failure>(reply.result));
    EXPECT_EQ(std::get<Failure>(reply.result).kind, FailureKind::protocol);
    EXPECT_EQ(std::get<Failure>(reply.result).detail, detail);
  }
}

TEST(Live, MissingKeyIsAFailureNotAnException) {
  auto backend = openai_backend();
  Candidate candidate = openai_candidate("http://127.0.0.1:1/v1", "mock");
  candidate.api_key_env = "NO_SUCH_KEY";
  const Reply reply = ask_once(*backend, candidate);
  EXPECT_EQ(std::get<Failure>(reply.result).kind, FailureKind::auth);
  EXPECT_NE(text_of(reply).find("NO_SUCH_KEY"), std::string::npos);
}

/// Sets a variable for as long as it lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name_); }

 private:
  const char* name_;
};

TEST(Live, ProxiesAreNamedAndLoopbackNeedsNone) {
  std::string dead;
  { dead = std::to_string(Server().port()); }
  const Variable proxy("http_proxy", ("http://me:pass-canary@127.0.0.1:" + dead).c_str());
  const Variable exempt("no_proxy", "");
  Server server;
  auto backend = openai_backend();
  EXPECT_EQ(text_of(ask_once(*backend, openai_candidate(server.endpoint(), "mock"))), "42");
  const std::string detail = text_of(ask_once(*backend, openai_candidate("http://models.invalid/v1", "mock")));
  EXPECT_NE(detail.find("proxy http://127.0.0.1:" + dead + " of http_proxy"), std::string::npos) << detail;
  EXPECT_EQ(detail.find("canary"), std::string::npos) << detail;
}

std::size_t threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

TEST(Live, NothingIsStartedBeforeTheFirstRequest) {
  const std::size_t before = threads();
  auto backend = openai_backend();
  backend->cancel({});
  EXPECT_EQ(threads(), before);
}

}  // namespace
}  // namespace shortlist
