#include "harness/cli/rescore.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "harness/config/config.hpp"
#include "harness/ports/items.hpp"
#include "harness/score/score.hpp"

namespace shortlist {
namespace {

/// All that turns an answer into scores, quality and cost.
Json judging(const Plan& plan) {
  Json all = {{"failures", plan_json(plan).at("failures")}};
  for (const Candidate& c : plan.candidates) {
    const auto figure = [](const std::optional<double>& p) { return p ? Json(*p) : Json(); };
    all["prices"].push_back({figure(c.price.input_per_mtok), figure(c.price.output_per_mtok),
                             figure(c.price.cached_input_per_mtok)});
  }
  for (const Suite& s : plan.suites) {
    all["judged"].push_back(s.judged_digest);
    for (const MetricSpec& m : s.metrics) all["metrics"].push_back({m.name, m.kind, m.weight, m.options});
  }
  return all;
}

/// Killed on the way, it begins again next time: the stored plan is still the old one.
std::size_t judge_anew(RunStore& store, const Plan& plan) {
  constexpr std::size_t batch_max = 1000;
  const auto grader = make_grader(plan);
  const Records all = store.stored();
  std::vector<Record> batch;
  for (const Record& record : all) {
    const CallKey& key = record.outcome.key;
    const Item item = plan.suites[key.suite].items->item(key.item, plan.candidates[key.candidate].prompting);
    batch.push_back(grader->grade(record.outcome, item));
    if (batch.size() >= batch_max) store.append(std::exchange(batch, {}));
  }
  store.append(batch);
  return all.size();
}

}  // namespace

void bring_up_to_date(RunStore& store, const Plan& plan, WallTime now, const Shell& shell) {
  const Plan stored = store.plan();
  if (judging(stored) != judging(plan)) {
    const std::size_t count = judge_anew(store, plan);
    if (count) shell.err << fmt::format("{} stored answers judged anew; nobody was asked\n", count);
  }
  store.set_plan(plan, now);
}

}  // namespace shortlist
