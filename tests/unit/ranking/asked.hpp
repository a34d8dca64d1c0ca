#pragma once
// A board that is filled by hand, and the ranking of it.
#include <functional>

#include "harness/race/units.hpp"
#include "harness/ranking/ranking.hpp"
#include "tests/unit/race/support.hpp"

namespace shortlist::testing {

/// Items with one tag column, and clusters, by functions of the index.
class TaggedItems : public Items {
 public:
  TaggedItems(std::size_t size, std::function<std::string(std::size_t)> tag, std::size_t cluster = 1)
      : size_(size), tag_(std::move(tag)), cluster_(cluster) {}
  std::size_t size() const override { return size_; }
  std::string id(std::size_t index) const override { return std::to_string(index); }
  std::string cluster(std::size_t index) const override { return cluster_ > 1 ? std::to_string(index / cluster_) : ""; }
  Item item(std::size_t index, const Prompting&) const override {
    Item made;
    made.id = id(index), made.cluster = cluster(index), made.tags = {tag_(index)};
    return made;
  }

 private:
  std::size_t size_;
  std::function<std::string(std::size_t)> tag_;
  std::size_t cluster_;
};

using Answers = std::function<Record(const CallKey&)>;

inline std::vector<SuiteShape> shapes_of(const Plan& plan) {
  std::vector<SuiteShape> shapes;
  for (const Suite& suite : plan.suites) {
    shapes.push_back({suite.items->size(), {}});
    if (suite.items->cluster(0).empty()) continue;
    for (std::size_t i = 0; i < suite.items->size(); ++i)
      shapes.back().clusters.push_back(static_cast<std::uint32_t>(std::stoul(suite.items->cluster(i))));
  }
  return shapes;
}

/// Every candidate asked every item once. Not to be moved: the board looks at the plan.
struct Asked {
  Asked(Plan p, const Answers& answers) : plan(std::move(p)), order(shapes_of(plan), plan.seed), board(plan, order) {
    for (std::uint32_t c = 0; c < plan.candidates.size(); ++c)
      for (std::size_t at = 0; at < order.size(); ++at) board.insert(answers({c, order.at(at).suite, order.at(at).item, 0}));
  }
  Asked(const Asked&) = delete;

  Ranking ranking(std::span<const Cut> cuts = {}, std::vector<StageReport> stages = {}) const {
    return rank(board, {cuts, std::move(stages), true, {}, 0, 0, false});
  }
  Decision decision(std::span<const Cut> cuts = {}, std::vector<StageReport> stages = {}) const {
    return ranking(cuts, std::move(stages)).decision.value();
  }
  /// Mean value of the race's own units.
  double utility(std::uint32_t candidate) const {
    const Units units(board);
    double sum = 0;
    for (std::size_t u = 0; u < units.size(); ++u) sum += units.value(candidate, u).least;
    return sum / static_cast<double>(units.size()) / units.scale();
  }

  const Plan plan;
  const Order order;
  Board board;
};

/// Whether a candidate of this skill solves the item; the same for all whose luck is the same.
inline double solved(const CallKey& key, double skill, std::uint64_t seed) { return chance(seed, key) < skill ? 1 : 0; }


inline constexpr double cap_usd = 20, cap_ms = 1000;

/// Better is dearer and slower: c1 beats c0 in quality alone.
struct World {
  std::uint64_t seed = 1;
  std::vector<double> skill{0.70, 0.80}, usd_per_1k{4, 12}, ms{200, 500};
  Record operator()(const CallKey& key) const {
    const double spread = 0.5 + chance(seed, key, 9);
    return answer(key, solved(key, skill[key.candidate], seed), ms[key.candidate] * spread,
                  usd_per_1k[key.candidate] * spread / 1000);
  }
};

inline Plan weighing(std::size_t candidates, double cost, double latency = 0) {
  Plan plan = make_plan(candidates, {150, 90});
  plan.suites[1].weight = 2;
  plan.objective.cost_weight = cost, plan.objective.cost_cap_usd_per_1k = cap_usd;
  plan.objective.latency_weight = latency, plan.objective.latency_cap_ms = cap_ms;
  return plan;
}

}  // namespace shortlist::testing
