#include "harness/run/outcome.hpp"

#include <gtest/gtest.h>

namespace shortlist {
namespace {

using std::chrono::milliseconds;
const Instant due = Instant{} + std::chrono::hours(1);

TEST(Outcome, TimesOfTheLastTryCountFromWhenTheCallWasDue) {
  Stamps stamps;
  stamps.written = due + milliseconds(520);
  stamps.first_token = due + milliseconds(700);
  const Timing timing = timing_of(stamps, {due + milliseconds(500), due + milliseconds(900)}, due);
  EXPECT_EQ(timing.queued, milliseconds(500));
  EXPECT_EQ(timing.written, milliseconds(520));
  EXPECT_EQ(timing.first_token, milliseconds(700));
  EXPECT_EQ(timing.connected, std::nullopt) << "what did not happen stays unknown";
  EXPECT_EQ(timing.last_token, std::nullopt);
  EXPECT_EQ(timing.done, milliseconds(900));
}

TEST(Outcome, AnAttemptKeepsWhyItFailed) {
  Reply reply;
  reply.result = Failure{FailureKind::overloaded, "busy", std::nullopt};
  reply.http_status = 529;
  reply.request_id = "r1";
  const Attempt attempt = attempt_of(reply, {due + milliseconds(5), due + milliseconds(25)}, due);
  EXPECT_EQ(attempt.at, milliseconds(5));
  EXPECT_EQ(attempt.took, milliseconds(20));
  EXPECT_EQ(attempt.failure, FailureKind::overloaded);
  EXPECT_EQ(attempt.detail, "busy");
  EXPECT_EQ(attempt.http_status, 529);
  EXPECT_EQ(attempt.request_id, "r1");
  reply.result = Completion{};
  EXPECT_EQ(attempt_of(reply, {due, due}, due).failure, std::nullopt);
}

TEST(Outcome, ACallThatWasNeverSentSaysSo) {
  const Outcome outcome = unsent({1, 0, 2, 0}, {FailureKind::auth, "key refused", std::nullopt}, {});
  EXPECT_EQ(failure(outcome)->kind, FailureKind::auth);
  EXPECT_EQ(failure(outcome)->detail, "not sent: key refused");
  EXPECT_EQ(outcome.attempts.size(), 1u);
}

}  // namespace
}  // namespace shortlist
