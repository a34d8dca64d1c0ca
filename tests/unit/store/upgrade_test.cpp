// Runs that an older version wrote are read and go on.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/store/store.hpp"
#include "harness/types/error.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/store/records.hpp"

namespace shortlist {
namespace {
namespace fs = std::filesystem;

const WallTime now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

/// What version 1 had no place for is gone.
Record as_version_1_kept_it(Record record) {
  record.outcome.timing.first_answer.reset();
  record.outcome.timing.gaps.clear();
  for (Attempt& attempt : record.outcome.attempts) attempt.partial.clear();
  record.outcome.asked = {};
  record.outcome.cached = false;
  record.notices = {};
  return record;
}

class Version1 : public testing::Test {
 protected:
  Version1() {
    fs::create_directories(folder_);
    std::ifstream in(SOURCE_DIR "/tests/unit/store/version_1.sql");
    SQLite::Database(file_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec({std::istreambuf_iterator<char>(in), {}});
  }
  int version() { return SQLite::Database(file_).execAndGet("PRAGMA user_version").getInt(); }
  static void expect_all(const RunStore& store) {
    const auto records = store.records();
    ASSERT_EQ(records.size(), 3u);
    EXPECT_EQ(described(records[0]), described(as_version_1_kept_it(full_answer({0, 0, 1, 0}))));
    EXPECT_EQ(described(records[1]), described(as_version_1_kept_it(full_failure({0, 0, 2, 0}))));
    EXPECT_EQ(records[2].outcome.key, (CallKey{1, 0, 0, 0}));
  }

  TemporaryFolder root_;
  fs::path folder_ = root_ / "2026-11-24-fake-plan";
  std::string file_ = (folder_ / "run.sqlite").string();
};

TEST_F(Version1, IsListedAsItIs) {
  const auto runs = RunStore::list(root_.str());
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].records, 3u);
  EXPECT_EQ(runs[0].failed, 1u);
  EXPECT_EQ(version(), 1);
}

TEST_F(Version1, GoesOn) {
  {
    const auto store = RunStore::open(root_.str(), fakes::plan_of(2, 10), now);
    EXPECT_EQ(store->id(), "2026-11-24-fake-plan");
    expect_all(*store);
    EXPECT_EQ(store->plan().suites.at(0).items->size(), 10u);
    EXPECT_TRUE(store->provenance().lanes.empty());
    store->append(std::vector{full_answer({0, 0, 2, 0})});
    EXPECT_EQ(described(store->records()[1]), described(full_answer({0, 0, 2, 0}))) << "in the failure's place";
  }
  EXPECT_EQ(version(), 2);
  SQLite::Database database(file_);
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM sqlite_master WHERE name LIKE '%_1'").getInt(), 0);
  EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
}

TEST_F(Version1, IsLoaded) {
  expect_all(*RunStore::load(root_.str(), "latest"));
  EXPECT_EQ(version(), 2);
}

TEST_F(Version1, IsLeftAloneWhileAnotherProcessIsAtIt) {
  { RunStore::load(root_.str(), "latest"); }
  const auto held = RunStore::open(root_.str(), fakes::plan_of(2, 10), now);
  SQLite::Database(file_, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 1");
  EXPECT_THROW(RunStore::load(root_.str(), "latest"), UserError);
}

TEST_F(Version1, ThatCannotBeBroughtUpToDateStaysAsItWas) {
  SQLite::Database(file_, SQLite::OPEN_READWRITE).exec("DROP TABLE scores");
  EXPECT_THROW(RunStore::open(root_.str(), fakes::plan_of(2, 10), now), UserError);
  EXPECT_EQ(version(), 1);
  EXPECT_EQ(SQLite::Database(file_).execAndGet("SELECT count(*) FROM calls").getInt(), 3);
}

}  // namespace
}  // namespace shortlist
