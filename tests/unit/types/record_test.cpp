#include "harness/types/record.hpp"

#include <gtest/gtest.h>

namespace shortlist {
namespace {

TEST(Record, NamesGoThereAndBack) {
  for (int i = 0; i <= static_cast<int>(FailureKind::cancelled); ++i) {
    auto kind = static_cast<FailureKind>(i);
    EXPECT_EQ(failure_kind(name_of(kind)), kind);
  }
  EXPECT_EQ(failure_kind("no such kind"), std::nullopt);
}

TEST(Record, TtftCountsFromTheWrittenRequest) {
  Timing t;
  t.queued = from_ms(1);
  t.written = from_ms(5);
  t.first_token = from_ms(25);
  t.last_token = from_ms(105);
  EXPECT_EQ(ttft(t), from_ms(20));
  EXPECT_EQ(total(t), from_ms(100));
}

TEST(Record, TtftIsUnknownWithoutStamps) { EXPECT_EQ(ttft(Timing{}), std::nullopt); }

/// An answer of `tokens` in three chunks, 100 ms from the first to the last.
Outcome streamed(std::optional<std::int64_t> tokens) {
  Outcome o;
  o.attempts.resize(1);
  o.timing.written = from_ms(5);
  o.timing.first_token = from_ms(25), o.timing.first_answer = from_ms(45), o.timing.last_token = from_ms(125);
  o.timing.gaps = {from_ms(20), from_ms(80)};
  Completion answer;
  if (tokens) answer.usage = Usage{9, {}, tokens, {}};
  o.result = answer;
  return o;
}

TEST(Record, TimePerTokenComesFromUsage) {
  EXPECT_EQ(tpot(streamed(11)), from_ms(10));
  EXPECT_EQ(tpot(streamed({})), std::nullopt);
  EXPECT_EQ(tpot(streamed(1)), std::nullopt);
  auto hidden = streamed(211);
  std::get<Completion>(hidden.result).usage->reasoning = 200;
  EXPECT_EQ(tpot(hidden), from_ms(10)) << "reasoning that was counted, but not shown";
  std::get<Completion>(hidden.result).reasoning = "hm";
  EXPECT_EQ(tpot(hidden), from_ms(100) / 210) << "reasoning that was shown";
  auto at_once = streamed(11);
  at_once.timing.last_token = at_once.timing.first_token;
  EXPECT_EQ(tpot(at_once), std::nullopt);
  EXPECT_EQ(time_to_answer(streamed(11).timing), from_ms(40));
  EXPECT_EQ(chunks(streamed(11).timing), 3u);
  EXPECT_EQ(chunks(Timing{}), 0u);
}

TEST(Record, OnlyFirstTriesOfThisRunAreTimed) {
  EXPECT_TRUE(timed(streamed(11)));
  auto retried = streamed(11), cached = streamed(11), failed = streamed(11);
  retried.attempts.resize(2), cached.cached = true, failed.result = Failure{};
  for (const auto& o : {retried, cached, failed}) EXPECT_FALSE(timed(o));
}

TEST(Money, IsExactBelowAMicroDollar) {
  EXPECT_EQ(from_usd(0.0000112).nano_usd, 11200);
  EXPECT_DOUBLE_EQ(to_usd(Money{11200}), 0.0000112);
}

}  // namespace
}  // namespace shortlist
