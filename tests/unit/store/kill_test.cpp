// A process that stores records is killed at random moments, again and again, over one run: what append returned for is
// there, a batch is there as a whole or not at all, and the next process goes on.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>

#include "harness/store/store.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/store/records.hpp"

namespace shortlist {
namespace {

constexpr int kills = 60;
constexpr std::uint32_t batches_max = 400;   // of one process
const WallTime now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

std::uint32_t batch_size(std::uint32_t batch) { return 1 + batch % 7; }

std::vector<Record> batch_of(std::uint32_t batch) {
  std::vector<Record> records;
  for (std::uint32_t i = 0; i < batch_size(batch); ++i) records.push_back(full_answer({0, 0, batch, i}));
  return records;
}

/// Stores batches from `first` on and says so after each, until it is killed.
[[noreturn]] void store_batches(const std::string& root, std::uint32_t first, int told) {
  const auto store = RunStore::open(root, fakes::plan_of(1, 10), now);
  for (std::uint32_t batch = first; batch < first + batches_max; ++batch) {
    store->append(batch_of(batch));
    if (::write(told, &batch, sizeof batch) != sizeof batch) break;
  }
  ::_exit(0);
}

void pass(std::chrono::microseconds time) {
  for (const auto end = std::chrono::steady_clock::now() + time; std::chrono::steady_clock::now() < end;) {
  }
}

/// Starts a process, kills it, and gives the batches that it said were stored.
std::uint32_t kill_one(const std::string& root, std::uint32_t first, std::mt19937_64& random) {
  int pipe_ends[2];
  if (::pipe(pipe_ends) != 0) std::abort();
  const pid_t child = ::fork();
  if (child == 0) store_batches(root, first, pipe_ends[1]);
  ::close(pipe_ends[1]);
  std::uint32_t told = first, batch = 0;
  const std::uint32_t enough = first + random() % 12;   // none: killed while it opens or makes the run
  while (told < enough && ::read(pipe_ends[0], &batch, sizeof batch) == sizeof batch) told = batch + 1;
  pass(std::chrono::microseconds(random() % (enough == first ? 8000 : 800)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  while (::read(pipe_ends[0], &batch, sizeof batch) == sizeof batch) told = batch + 1;
  ::close(pipe_ends[0]);
  return told;
}

TEST(Kill, LosesNothingThatAppendReturnedFor) {
  const char* given = std::getenv("SHORTLIST_SEED");
  const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  SCOPED_TRACE("SHORTLIST_SEED=" + std::to_string(seed));
  std::mt19937_64 random(seed);
  TemporaryFolder root;
  std::uint32_t stored = 0;
  for (int i = 0; i < kills; ++i) {
    const std::uint32_t told = kill_one(root.str(), stored, random);
    const auto store = RunStore::open(root.str(), fakes::plan_of(1, 10), now);
    EXPECT_EQ(RunStore::list(root.str()).size(), 1u) << "one run, however often it was begun";
    const auto records = store->records();
    std::size_t at = 0;
    for (stored = 0; at < records.size(); ++stored)
      for (const Record& expected : batch_of(stored)) {
        ASSERT_LT(at, records.size()) << "half of batch " << stored;
        ASSERT_EQ(described(records[at++]), described(expected));
      }
    ASSERT_GE(stored, told) << "lost after append had returned, in kill " << i;
    ASSERT_LE(stored, told + 1);
  }
  EXPECT_GT(stored, 0u);
}

}  // namespace
}  // namespace shortlist
