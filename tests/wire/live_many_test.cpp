// Many calls at once, cancelled calls, and an end in the middle of it: each call has exactly one reply.
#include <gtest/gtest.h>

#include "backends/loopback/server.hpp"
#include "tests/wire/asking.hpp"

namespace shortlist {
namespace {

using loopback::Server;

constexpr auto patience = std::chrono::seconds(60);

CallKey call(std::uint32_t item) { return {0, 0, item, 0}; }

const Failure* failure_of(const Reply& reply) { return std::get_if<Failure>(&reply.result); }

TEST(LiveMany, TwoHundredAtOnceEachWithItsOwnAnswer) {
  constexpr std::uint32_t count = 200;
  Server server;
  const Candidate candidate = openai_candidate(server.endpoint(), "mock-ttft20-itl1-tok4");
  Replies replies;
  auto backend = openai_backend();
  for (std::uint32_t i = 0; i < count; ++i)
    backend->ask(candidate, item_with_answer(std::to_string(i)), call(i), patience, replies.taker(call(i)));
  ASSERT_TRUE(replies.wait(count));
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto* done = std::get_if<Completion>(&replies.of(i).result);
    ASSERT_TRUE(done) << failure_of(replies.of(i))->detail;
    EXPECT_EQ(done->text, std::to_string(i) + "   ");
  }
  EXPECT_FALSE(replies.any_twice());
  EXPECT_LE(server.connections(), count);
}

TEST(LiveMany, FaultsAmongThemLoseNothing) {
  constexpr std::uint32_t count = 400;
  Server server;
  const Candidate candidate =
      openai_candidate(server.endpoint(), "mock-tok6-e429_5-e500_5-rst_5-rstmid_5-cut_5-trunc_5-badjson_5");
  Replies replies;
  auto backend = openai_backend();
  for (std::uint32_t i = 0; i < count; ++i)
    backend->ask(candidate, item_with_answer(std::to_string(i)), call(i), patience, replies.taker(call(i)));
  ASSERT_TRUE(replies.wait(count));
  std::size_t failed = 0, answered = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (failure_of(replies.of(i))) ++failed;
    else EXPECT_EQ(std::get<Completion>(replies.of(i).result).text, std::to_string(i) + "     ");
  }
  for (const auto& entry : server.log()) answered += entry.fault == loopback::Fault::none;
  EXPECT_EQ(count - failed, answered);
  EXPECT_GT(failed, 50u);
  EXPECT_FALSE(replies.any_twice());
}

TEST(LiveMany, CancelEndsOneAndLeavesTheOthers) {
  Server server;
  const Candidate hanging = openai_candidate(server.endpoint(), "mock-hang");
  const Candidate good = openai_candidate(server.endpoint(), "mock");
  Replies replies;
  auto backend = openai_backend();
  backend->ask(hanging, item_with_answer("1"), call(0), patience, replies.taker(call(0)));
  backend->ask(hanging, item_with_answer("2"), call(1), patience, replies.taker(call(1)));
  ASSERT_TRUE(server.wait_for_requests(2));
  backend->cancel(call(0));
  ASSERT_TRUE(replies.wait(1));
  EXPECT_EQ(failure_of(replies.of(0))->kind, FailureKind::cancelled);
  backend->ask(good, item_with_answer("3"), call(2), patience, replies.taker(call(2)));
  ASSERT_TRUE(replies.wait(2));
  EXPECT_EQ(std::get<Completion>(replies.of(2).result).text, "3");
  backend->cancel(call(2));   // has ended: no matter
  backend->cancel(call(7));   // was never asked
  backend.reset();
  EXPECT_EQ(failure_of(replies.of(1))->kind, FailureKind::cancelled);
  EXPECT_EQ(replies.size(), 3u);
  EXPECT_FALSE(replies.any_twice());
}

TEST(LiveMany, CancelRightAfterAsking) {
  Server server;
  const Candidate hanging = openai_candidate(server.endpoint(), "mock-hang");
  Replies replies;
  auto backend = openai_backend();
  for (std::uint32_t i = 0; i < 50; ++i) {
    backend->ask(hanging, item_with_answer("1"), call(i), patience, replies.taker(call(i)));
    backend->cancel(call(i));
  }
  ASSERT_TRUE(replies.wait(50));
  for (std::uint32_t i = 0; i < 50; ++i) EXPECT_EQ(failure_of(replies.of(i))->kind, FailureKind::cancelled);
}

TEST(LiveMany, TheEndCancelsWhatIsInFlight) {
  constexpr std::uint32_t count = 60;
  Server server;
  const Candidate hanging = openai_candidate(server.endpoint(), "mock-hang");
  Replies replies;
  auto backend = openai_backend();
  for (std::uint32_t i = 0; i < count; ++i)
    backend->ask(hanging, item_with_answer("1"), call(i), patience, replies.taker(call(i)));
  ASSERT_TRUE(server.wait_for_requests(1));
  backend.reset();
  ASSERT_EQ(replies.size(), count);   // all told before the destructor returned
  for (std::uint32_t i = 0; i < count; ++i) EXPECT_EQ(failure_of(replies.of(i))->kind, FailureKind::cancelled);
  EXPECT_FALSE(replies.any_twice());
}

TEST(LiveMany, TheEndRightAfterAskingTellsTheUnsentToo) {
  constexpr std::uint32_t count = 300;   // more than are started at once
  Server server;
  const Candidate hanging = openai_candidate(server.endpoint(), "mock-hang");
  Replies replies;
  auto backend = openai_backend();
  for (std::uint32_t i = 0; i < count; ++i)
    backend->ask(hanging, item_with_answer("1"), call(i), patience, replies.taker(call(i)));
  backend.reset();
  EXPECT_EQ(replies.size(), count);
  EXPECT_FALSE(replies.any_twice());
}

TEST(LiveMany, AKeyCanBeAskedAgain) {
  Server server;
  const Candidate candidate = openai_candidate(server.endpoint(), "mock");
  server.script({loopback::Fault::server_error});
  auto backend = openai_backend();
  EXPECT_EQ(failure_of(ask_once(*backend, candidate))->kind, FailureKind::server_error);
  EXPECT_EQ(failure_of(ask_once(*backend, candidate)), nullptr);
}

}  // namespace
}  // namespace shortlist
