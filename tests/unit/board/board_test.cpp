#include "harness/board/board.hpp"

#include <gtest/gtest.h>

#include "harness/board/figures.hpp"
#include "tests/unit/race/support.hpp"

namespace shortlist {
namespace {

using testing::answer, testing::failed, testing::make_plan;

struct BoardOf {
  BoardOf(Plan p, const std::vector<SuiteShape>& sizes) : plan(std::move(p)), order(sizes, 1), board(plan, order) {}
  std::size_t at(std::uint32_t suite, std::uint32_t item) const { return order.position(suite, item); }
  const Plan plan;
  const Order order;
  Board board;
};

BoardOf board_of(std::uint32_t repeats, FailurePolicy failures = {}) {
  Plan plan = make_plan(2, {5, 3});
  plan.repeats = repeats, plan.failures = failures;
  return BoardOf(plan, {{5, {}}, {3, {}}});
}

TEST(Board, KeepsTheFirstRecordOfACall) {
  auto b = board_of(1);
  EXPECT_TRUE(b.board.insert(answer({0, 1, 2, 0}, 1)));
  EXPECT_FALSE(b.board.insert(answer({0, 1, 2, 0}, 0)));
  EXPECT_TRUE(b.board.has(0, b.at(1, 2), 0));
  EXPECT_FALSE(b.board.has(1, b.at(1, 2), 0));
  EXPECT_EQ(b.board.quality(0, b.at(1, 2)), 1);
  EXPECT_EQ(b.board.tally(0).calls, 1u);
}

TEST(Board, RefusesWhatIsNoCallOfThePlan) {
  auto b = board_of(1);
  for (CallKey key : {CallKey{2, 0, 0, 0}, {0, 2, 0, 0}, {0, 1, 3, 0}, {0, 0, 5, 0}, {0, 0, 0, 1}})
    EXPECT_FALSE(b.board.insert(answer(key, 1)));
  EXPECT_EQ(b.board.records(), 0u);
}

TEST(Board, AveragesTheJudgedRepeatsOfAnItem) {
  auto b = board_of(3);
  b.board.insert(answer({0, 0, 1, 2}, 1));
  EXPECT_EQ(b.board.quality(0, b.at(0, 1)), 1);
  b.board.insert(answer({0, 0, 1, 0}, 0));
  EXPECT_EQ(b.board.quality(0, b.at(0, 1)), 0.5);
  Record unjudged = answer({0, 0, 1, 1}, 0);
  unjudged.quality.reset();
  b.board.insert(unjudged);
  EXPECT_EQ(b.board.quality(0, b.at(0, 1)), 0.5);
  EXPECT_TRUE(std::isnan(b.board.quality(0, b.at(0, 2))));
  EXPECT_EQ(quality(b.board, 0, 8).overall->n, 1u);   // one item, however often asked
}

TEST(Board, TakesTimesFromFirstTriesOnly) {
  auto b = board_of(1);
  b.board.insert(answer({0, 0, 0, 0}, 1, 300));
  Record retried = answer({0, 0, 1, 0}, 1, 900);
  retried.outcome.attempts.resize(2);
  b.board.insert(retried);
  b.board.insert(failed({0, 0, 2, 0}));
  EXPECT_EQ(b.board.known(Board::Figure::total_ms, 0, 8), std::vector<float>{300});
  EXPECT_EQ(b.board.known(Board::Figure::ttft_ms, 0, 8), std::vector<float>{50});
  EXPECT_EQ(b.board.tally(0).retried, 2u);
}

TEST(Board, CachedAnswersCostButTakeNoTimeAndNoMoney) {
  auto b = board_of(1);
  b.board.insert(answer({0, 0, 0, 0}, 1, 300, 0.002));
  Record cached = answer({0, 0, 1, 0}, 1, 900, 0.004);
  cached.outcome.cached = true, cached.outcome.attempts.resize(2);
  b.board.insert(cached);
  EXPECT_EQ(b.board.known(Board::Figure::total_ms, 0, 8), std::vector<float>{300});
  EXPECT_EQ(b.board.known(Board::Figure::ttft_ms, 0, 8), std::vector<float>{50});
  RankTable ranks;
  EXPECT_EQ(latency(b.board, 0, ranks).timed, 1u);
  EXPECT_NEAR(expense(b.board, 0, 8).usd_per_1k->value, 3, 1e-5) << "that is what it costs to ask";
  const Tally& t = b.board.tally(0);
  EXPECT_EQ(t.cached, 1u);
  EXPECT_EQ(t.retried, 0u) << "it was another run that asked twice";
  EXPECT_EQ(t.effort.calls, 2u);
  EXPECT_EQ(t.effort.cached, 1u);
  EXPECT_EQ(t.effort.spent, from_usd(0.002));
  b.board.insert(failed({0, 0, 2, 0}));
  EXPECT_EQ(b.board.tally(0).effort.cost_unknown, 1u);
}

TEST(Board, CallsThatWereNeverSentCostNothing) {
  auto b = board_of(1);
  b.board.insert(failed({0, 0, 0, 0}));
  Record unsent = failed({0, 0, 1, 0});
  unsent.outcome.attempts = {{}};
  unsent.outcome.attempts[0].failure = FailureKind::auth;
  unsent.outcome.attempts[0].detail = std::string(not_sent) + "the key is refused";
  b.board.insert(unsent);
  const Effort& effort = b.board.tally(0).effort;
  EXPECT_EQ(effort.calls, 1u);
  EXPECT_EQ(b.board.tally(0).calls, 1u);
  EXPECT_FALSE(b.board.made(0, b.order.position(0, 1), 0));
  EXPECT_EQ(effort.unsent, 1u);
  EXPECT_EQ(effort.cost_unknown, 1u) << "the other was sent";
}

TEST(Board, ReadsNoFurtherThanAsked) {
  auto b = board_of(1);
  for (std::size_t p = 0; p < 8; ++p)
    b.board.insert(answer({0, b.order.at(p).suite, b.order.at(p).item, 0}, p < 4 ? 1 : 0, 100 * static_cast<double>(p + 1),
                          p == 6 ? std::nullopt : std::optional(0.5)));
  EXPECT_EQ(mean_quality(b.board, 0, 4), 1);
  EXPECT_LT(*mean_quality(b.board, 0, 8), 1);
  EXPECT_EQ(b.board.known(Board::Figure::total_ms, 0, 2), (std::vector<float>{100, 200}));
  EXPECT_EQ(b.board.cost_unknown(0, 6), 0u);
  EXPECT_EQ(b.board.cost_unknown(0, 7), 1u);
  EXPECT_TRUE(expense(b.board, 0, 6).usd_per_1k);
  EXPECT_FALSE(expense(b.board, 0, 7).usd_per_1k);
}

TEST(Board, CountsWhatHasNoQualityByItsCause) {
  FailurePolicy policy;
  policy.refused = Treatment::skipped, policy.truncated = Treatment::incomplete, policy.transport = Treatment::incomplete;
  auto b = board_of(1, policy);
  std::uint32_t item = 0;
  for (Flaw flaw : {Flaw::none, Flaw::refused, Flaw::truncated}) {
    Record record = answer({0, 0, item++, 0}, 0);
    record.quality.reset(), record.flaw = flaw;
    b.board.insert(record);
  }
  b.board.insert(failed({0, 0, item, 0}));
  const Tally& t = b.board.tally(0);
  EXPECT_EQ(t.calls, 4u);
  EXPECT_EQ(t.answers, 3u);
  EXPECT_EQ(t.not_judged, 1u);
  EXPECT_EQ(t.skipped, 1u);
  EXPECT_EQ(t.incomplete, 2u);
  EXPECT_EQ(t.refused, 1u);
}

}  // namespace
}  // namespace shortlist
