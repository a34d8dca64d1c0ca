#include "harness/cli/rescore.hpp"

#include <fmt/format.h>

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

}  // namespace

void bring_up_to_date(RunStore& store, const Plan& plan, WallTime now, const Shell& shell) {
  const Plan stored = store.plan();
  if (judging(stored) != judging(plan)) {
    const auto grader = make_grader(plan);
    std::vector<Record> again;
    for (Record& record : store.records()) {
      const CallKey key = record.outcome.key;
      const Item item = plan.suites[key.suite].items->item(key.item, plan.candidates[key.candidate].prompting);
      again.push_back(grader->grade(std::move(record.outcome), item));
    }
    store.append(again);
    if (!again.empty()) shell.err << fmt::format("{} stored answers judged anew; nobody was asked\n", again.size());
  }
  store.set_plan(plan, now);
}

}  // namespace shortlist
