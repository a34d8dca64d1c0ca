#include "harness/cli/past_run.hpp"

#include "harness/cli/prepare.hpp"
#include "harness/race/race.hpp"

namespace shortlist {

Run past_run(const RunStore& store) {
  Run run{store.plan(), store.records(), {}, store.provenance()};
  Race race(run.plan);
  for (const Record& record : run.records) race.observe(record);
  run.ranking = race.ranking();
  return run;
}

Run past_run(const Arguments& args, const std::string& name) { return past_run(*RunStore::load(runs_folder(args), name)); }

}  // namespace shortlist
