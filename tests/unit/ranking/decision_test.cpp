// What follows from a ranking: each figure against what the race itself says once the change has been made.
#include "harness/ranking/decision.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "harness/ranking/decision_parts.hpp"
#include "tests/unit/ranking/asked.hpp"

namespace shortlist::testing {
namespace {

/// The rival's utility less the chosen one's, by the race's own units.
double lead(const Plan& plan, const World& world, const Decision& d) {
  const Asked asked(plan, world);
  return asked.utility(d.flips.at(0).candidate) - asked.utility(d.chosen);
}

TEST(Flips, NothingFlipsAChoiceByQualityAlone) {
  EXPECT_TRUE(Asked(weighing(2, 0), World{}).decision().flips.empty());
}

RC_GTEST_PROP(Flips, WhatIsForetoldComesTrue, ()) {
  World world;
  world.seed = *rc::gen::arbitrary<std::uint64_t>();
  world.skill[1] = 0.01 * *rc::gen::inRange(65, 95);
  world.usd_per_1k[1] = *rc::gen::inRange(5, 30);   // with the spread, items cross the cap
  Plan plan = weighing(2, 0.1 * *rc::gen::inRange(1, 20), 0.1 * *rc::gen::inRange(0, 5));
  const Decision d = Asked(plan, world).decision();
  if (d.flips.empty()) return;
  const Flip& flip = d.flips[0];
  RC_ASSERT(flip.items == 240u);
  RC_ASSERT(flip.lead->value < 0);
  for (const double beside : {0.99, 1.01}) {
    const auto sign = [&](double value, bool below) {
      const bool holds = value == 0 || (value > 0) == below;
      RC_ASSERT(holds);
    };
    if (flip.price && flip.price->at > 1e-6) {
      World cheaper = world;
      cheaper.usd_per_1k[flip.candidate] *= flip.price->at * beside;
      sign(lead(plan, cheaper, d), beside < 1);
    }
    if (flip.latency && flip.latency->at > 1e-6) {
      World faster = world;
      faster.ms[flip.candidate] *= flip.latency->at * beside;
      sign(lead(plan, faster, d), beside < 1);
    }
    if (flip.quality_weight) {
      Plan other = plan;
      other.objective.quality_weight *= flip.quality_weight->at * beside;
      sign(lead(other, world, d), (beside > 1) == (flip.quality_weight->at > 1));
    }
  }
}

TEST(Flips, TheIntervalEnclosesTheFactor) {
  World world;
  world.usd_per_1k = {4, 14};
  const Decision d = Asked(weighing(2, 1), world).decision();
  ASSERT_EQ(d.chosen, 0u);
  ASSERT_EQ(d.flips.size(), 1u);
  const Flip& flip = d.flips[0];
  EXPECT_FALSE(flip.level);
  ASSERT_TRUE(flip.price && flip.price->level_from && flip.quality_weight && flip.quality_weight->level_from);
  EXPECT_LT(flip.price->at, *flip.price->level_from);
  EXPECT_LT(*flip.price->level_from, 1);
  EXPECT_GT(flip.quality_weight->at, *flip.quality_weight->level_from);
  EXPECT_FALSE(flip.latency);   // it does not weigh
  if (flip.price->sure) {
    EXPECT_LT(*flip.price->sure, flip.price->at);
  }
}

TEST(Flips, NoPriceMakesUpForMuchWorseAnswers) {
  World world;
  world.skill = {0.95, 0.2};
  const Decision d = Asked(weighing(2, 0.1), world).decision();
  ASSERT_EQ(d.chosen, 0u);
  EXPECT_TRUE(d.flips.empty() || !d.flips[0].price);
}

struct Preferring { const char* name; Objective::Prefer prefer; double within; bool price, latency; };

TEST(Flips, CheapestAndFastestFlipByTheRatio) {
  const Preferring rows[] = {{"cheapest", Objective::Prefer::cheapest, 0.5, true, false},
                             {"fastest", Objective::Prefer::fastest, 0.5, false, true},
                             {"the rival answers too badly", Objective::Prefer::cheapest, 0.001, false, false}};
  for (const auto& row : rows) {
    Plan plan = weighing(2, 0);
    plan.objective.prefer = row.prefer, plan.objective.within = row.within;
    World world;
    world.skill = {0.8, row.within < 0.1 ? 0.5 : 0.8};
    const Ranking ranking = Asked(plan, world).ranking();
    const Decision& d = *ranking.decision;
    ASSERT_EQ(d.chosen, 0u) << row.name;
    ASSERT_EQ(d.flips.empty(), !row.price && !row.latency) << row.name;
    if (d.flips.empty()) continue;
    EXPECT_EQ(d.flips[0].price.has_value(), row.price) << row.name;
    EXPECT_EQ(d.flips[0].latency.has_value(), row.latency) << row.name;
    const auto &a = ranking.standings[0], &b = ranking.standings[1];
    const double ratio = row.price ? a.usd_per_1k->value / b.usd_per_1k->value : a.total_p95->value / b.total_p95->value;
    EXPECT_DOUBLE_EQ((row.price ? d.flips[0].price : d.flips[0].latency)->at, ratio);
  }
}

RC_GTEST_PROP(Envelope, IsTheHighestLineEverywhere, ()) {
  std::vector<Line> lines;
  for (int i = *rc::gen::inRange(1, 12); i > 0; --i)
    lines.push_back({0.1 * *rc::gen::inRange(0, 11), 0.1 * *rc::gen::inRange(0, 11)});
  const auto pieces = envelope(lines);
  RC_ASSERT(pieces.at(0).from == 0);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    RC_ASSERT(pieces[i].from >= pieces[i - 1].from);
    RC_ASSERT(lines[pieces[i].line].b > lines[pieces[i - 1].line].b);
  }
  for (double w = 0; w < 30; w += 0.37) {
    std::size_t on = 0;
    while (on + 1 < pieces.size() && pieces[on + 1].from <= w) ++on;
    const Line& said = lines[pieces[on].line];
    for (const Line& line : lines) RC_ASSERT(line.a + w * line.b <= said.a + w * said.b + 1e-9);
  }
}

TEST(Weights, TheWinnerOfEachSpanIsTheRaces) {
  World world;
  world.skill = {0.5, 0.7, 0.8, 0.6}, world.usd_per_1k = {1, 5, 15, 16}, world.ms = {900, 300, 200, 250};
  const Plan plan = weighing(4, 0.2, 0.1);
  const Decision d = Asked(plan, world).decision();
  EXPECT_EQ(d.weighed_items, 240u);
  ASSERT_EQ(d.weights.size(), 2u);
  for (const WeightAxis& axis : d.weights) {
    const bool cost = axis.what == WeightAxis::What::cost;
    EXPECT_EQ(axis.now, cost ? 0.2 : 0.1);
    EXPECT_EQ(axis.cap, cost ? cap_usd : cap_ms);
    EXPECT_FALSE(axis.cap_observed);
    ASSERT_GE(axis.spans.size(), cost ? 2u : 1u);
    for (std::size_t i = 0; i < axis.spans.size(); ++i) {
      const double until = i + 1 < axis.spans.size() ? axis.spans[i + 1].from : axis.spans[i].from + 4;
      Plan turned = plan;
      (cost ? turned.objective.cost_weight : turned.objective.latency_weight) = (axis.spans[i].from + until) / 2;
      const Asked asked(turned, world);
      for (std::uint32_t c = 0; c < 4; ++c)
        EXPECT_LE(asked.utility(c), asked.utility(axis.spans[i].candidate) + 1e-9) << i;
    }
  }
}

TEST(Weights, WithoutACapTheLargestMeanIsOne) {
  Plan plan = weighing(2, 0);
  plan.objective.cost_cap_usd_per_1k = plan.objective.latency_cap_ms = 0;
  const Decision d = Asked(plan, World{}).decision();
  ASSERT_EQ(d.weights.size(), 2u);
  EXPECT_TRUE(d.weights[0].cap_observed && d.weights[1].cap_observed);
  EXPECT_NEAR(d.weights[0].cap, 12, 1);
  EXPECT_NEAR(d.weights[1].cap, 500, 40);
}

TEST(Weights, WhatNobodyKnowsIsNoAxis) {
  const Decision d = Asked(make_plan(2, {40}), [](const CallKey& key) {
                       Record r = answer(key, key.candidate, 100, std::nullopt);
                       r.outcome.cached = true;
                       return r;
                     }).decision();
  EXPECT_TRUE(d.weights.empty());
  EXPECT_FALSE(d.portfolio);
}

TEST(Savings, CountsWhatIsKnownAndNamesWhatIsNot) {
  const auto answers = [](const CallKey& key) {
    return answer(key, key.item % 2, 100, key.candidate == 2 ? std::nullopt : std::optional(0.001 * (1 + key.candidate)));
  };
  Plan plan = make_plan(3, {40});
  plan.repeats = 2;   // only the first answers are there
  const Savings s = Asked(plan, answers).decision().savings;
  EXPECT_EQ(s.calls, 120u);
  EXPECT_EQ(s.cost_unknown, 40u);
  EXPECT_NEAR(s.usd, 0.12, 1e-6);
  EXPECT_EQ(s.full_calls, 240u);
  EXPECT_NEAR(s.full_usd, 0.24, 1e-6);
  EXPECT_EQ(s.unpriced, std::vector<std::uint32_t>{2});
}

TEST(Savings, AreAgainstThoseWhoPassedTheConstraints) {
  Plan plan = make_plan(5, {40});
  plan.candidates[2].base = plan.candidates[3].base = "c2";   // c3 is a variant that would have entered later
  const Order order(shapes_of(plan), plan.seed);
  Board board(plan, order);
  for (const std::uint32_t c : {0u, 1u, 4u})
    for (std::size_t p = 0; p < 40; ++p) board.insert(answer({c, 0, order.at(p).item, 0}, c == 0 ? 1 : 0, 100, 0.001));
  const std::vector<Cut> cuts{{2, "constraints", 0, "region us is not in [eu]"}, {4, "race", 1, "far behind"}};
  const Savings s = rank(board, {cuts, {}, true, {}, 0, 0, false}).decision->savings;
  EXPECT_EQ(s.kept_out, (std::vector<std::uint32_t>{2, 3}));
  EXPECT_EQ(s.full_calls, 120u);
  EXPECT_NEAR(s.full_usd, 0.12, 1e-6);
  EXPECT_TRUE(s.unpriced.empty());
}

TEST(Savings, WhatWasNeverSentIsNoCall) {
  const Asked asked(make_plan(2, {40}), [](const CallKey& key) {
    if (key.candidate == 0 || key.item < 3) return answer(key, 1, 100, 0.001);
    Record r = failed(key);
    r.outcome.attempts = {{}};
    r.outcome.attempts[0].failure = FailureKind::auth, r.outcome.attempts[0].detail = std::string(not_sent) + "the key is refused";
    return r;
  });
  const Savings s = asked.decision().savings;
  EXPECT_EQ(s.calls, 43u);
  EXPECT_EQ(s.cost_unknown, 0u);
  EXPECT_EQ(s.full_calls, 80u);
}

TEST(Decision, NamesTheSets) {
  World world;
  world.skill = {0.8, 0.79, 0.3}, world.usd_per_1k = {1, 1, 1}, world.ms = {1, 1, 1};
  std::vector<StageReport> stages(2);
  stages[0].certificate = Certificate{Certificate::Kind::certified, {}, 0, 0.01, 0.95, true, {}, {0, 1}, 3, 240, false};
  stages[1].certificate = Certificate{Certificate::Kind::none, "", 0, 0, 0.95, false, {}, {}, 2, 240, false};
  const Asked asked(weighing(3, 0), world);
  const std::vector<Cut> cuts{{2, "race", 1, "far behind"}};
  const Ranking ranking = asked.ranking(cuts, stages);
  const Decision& d = *ranking.decision;
  EXPECT_EQ(d.chosen, *ranking.chosen);
  EXPECT_EQ(d.runner_up, 1 - d.chosen);
  EXPECT_EQ(d.level, std::vector<std::uint32_t>{1 - d.chosen});
  EXPECT_EQ(d.possible, (std::vector<std::uint32_t>{0, 1}));
}

TEST(Decision, OrderOfArrivalChangesNoBit) {
  const Plan plan = weighing(3, 0.5, 0.1);
  const World world{3, {0.7, 0.8, 0.6}, {4, 12, 2}, {200, 500, 100}};
  const Asked asked(plan, world);
  Board backwards(asked.plan, asked.order);
  for (std::size_t p = asked.order.size(); p-- > 0;)
    for (std::uint32_t c : {1u, 2u, 0u}) backwards.insert(world({c, asked.order.at(p).suite, asked.order.at(p).item, 0}));
  const auto text = [](const Decision& d) {
    std::string said = fmt::format("{} {:a} {:a} ", d.chosen, d.savings.usd, d.savings.full_usd);
    for (const Flip& f : d.flips)
      said += fmt::format("{} {} {:a} {:a} ", f.candidate, text_of(f.lead), f.price ? f.price->at : -1, f.quality_weight ? f.quality_weight->at : -1);
    for (const WeightAxis& axis : d.weights)
      for (const auto& span : axis.spans) said += fmt::format("{:a} {} {} ", span.from, span.candidate, span.level.size());
    for (const Router& r : d.portfolio->routers) said += text_of(r.mix.quality) + text_of(r.mix.gain);
    return said + text_of(d.portfolio->cascade->mix.gain);
  };
  EXPECT_EQ(text(asked.decision()), text(*rank(backwards, {{}, {}, true, {}, 0, 0, false}).decision));
}

TEST(Decision, NobodyChosenNothingDecided) {
  const Plan plan = make_plan(2, {10});
  EXPECT_FALSE(Asked(plan, [](const CallKey& key) { return failed(key); }).ranking().decision);
}

TEST(Decision, ItsFiguresRestOnWhatAllWereAsked) {
  Plan plan = weighing(3, 0.5);
  const Order order(shapes_of(plan), plan.seed);
  Board board(plan, order);
  const World world{3, {0.7, 0.8, 0.4}, {4, 12, 2}, {200, 500, 100}};
  const std::size_t asked[] = {240, 100, 20};
  for (std::uint32_t c = 0; c < 3; ++c)
    for (std::size_t p = 0; p < asked[c]; ++p) board.insert(world({c, order.at(p).suite, order.at(p).item, 0}));
  const std::vector<Cut> cuts{{2, "race", 1, "far behind"}};
  const Decision d = *rank(board, {cuts, {}, true, {}, 0, 0, false}).decision;
  EXPECT_EQ(d.weighed_items, 100u);
  EXPECT_EQ(d.weighed.size(), 2u);
  ASSERT_TRUE(d.portfolio);
  EXPECT_EQ(d.portfolio->items, 100u);
  EXPECT_FALSE(d.portfolio->all_items);
  for (const Flip& flip : d.flips) EXPECT_EQ(flip.items, 100u);
}

}  // namespace
}  // namespace shortlist::testing
