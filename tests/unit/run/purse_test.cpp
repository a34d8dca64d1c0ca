#include "harness/run/purse.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace shortlist {
namespace {

const Instant start = Instant{} + std::chrono::hours(1);
CallKey key(std::uint32_t item) { return {0, 0, item, 0}; }

Budget budget(std::optional<Money> money, std::optional<std::uint64_t> calls = {}, std::optional<Duration> time = {}) {
  return {money, calls, time};
}

TEST(Purse, WithoutLimitsItIsNeverEmpty) {
  Purse purse({}, {}, start);
  for (std::uint32_t i = 0; i < 100; ++i) purse.start(key(i), Money{1'000'000'000'000});
  EXPECT_EQ(purse.empty(start + std::chrono::hours(1000)), "");
  EXPECT_TRUE(purse.affords(Money{1'000'000'000'000}));
}

TEST(Purse, CountsCallsOfEarlierProcesses) {
  Purse purse(budget({}, 10), {.calls = 9, .money = {}, .cost_unknown = 0}, start);
  EXPECT_EQ(purse.empty(start), "");
  purse.start(key(0), {});
  EXPECT_EQ(purse.empty(start), "budget: 10 calls made");
}

TEST(Purse, TimeEndsAtItsDeadline) {
  Purse purse(budget({}, {}, std::chrono::minutes(30)), {}, start);
  EXPECT_EQ(purse.deadline(), start + std::chrono::minutes(30));
  EXPECT_EQ(purse.empty(start + std::chrono::minutes(29)), "");
  EXPECT_EQ(purse.empty(start + std::chrono::minutes(30)), "budget: the time is over (30 minutes)");
}

TEST(Purse, AShortTimeIsSaidInSeconds) {
  const std::pair<Duration, const char*> rows[] = {
      {std::chrono::minutes(1), "1 minute"},   {std::chrono::seconds(90), "1.5 minutes"}, {std::chrono::seconds(6), "6 seconds"},
      {std::chrono::seconds(1), "1 second"},   {std::chrono::microseconds(1), "1e-06 seconds"}};
  for (const auto& [time, said] : rows)
    EXPECT_EQ(Purse(budget({}, {}, time), {}, start).empty(start + time), fmt::format("budget: the time is over ({})", said));
}

TEST(Purse, ReservesTheWorstCaseOfWhatIsInFlight) {
  Purse purse(budget(Money{100}), {.calls = 0, .money = Money{30}, .cost_unknown = 0}, start);
  purse.start(key(0), Money{30});
  EXPECT_TRUE(purse.affords(Money{40})) << "30 spent, 30 reserved, 40 for the next";
  EXPECT_FALSE(purse.affords(Money{41}));
  purse.start(key(1), Money{30});
  EXPECT_FALSE(purse.affords(Money{30}));
  EXPECT_EQ(purse.empty(start), "") << "what is in flight may cost less than its worst";
  purse.settle(key(0), Money{5});
  EXPECT_TRUE(purse.affords(Money{30}));
  purse.settle(key(1), Money{30});
  EXPECT_TRUE(purse.affords(Money{35}));
  EXPECT_EQ(purse.spent().money, Money{65});
}

TEST(Purse, ADearerCallThanAllBeforeIsLookedAtBeforeItStarts) {
  Purse purse(budget(Money{100}), {}, start);
  purse.start(key(0), Money{10});
  purse.settle(key(0), Money{10});
  EXPECT_FALSE(purse.affords(Money{91}));
  EXPECT_EQ(purse.empty(start), "budget: $0.0000 of $0.0000 spent, the next call may cost $0.0000");
  EXPECT_TRUE(purse.affords(Money{90})) << "a cheaper one fits";
  EXPECT_EQ(purse.empty(start), "");
}

TEST(Purse, IsEmptyWhenNothingIsLeftToComeBack) {
  Purse purse(budget(Money{100}), {}, start);
  purse.start(key(0), Money{60});
  EXPECT_FALSE(purse.affords(Money{60}));
  EXPECT_EQ(purse.empty(start), "");
  purse.settle(key(0), Money{60});
  EXPECT_NE(purse.empty(start), "");
}

TEST(Purse, AbandonedCallsGiveTheirReserveBack) {
  Purse purse(budget(Money{100}), {}, start);
  purse.start(key(0), Money{60});
  EXPECT_FALSE(purse.affords(Money{60}));
  purse.abandon(key(0));
  EXPECT_EQ(purse.empty(start), "");
  EXPECT_TRUE(purse.affords(Money{60}));
}

TEST(Purse, UnknownCostIsCountedNotGuessed) {
  Purse purse(budget(Money{100}), {}, start);
  purse.start(key(0), {});
  purse.settle(key(0), {});
  purse.settle(key(1), {});   // never started
  EXPECT_EQ(purse.spent().cost_unknown, 1u);
  EXPECT_EQ(purse.spent().money, Money{0});
}

TEST(WorstCost, IsAByteATokenAndTheLongestAnswer) {
  Candidate candidate;
  Item item;
  item.prompt = {{"user", std::string(1000 - template_tokens_per_message, 'x')}};
  EXPECT_EQ(worst_cost(candidate, item), std::nullopt) << "unknown is not zero";
  candidate.price.input_per_mtok = 2.0;
  EXPECT_EQ(worst_cost(candidate, item), std::nullopt);
  candidate.price.output_per_mtok = 10.0;
  candidate.sampling.max_tokens = 100;
  EXPECT_EQ(worst_cost(candidate, item), from_usd(0.002 + 0.001));
  candidate.sampling.max_tokens.reset();
  EXPECT_EQ(worst_cost(candidate, item), from_usd(0.002 + 0.04096));
}

TEST(Purse, SaysWhatWouldDoForTheCallThatDidNotFit) {
  Purse purse(budget(from_usd(0.02)), {.calls = 3, .money = from_usd(0.003), .cost_unknown = 0}, start);
  EXPECT_FALSE(purse.needed());
  EXPECT_FALSE(purse.affords(from_usd(0.01702)));
  EXPECT_EQ(purse.needed(), from_usd(0.02002));
  EXPECT_EQ(purse.empty(start), "budget: $0.0030 of $0.0200 spent, the next call may cost $0.0170");
  Purse spent(budget(from_usd(0.02)), {.calls = 3, .money = from_usd(0.02), .cost_unknown = 0}, start);
  EXPECT_EQ(spent.empty(start), "budget: $0.0200 of $0.0200 spent") << "no call was turned away, so none has a price";
}

TEST(WayOut, NamesThePlaceAndAnAmountThatIsEnough) {
  Candidate c;
  c.name = "large", c.where = "plan.yaml:4:5 candidates[0]";
  EXPECT_EQ(way_out(c, from_usd(0.02002)),
            "plan.yaml:4:5 candidates[0]: set sampling.max_tokens, without which 4096 tokens of answer are reserved, or "
            "raise the budget (--max-cost, or budget.usd of the plan) to at least $0.0201");
  c.sampling.max_tokens = 16;
  EXPECT_EQ(way_out(c, from_usd(0.02)), "raise the budget (--max-cost, or budget.usd of the plan) to at least $0.0200");
}

}  // namespace
}  // namespace shortlist
