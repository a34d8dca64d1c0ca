#include "harness/board/timings.hpp"

#include <gtest/gtest.h>

#include "tests/unit/race/support.hpp"

namespace shortlist {
namespace {

/// Streamed: `chunks` pieces, `gap_ms` apart, the first 50 ms after the request was written.
Outcome streamed(std::size_t chunks, double gap_ms, std::optional<std::int64_t> output) {
  Outcome o = testing::answer({}, 1).outcome;
  Timing& t = o.timing;
  t.queued = from_ms(2), t.connected = from_ms(5), t.written = from_ms(6);
  t.first_token = t.first_answer = from_ms(56);
  t.gaps.assign(chunks - 1, from_ms(gap_ms));
  t.last_token = t.done = *t.first_token + static_cast<std::int64_t>(chunks - 1) * from_ms(gap_ms);
  if (output) std::get<Completion>(o.result).usage = Usage{10, {}, output, {}};
  return o;
}

Latency of(const std::vector<Outcome>& outcomes) {
  Timings timings;
  for (const auto& o : outcomes) timings.add(o);
  RankTable ranks;
  return timings.figures(ranks);
}

TEST(Timings, WaitingAndConnectingAreApart) {
  const auto l = of({streamed(11, 20, 11)});
  EXPECT_EQ(l.timed, 1u);
  EXPECT_NEAR(l.queued.p50->value, 2, 0.02);
  EXPECT_NEAR(l.connect.p50->value, 3, 0.03);
  EXPECT_NEAR(l.first_answer.p50->value, 50, 0.5);
  EXPECT_NEAR(l.itl.p50->value, 20, 0.2);
  EXPECT_NEAR(l.tpot.p50->value, 20, 0.2);
  EXPECT_EQ(l.itl.p99->n, 10u);
  EXPECT_FALSE(l.reasons);
  EXPECT_FALSE(l.coalesced);
}

TEST(Timings, ReasoningComesBeforeTheAnswer) {
  auto thinking = streamed(11, 20, 11);
  thinking.timing.first_answer = from_ms(156);
  const auto l = of({streamed(11, 20, 11), thinking});
  EXPECT_TRUE(l.reasons);
  EXPECT_NEAR(l.first_answer.p99->value, 150, 1.5);
}

TEST(Timings, WhatWasNotStreamedHasNoTimesOfTokens) {
  Outcome whole = testing::answer({}, 1).outcome;
  whole.timing.first_token.reset(), whole.timing.last_token.reset();
  std::get<Completion>(whole.result).usage = Usage{10, {}, 20, {}};
  const auto l = of({whole});
  EXPECT_EQ(l.timed, 1u);
  EXPECT_FALSE(l.tpot.p50 || l.itl.p50 || l.first_answer.p50);
  EXPECT_FALSE(l.coalesced);
}

TEST(Timings, ChunksThatAreNoTokensAreCoalesced) {
  auto together = streamed(11, 20, 11);
  for (std::size_t i = 0; i < 2; ++i) together.timing.gaps[i] = Duration{};
  auto one_zero = streamed(11, 20, 11);
  one_zero.timing.gaps[0] = Duration{};
  auto hidden = streamed(11, 20, 311);
  std::get<Completion>(hidden.result).usage->reasoning = 300;
  struct Row { const char* name; Outcome outcome; bool coalesced; };
  for (const auto& [name, outcome, coalesced] : {
           Row{"a token a chunk", streamed(11, 20, 11), false},
           {"the end is a token too", streamed(11, 20, 12), false},
           {"two words: the end is half", streamed(1, 20, 2), false},
           {"without usage nothing is known", streamed(11, 20, {}), false},
           {"three tokens a chunk", streamed(11, 20, 33), true},
           {"a chunk a letter", streamed(40, 20, 10), true},
           {"two of ten gaps are 0", together, true},
           {"one of ten gaps is 0", one_zero, false},
           {"reasoning that was counted but not shown", hidden, false},
       })
    EXPECT_EQ(of({outcome}).coalesced, coalesced) << name;
}

TEST(Timings, AllInOneReadMeasuresNoTimePerToken) {
  const auto l = of({streamed(11, 0, 11)});
  EXPECT_FALSE(l.tpot.p50);
  EXPECT_TRUE(l.coalesced);
}

}  // namespace
}  // namespace shortlist
