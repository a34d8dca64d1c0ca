// The subtraction: known stamps in, known errors out.
#include "harness/selftest/compare.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "harness/selftest/selftest.hpp"

namespace shortlist {
namespace {

using std::chrono::microseconds;

Instant at_us(int us) { return Instant{} + microseconds(us); }

SeenStream seen(const std::string& name, int written, std::vector<int> chunks) {
  SeenStream stream{name, {}};
  stream.stamps.written = at_us(written);
  for (const int us : chunks) stamp_token(stream.stamps, at_us(us), true);
  return stream;
}

SentStream sent(int received, std::vector<int> chunks) {
  SentStream stream{at_us(received), {}};
  for (const int us : chunks) stream.chunks.push_back(at_us(us));
  return stream;
}

TEST(SelfTestText, CountsStreams) {
  EXPECT_EQ(streams_text(1), "1 stream");
  EXPECT_EQ(streams_text(500), "500 streams");
}

TEST(Spread, TakesTheNearestRank) {
  std::vector<double> hundred;
  for (int i = 100; i >= 1; --i) hundred.push_back(i);
  const Spread s = spread_of(hundred);
  EXPECT_EQ(s.p50, 50);
  EXPECT_EQ(s.p90, 90);
  EXPECT_EQ(s.p99, 99);
  EXPECT_EQ(s.max, 100);
  EXPECT_EQ(s.n, 100u);
  EXPECT_EQ(spread_of({7}).p99, 7);
  EXPECT_EQ(spread_of({}).n, 0u);
}

TEST(Compare, SubtractsStampForStamp) {
  const std::vector<SeenStream> ours{seen("s0", 1000, {5030, 7050, 9040})};
  const StreamErrors e = compare(ours, {{"s0", sent(1040, {5000, 7000, 9000})}});
  EXPECT_EQ(e.failed, 0u);
  EXPECT_EQ(e.chunks, 3u);
  EXPECT_DOUBLE_EQ(e.written.max, 0.040);
  EXPECT_DOUBLE_EQ(e.ttft.max, 0.030);
  EXPECT_DOUBLE_EQ(e.chunk_lag.p50, 0.040);
  EXPECT_DOUBLE_EQ(e.chunk_lag.max, 0.050);
  EXPECT_DOUBLE_EQ(e.itl.p50, 0.010) << "2020 for 2000, and 1990 for 2000: the sign does not count";
  EXPECT_DOUBLE_EQ(e.itl.max, 0.020);
  EXPECT_EQ(e.itl.n, 2u);
}

TEST(Compare, WhatCannotBeMatchedHasFailed) {
  const std::vector<SeenStream> ours{seen("s0", 1, {10, 20}), seen("s1", 1, {10}), {"s2", {}}, seen("s3", 1, {10, 20})};
  const StreamErrors e = compare(ours, {{"s0", sent(2, {9, 19})}, {"s1", sent(2, {9, 19})}, {"s2", sent(2, {9, 19})}});
  EXPECT_EQ(e.streams, 4u);
  EXPECT_EQ(e.failed, 3u) << "a chunk too few, no answer, not in the server's log";
  EXPECT_EQ(e.ttft.n, 1u);
}

TEST(ServerLog, IsReadByAnswer) {
  const auto log = read_server_log(R"({"number":1,"answer":"s0","received_ns":5,"chunks_ns":[7,9]})" "\n"
                                   R"({"number":2,"answer":"s1","received_ns":6})" "\n");
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log.at("s0").received, Instant{} + Duration(5));
  EXPECT_EQ(log.at("s0").chunks, (std::vector{Instant{} + Duration(7), Instant{} + Duration(9)}));
  EXPECT_TRUE(log.at("s1").chunks.empty());
  EXPECT_THROW(read_server_log("nonsense\n"), std::runtime_error);
  EXPECT_THROW(read_server_log("{\"number\":1}\n"), std::runtime_error);
}

}  // namespace
}  // namespace shortlist
