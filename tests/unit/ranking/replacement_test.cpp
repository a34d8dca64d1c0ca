// Whether something cheaper can stand in for the incumbent: only what is shown, on like numbers of answers.
#include <gtest/gtest.h>

#include "tests/unit/ranking/asked.hpp"

namespace shortlist::testing {
namespace {

struct Standby {
  const char* name;
  double skill;               // of the cheaper c0; the incumbent c1 has 0.8, c2 is dearer
  std::optional<double> margin;
  std::optional<double> gap;  // certified of c0
  Certificate::Kind kind;
  double cost_weight;
  std::uint32_t stays_or_goes;
  bool certified;
};

constexpr auto proof = Certificate::Kind::certified, calibrated = Certificate::Kind::calibrated;
const Standby standbys[] = {
    {"no worse", 0.85, 0.1, {}, proof, 0, 0, false},
    {"worse", 0.5, 0.1, {}, proof, 0, 1, false},
    {"too strict a margin", 0.8, 0.001, {}, proof, 0, 1, false},
    {"certified within the margin", 0.8, 0.02, 0.02, proof, 0, 0, true},
    {"certified less than that", 0.8, 0.02, 0.03, proof, 0, 1, false},
    {"fast proves nothing", 0.8, 0.02, 0.02, calibrated, 0, 1, false},
    {"a proof of a utility says nothing of quality", 0.8, 0.02, 0.02, proof, 0.1, 1, false},
};

/// c0 is the cheapest, c1 the incumbent; the claim is about the task.
Plan with_incumbent(double cost_weight, std::optional<double> margin) {
  Plan plan = weighing(3, cost_weight);
  RaceStage race;
  race.infinite = true;
  plan.stages = {race, DecideStage{"c1", margin, {}}};
  return plan;
}

World world_of(double skill) { return {1, {skill, 0.8, 0.9}, {4, 12, 14}, {100, 100, 100}}; }

std::vector<StageReport> one_race(Certificate::Kind kind, std::optional<double> gap) {
  std::vector<StageReport> stages(1);
  stages[0].name = "race";
  if (gap) stages[0].certificate = Certificate{kind, {}, 0, 0.01, 0.95, false, gap, {0, 1}, 3, 240, false};
  return stages;
}

TEST(Replacement, OnlyWhatIsShown) {
  for (const Standby& row : standbys) {
    const Asked asked(with_incumbent(row.cost_weight, row.margin), world_of(row.skill));
    const auto r = asked.decision({}, one_race(row.kind, row.gap)).replacement;
    ASSERT_TRUE(r) << row.name;
    EXPECT_EQ(r->incumbent, 1u) << row.name;
    EXPECT_EQ(r->candidate, row.stays_or_goes) << row.name;
    EXPECT_EQ(r->certified, row.certified) << row.name;
    EXPECT_FALSE(r->exact) << row.name;
    EXPECT_EQ(r->unshown.size(), row.stays_or_goes) << row.name;
    EXPECT_EQ(r->margin, *row.margin) << row.name;
  }
}

TEST(Replacement, OnTheseItemsTheirDifferenceIsExact) {
  for (const double off : {-0.001, 0.001}) {
    const World world = world_of(0.75);
    Plan plan = with_incumbent(0, 0.5);
    std::get<RaceStage>(plan.stages[0]).infinite = false;
    const double difference = Asked(plan, world).decision().replacement->difference->value;
    ASSERT_LT(difference, 0);
    std::get<DecideStage>(plan.stages[1]).not_worse_than = -difference + off;
    const auto r = Asked(plan, world).decision().replacement;
    EXPECT_EQ(r->candidate, off > 0 ? 0u : 1u);
    EXPECT_EQ(r->exact, off > 0);
    if (off > 0) continue;
    ASSERT_EQ(r->unshown.size(), 1u);
    EXPECT_TRUE(r->unshown[0].exact);
    EXPECT_EQ(r->unshown[0].difference->value, difference);
  }
}

TEST(Replacement, AProofIsOnlyOfThoseWhoRaced) {
  const struct { const char* name; std::vector<Cut> cuts; bool certified; } rows[] = {
      {"dropped by it", {{1, "race", 3, "cannot be the best"}}, true},
      {"out by a limit", {{1, "race", 3, "limit p95 2,500 ms: 25 of 25 items over it", Cut::Ground::limit}}, false},
      {"left as it began", {{1, "race", 0, "80 % on 240 items"}}, false}};
  for (const auto& row : rows) {
    const Asked asked(with_incumbent(0, 0.02), world_of(0.8));
    EXPECT_EQ(asked.decision(row.cuts, one_race(proof, 0.02)).replacement->certified, row.certified) << row.name;
  }
}

TEST(Replacement, ComparesAsManyAnswersAndTheSameItems) {
  Plan plan = with_incumbent(0, 0.02);
  plan.stages.push_back(ConfirmStage{3, 0});
  const Order order(shapes_of(plan), plan.seed);
  Board board(plan, order);
  for (std::uint32_t c = 0; c < 3; ++c)
    for (std::size_t p = 0; p < (c == 0 ? 100u : 240u); ++p)
      for (std::uint32_t repeat = 0; repeat < (c == 0 ? 1u : 3u); ++repeat) {
        const CallKey key{c, order.at(p).suite, order.at(p).item, repeat};
        // The incumbent's first answers are right, later ones wrong; its later items cost ten times as much.
        board.insert(answer(key, repeat == 0, 100, c == 0 ? 0.002 : p < 100 ? 0.004 : 0.04));
      }
  const std::vector<Cut> cuts{{0, "race", 1, "behind"}};
  const auto r = rank(board, {cuts, one_race(proof, {}), true, {}, 0, 0, false}).decision->replacement;
  const auto& d = r->candidate == 0 ? r->difference : r->unshown.at(0).difference;
  EXPECT_EQ(d->value, 0);
  EXPECT_EQ(d->n, 100u);
  plan.stages[1] = DecideStage{"c1", 0.2, {}};
  Board again(plan, order);
  for (std::uint32_t c = 0; c < 3; ++c)
    for (std::size_t p = 0; p < (c == 0 ? 100u : 240u); ++p)
      again.insert(answer({c, order.at(p).suite, order.at(p).item, 0}, 1, 100, c == 0 ? 0.002 : p < 100 ? 0.004 : 0.04));
  const auto cheap = rank(again, {cuts, one_race(proof, {}), true, {}, 0, 0, false}).decision->replacement;
  ASSERT_EQ(cheap->candidate, 0u);
  EXPECT_NEAR(*cheap->usd_per_1k / *cheap->incumbent_usd_per_1k, 0.5, 1e-6);
}

TEST(Replacement, NobodyIsCheaperThanWhatIsUnknown) {
  Plan plan = make_plan(2, {60});
  plan.stages.push_back(DecideStage{"c1", {}, {}});
  const auto r = Asked(plan, [](const CallKey& key) {
                   return answer(key, 1, 100, key.candidate == 1 ? std::nullopt : std::optional(0.001));
                 }).decision().replacement;
  ASSERT_TRUE(r);
  EXPECT_EQ(r->candidate, 1u);
  EXPECT_FALSE(r->incumbent_usd_per_1k);
  EXPECT_FALSE(r->margin_set);
  EXPECT_EQ(r->margin, 0.02);
}

}  // namespace
}  // namespace shortlist::testing
