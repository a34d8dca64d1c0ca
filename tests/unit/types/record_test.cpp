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

TEST(Money, IsExactBelowAMicroDollar) {
  EXPECT_EQ(from_usd(0.0000112).nano_usd, 11200);
  EXPECT_DOUBLE_EQ(to_usd(Money{11200}), 0.0000112);
}

}  // namespace
}  // namespace shortlist
