#include "harness/cli/past_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "harness/cli/prepare.hpp"
#include "harness/race/race.hpp"

namespace shortlist {
namespace {

/// For each candidate with failed calls, the commonest cause and how often it came.
class FailureCauses {
 public:
  void add(const Record& record) {
    if (const Failure* failed = failure(record.outcome))
      ++causes_[record.outcome.key.candidate][fmt::format("{}: {}", name_of(failed->kind), failed->detail)];
  }
  void note(const Plan& plan, Ranking& ranking) const {
    for (const auto& [candidate, counts] : causes_) {
      const auto most = std::max_element(counts.begin(), counts.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
      ranking.notes.push_back(fmt::format("{}: {} of its failed calls: {}", plan.candidates[candidate].name,
                                          most->second, most->first));
    }
  }

 private:
  std::map<std::uint32_t, std::map<std::string, std::size_t>> causes_;
};

}  // namespace

Run past_run(const RunStore& store) {
  Run run{store.plan(), store.stored(), {}, store.provenance()};
  Race race(run.plan);
  FailureCauses causes;
  for (const Record& record : run.records) {
    race.observe(record);
    causes.add(record);
  }
  run.ranking = race.ranking();
  causes.note(run.plan, run.ranking);
  return run;
}

Run finished_run(const Plan& plan, const RunStore& store, Ranking ranking) {
  Run run{plan, store.stored(), std::move(ranking), store.provenance()};
  FailureCauses causes;
  store.each_failed([&](const Record& record) { causes.add(record); });
  causes.note(run.plan, run.ranking);
  return run;
}

Run past_run(const Arguments& args, const std::string& name) { return past_run(*RunStore::load(runs_folder(args), name)); }

}  // namespace shortlist
