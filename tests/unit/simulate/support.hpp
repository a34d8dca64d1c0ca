#pragma once
// Small tables and plans.
#include <fmt/format.h>

#include <memory>
#include <vector>

#include "harness/ports/items.hpp"
#include "harness/simulate/simulate.hpp"

namespace shortlist::simulation::testing {

/// One suite; quality by rows.
inline Table table_with(const std::vector<std::vector<float>>& rows) {
  Table table;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    table.candidates.push_back(fmt::format("c{}", c));
    table.quality.insert(table.quality.end(), rows[c].begin(), rows[c].end());
  }
  for (std::size_t i = 0; i < rows[0].size(); ++i) table.columns.push_back({fmt::format("i{}", i)});
  return table;
}

/// Right and wrong answers of candidates whose accuracies are spread evenly from .9 down to .3.
inline Table spread_table(std::size_t candidates, std::size_t items, std::uint64_t seed = 3) {
  Random random(seed);
  std::vector<std::vector<float>> rows(candidates);
  for (std::size_t c = 0; c < candidates; ++c)
    for (std::size_t i = 0; i < items; ++i)
      rows[c].push_back(uniform(random) < 0.9 - 0.6 * static_cast<double>(c) / static_cast<double>(candidates) ? 1 : 0);
  return table_with(rows);
}

inline Setting setting_of(RaceStage::Mode mode, const char* name, std::size_t replays = 20) {
  Setting setting;
  setting.mode = name, setting.stage.mode = mode, setting.stage.within = 0.01, setting.replays = replays;
  return setting;
}

/// Items that stand alone, or so many in a row to a cluster.
class NumberedItems : public Items {
 public:
  explicit NumberedItems(std::size_t size, std::size_t per_cluster = 1) : size_(size), per_cluster_(per_cluster) {}
  std::size_t size() const override { return size_; }
  std::string id(std::size_t index) const override { return std::to_string(index); }
  std::string cluster(std::size_t index) const override {
    return per_cluster_ == 1 ? "" : std::to_string(index / per_cluster_);
  }
  Item item(std::size_t index, const Prompting&) const override {
    Item made;
    made.id = id(index);
    return made;
  }

 private:
  std::size_t size_, per_cluster_;
};

inline Plan plan_with(std::size_t candidates, std::vector<std::shared_ptr<const Items>> suites, std::vector<Stage> stages) {
  Plan plan;
  plan.stages = std::move(stages);
  for (std::size_t c = 0; c < candidates; ++c) plan.candidates.emplace_back().name = fmt::format("c{}", c);
  for (auto& items : suites) {
    Suite& suite = plan.suites.emplace_back();
    suite.name = fmt::format("s{}", plan.suites.size());
    suite.items = std::move(items);
  }
  return plan;
}

inline std::shared_ptr<const Items> items_of(std::size_t size, std::size_t per_cluster = 1) {
  return std::make_shared<NumberedItems>(size, per_cluster);
}

inline Record record_of(CallKey key, std::optional<double> quality, std::optional<double> usd = 0.001, double total_ms = 100) {
  Record record;
  record.outcome.key = key;
  record.outcome.result = Completion{};
  record.outcome.attempts.resize(1);
  record.outcome.timing.written = Duration{};
  record.outcome.timing.last_token = record.outcome.timing.done = from_ms(total_ms);
  record.quality = quality;
  if (usd) record.cost = from_usd(*usd);
  return record;
}

}  // namespace shortlist::simulation::testing
