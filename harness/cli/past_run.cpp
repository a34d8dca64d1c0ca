#include "harness/cli/past_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/cli/prepare.hpp"
#include "harness/race/race.hpp"

namespace shortlist {
namespace {

/// For each candidate with failed calls, the commonest cause and how often it came.
void note_failures(Run& run) {
  std::map<std::uint32_t, std::map<std::string, std::size_t>> causes;
  for (const Record& record : run.records)
    if (const Failure* failed = failure(record.outcome))
      ++causes[record.outcome.key.candidate][fmt::format("{}: {}", name_of(failed->kind), failed->detail)];
  for (const auto& [candidate, counts] : causes) {
    const auto most = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    run.ranking.notes.push_back(fmt::format("{}: {} of its failed calls: {}", run.plan.candidates[candidate].name, most->second, most->first));
  }
}

}  // namespace

Run past_run(const RunStore& store) {
  Run run{store.plan(), store.records(), {}, store.provenance()};
  Race race(run.plan);
  for (const Record& record : run.records) race.observe(record);
  run.ranking = race.ranking();
  note_failures(run);
  return run;
}

Run past_run(const Arguments& args, const std::string& name) { return past_run(*RunStore::load(runs_folder(args), name)); }

}  // namespace shortlist
