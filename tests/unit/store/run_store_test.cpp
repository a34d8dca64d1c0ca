// Opening, finding, locking and losing runs, on a real file system with real SQLite.
#include "harness/store/store.hpp"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "harness/ports/items.hpp"
#include "harness/types/error.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/store/records.hpp"

namespace shortlist {
namespace {
namespace fs = std::filesystem;

const WallTime now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};
const WallTime later = now + std::chrono::hours(1);

template <class Do>
std::string complaint(Do what) {
  try {
    what();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

#define EXPECT_SAYS(what, part) \
  EXPECT_NE(complaint([&] { what; }).find(part), std::string::npos) << complaint([&] { what; })

class Runs : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::string root_ = (folder_ / "deep/runs").string();
  Plan plan_ = fakes::plan_of(2, 10);

  std::unique_ptr<RunStore> open(WallTime time = now) { return RunStore::open(root_, plan_, time); }
  fs::path run(const std::string& id = "2026-11-24-fake-plan") const { return fs::path(root_) / id; }
};

TEST_F(Runs, ANewOneGetsAFolderNamedAfterDayAndPlan) {
  const auto store = open();
  EXPECT_EQ(store->id(), "2026-11-24-fake-plan");
  EXPECT_TRUE(fs::exists(run() / "run.sqlite"));
  EXPECT_EQ(store->state(), "interrupted");
  EXPECT_EQ(store->provenance().started, "2026-11-24T00:00:00.000Z");
  EXPECT_EQ(store->provenance().run_id, store->id());
}

TEST_F(Runs, TheSamePlanGoesOn) {
  open()->append(std::vector{full_answer({0, 0, 1, 0})});
  plan_.suites[0].weight = 3;
  const auto store = open(later);
  EXPECT_EQ(store->id(), "2026-11-24-fake-plan");
  EXPECT_EQ(store->records().size(), 1u);
  EXPECT_EQ(store->plan().suites[0].weight, 1) << "until it is told to, it keeps the plan that its scores were made by";
  store->set_plan(plan_, later);
  EXPECT_EQ(store->plan().suites[0].weight, 3);
}

TEST_F(Runs, AnotherQuestionIsAnotherRun) {
  open();
  plan_.seed = 8;
  EXPECT_EQ(open()->id(), "2026-11-24-fake-plan-2");
  plan_.seed = 9;
  EXPECT_EQ(open()->id(), "2026-11-24-fake-plan-3");
  plan_.seed = 8;
  EXPECT_EQ(open()->id(), "2026-11-24-fake-plan-2");
}

TEST_F(Runs, ThePlanComesBackWithoutPrompts) {
  plan_.candidates[1].sampling.temperature = 0.25;
  plan_.candidates[1].price.input_per_mtok = 0.2;
  open();
  const Plan plan = RunStore::load(root_, "latest")->plan();
  EXPECT_EQ(plan.name, plan_.name);
  EXPECT_EQ(plan.path, plan_.path);
  ASSERT_EQ(plan.candidates.size(), 2u);
  EXPECT_EQ(plan.candidates[1].sampling.temperature, 0.25);
  EXPECT_EQ(plan.candidates[1].price.input_per_mtok, 0.2);
  const Suite& suite = plan.suites.at(0);
  EXPECT_EQ(suite.name, "numbers");
  EXPECT_EQ(suite.asked_digest, "asked-10");
  EXPECT_EQ(suite.judged_digest, "judged");
  EXPECT_EQ(suite.tag_names, std::vector<std::string>{"parity"});
  ASSERT_EQ(suite.metrics.size(), 1u);
  EXPECT_EQ(suite.metrics[0].options, plan_.suites[0].metrics[0].options);
  ASSERT_EQ(suite.items->size(), 10u);
  const Item item = suite.items->item(7, {});
  EXPECT_EQ(item.id, "item-7");
  EXPECT_EQ(item.tags, std::vector<std::string>{"odd"});
  EXPECT_EQ(item.cluster, "cluster-1");
  EXPECT_TRUE(item.prompt.empty());
  EXPECT_EQ(asked_digest(plan), asked_digest(plan_));
}

TEST_F(Runs, ItemsAreWrittenAgainWhenTheirSuiteIsJudgedAnew) {
  open();
  plan_.suites[0].judged_digest = "judged otherwise";
  plan_.suites[0].items = std::make_shared<fakes::NumberedItems>(12);
  const auto store = open();
  store->set_plan(plan_, later);
  EXPECT_EQ(store->plan().suites[0].items->size(), 12u);
}

TEST_F(Runs, ProvenanceAndStateAreReplacedAsAWhole) {
  const auto store = open();
  Provenance provenance;
  provenance.version = "0.1.0";
  provenance.facts = {{"local.threads", "2"}};
  provenance.warnings = {"odd bytes \xFF"};
  provenance.lanes = {{"openai x", "2026-11-24T00:00:00Z", {{from_ms(3), 8, "rate_limited"}, {from_ms(9), 4, ""}}, 5}};
  provenance.lag = ClientLag{0.1, 0.9, 3.5, 1000};
  store->set_provenance(provenance, "finished");
  EXPECT_EQ(store->state(), "finished");
  EXPECT_EQ(store->provenance().facts, provenance.facts);
  EXPECT_EQ(store->provenance().version, "0.1.0");
  EXPECT_EQ(store->provenance().warnings.size(), 1u);
  const LaneHistory lane = store->provenance().lanes.at(0);
  EXPECT_EQ(lane.lane + lane.started, "openai x2026-11-24T00:00:00Z");
  EXPECT_EQ(lane.left_out, 5u);
  ASSERT_EQ(lane.steps.size(), 2u);
  EXPECT_EQ(lane.steps[0].at, from_ms(3));
  EXPECT_EQ(lane.steps[0].slots, 8u);
  EXPECT_EQ(lane.steps[0].why, "rate_limited");
  const auto lag = store->provenance().lag;
  ASSERT_TRUE(lag);
  EXPECT_EQ(lag->p50_ms + lag->p99_ms + lag->max_ms, 0.1 + 0.9 + 3.5);
  EXPECT_EQ(lag->n, 1000u);
}

TEST_F(Runs, AreListedNewestFirst) {
  open()->append(std::vector{full_answer({0, 0, 1, 0}), full_failure({0, 0, 2, 0})});
  plan_.seed = 8;
  const auto second = open(later);
  const auto runs = RunStore::list(root_);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].id, "2026-11-24-fake-plan-2");
  EXPECT_EQ(runs[0].state, "running");
  EXPECT_EQ(runs[1].id, "2026-11-24-fake-plan");
  EXPECT_EQ(runs[1].state, "interrupted");
  EXPECT_EQ(runs[1].name, "fake plan");
  EXPECT_EQ(runs[1].records, 2u);
  EXPECT_EQ(runs[1].failed, 1u);
  EXPECT_TRUE(RunStore::list(root_ + "/nowhere").empty());
}

TEST_F(Runs, AreLoadedByIdFolderFileOrLatest) {
  open();
  for (const std::string& name : {std::string("latest"), std::string("2026-11-24-fake-plan"), run().string(),
                                  (run() / "run.sqlite").string()})
    EXPECT_EQ(RunStore::load(root_, name)->id(), "2026-11-24-fake-plan") << name;
}

TEST_F(Runs, ALoadedRunShowsWhatAnotherProcessHasStoredMeanwhile) {
  const auto writer = open();
  const auto reader = RunStore::load(root_, "latest");
  EXPECT_TRUE(reader->records().empty());
  writer->append(std::vector{full_answer({0, 0, 1, 0})});
  EXPECT_EQ(reader->records().size(), 1u);
}

TEST_F(Runs, ThatAreNotThereAreNamed) {
  EXPECT_SAYS(RunStore::load(root_, "latest"), "no runs yet");
  open();
  EXPECT_SAYS(RunStore::load(root_, "2026-11-24-fake-plam"), "did you mean \"2026-11-24-fake-plan\"?");
  EXPECT_SAYS(RunStore::load(root_, "other"), "2026-11-24-fake-plan");
}

TEST_F(Runs, AFolderHalfMadeIsNoRun) {
  fs::create_directories(fs::path(root_) / ".new-123");
  std::ofstream(fs::path(root_) / ".new-123/run.sqlite") << "half";
  fs::create_directories(run());   // someone else's, without a run in it
  EXPECT_TRUE(RunStore::list(root_).empty());
  EXPECT_EQ(open()->id(), "2026-11-24-fake-plan-2");
  EXPECT_FALSE(fs::exists(fs::path(root_) / ".new-123")) << "what a killed process left is swept up";
}

/// Runs `what` in another process, which then waits to be killed; returns when it says that it is ready.
class OtherProcess {
 public:
  template <class What>
  explicit OtherProcess(What what) {
    int ready[2];
    if (::pipe(ready) != 0) std::abort();
    pid_ = ::fork();
    if (pid_ == 0) {
      what();
      [[maybe_unused]] const auto written = ::write(ready[1], "x", 1);
      for (;;) ::pause();
    }
    char byte;
    [[maybe_unused]] const auto got = ::read(ready[0], &byte, 1);
    ::close(ready[0]);
    ::close(ready[1]);
  }
  ~OtherProcess() { kill(); }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = 0;
};

TEST_F(Runs, ASecondProcessIsToldWhoIsAtIt) {
  std::unique_ptr<RunStore> held;
  OtherProcess other([&] { held = open(); });
  EXPECT_SAYS(open(), "process " + std::to_string(other.pid()) + " is at this run");
  EXPECT_SAYS(open(), run().string());
  EXPECT_EQ(RunStore::list(root_).at(0).state, "running");
  plan_.seed = 8;
  EXPECT_EQ(open()->id(), "2026-11-24-fake-plan-2") << "another run is free";
  plan_.seed = 0;
  other.kill();
  EXPECT_EQ(open()->id(), "2026-11-24-fake-plan") << "the lock dies with its process";
}

TEST_F(Runs, ASecondStoreOfTheSameProcessIsRefusedToo) {
  const auto first = open();
  EXPECT_SAYS(open(), "is at this run");
}

struct DamageRow {
  const char* name;
  void (*damage)(const fs::path& file);
  const char* says;
};
void sql(const fs::path& file, const std::string& text) {
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(text);
}
const DamageRow damage_rows[] = {
    {"another program's text", [](const fs::path& f) { std::ofstream(f) << std::string(5000, 'x'); },
     "is not a run of shortlist"},
    {"an empty file", [](const fs::path& f) { fs::resize_file(f, 0); }, "is not a run of shortlist"},
    {"another program's database", [](const fs::path& f) { sql(f, "PRAGMA application_id = 7"); },
     "is not a run of shortlist"},
    {"a newer shortlist", [](const fs::path& f) { sql(f, "PRAGMA user_version = 3"); },
     "its schema is 3, this one reads up to 2"},
    {"a file cut short", [](const fs::path& f) { fs::resize_file(f, fs::file_size(f) / 2); }, "is damaged"},
    {"a table gone", [](const fs::path& f) { sql(f, "DROP TABLE meta"); }, "no such table"},
    {"a page overwritten",
     [](const fs::path& f) {
       std::fstream file(f, std::ios::in | std::ios::out | std::ios::binary);
       file.seekp(4096);
       file << std::string(4096, '\x55');
     },
     "is damaged"},
};

TEST_F(Runs, DamagedFilesAreNamedAndLeftAlone) {
  for (const DamageRow& row : damage_rows) {
    SCOPED_TRACE(row.name);
    fs::remove_all(root_);
    open()->append(std::vector{full_answer({0, 0, 1, 0})});
    row.damage(run() / "run.sqlite");
    std::ifstream before_file(run() / "run.sqlite", std::ios::binary);
    const std::string before{std::istreambuf_iterator<char>(before_file), {}};
    EXPECT_SAYS(open(), row.says) << "the answers in there may have been paid for: nobody is asked anew unasked";
    EXPECT_SAYS(open(), (run() / "run.sqlite").string());
    EXPECT_SAYS(RunStore::load(root_, run().string())->records(), row.says);
    std::ifstream after_file(run() / "run.sqlite", std::ios::binary);
    EXPECT_EQ((std::string{std::istreambuf_iterator<char>(after_file), {}}), before);
    EXPECT_EQ(RunStore::list(root_).size(), 1u) << "still listed";
    plan_.name = "another plan";
    EXPECT_EQ(open()->id(), "2026-11-24-another-plan") << "other plans go on";
    plan_.name = "fake plan";
  }
}

TEST_F(Runs, APlaceThatCannotHoldThemIsNamed) {
  std::ofstream(folder_ / "file") << "x";
  EXPECT_SAYS(RunStore::open((folder_ / "file/runs").string(), plan_, now), "cannot be made: Not a directory");
  EXPECT_SAYS(RunStore::open("/proc/runs", plan_, now), "cannot be made");
  EXPECT_SAYS(RunStore::open("/proc", plan_, now), "check the path and its permissions");
}

/// No more room for files: in a process of its own, since the limit is the process's.
TEST_F(Runs, ABatchThatDoesNotFitIsRolledBackAndWhatWasThereStays) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto store = open();
    store->append(std::vector{full_answer({0, 0, 1, 0})});
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{256 << 10, 256 << 10};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    Record big = full_answer({0, 0, 2, 0});
    std::get<Completion>(big.outcome.result).text.assign(1 << 20, 'x');
    const std::string text = complaint([&] { store->append(std::vector{full_answer({0, 0, 3, 0}), big}); });
    const bool told = text.find("what was stored before is safe") != std::string::npos;
    const bool kept = store->records().size() == 1;
    ::_exit(told && kept ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  const auto store = open();
  ASSERT_EQ(store->records().size(), 1u);
  store->append(std::vector{full_answer({0, 0, 3, 0})});
  EXPECT_EQ(store->records().size(), 2u);
}

}  // namespace
}  // namespace shortlist
