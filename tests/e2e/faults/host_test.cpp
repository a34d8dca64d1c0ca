// What the machine does: disks that fill, files that tear, descriptors that run out.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

namespace fs = std::filesystem;
using loopback::Server;

constexpr int in_flight = 16;
constexpr std::size_t unsaved_max = 1024;   // as the runner has it

Launch launch(const Sandbox& box, std::vector<std::string> arguments) {
  return box.launch(std::move(arguments), {{"MY_KEY", canary}});
}

void write_run(const Sandbox& box, const Server& server, int items, const char* model = "mock-tok2",
               const char* lane = "timeout_s: 20, concurrency: 16") {
  const FaultCase row{.model = model, .items = items, .lane = lane};
  write_suite(box, items);
  write_plan(box, row, server.endpoint());
}

void expect_all_right(const std::vector<Record>& records, int items) {
  EXPECT_EQ(records.size(), static_cast<std::size_t>(items));
  for (const Record& record : records) ASSERT_EQ(record.quality, 1.0) << record.outcome.key.item;
}

std::size_t answered(const std::vector<Record>& records) {
  return static_cast<std::size_t>(
      std::ranges::count_if(records, [](const Record& r) { return completion(r.outcome) != nullptr; }));
}

/// A file system of its own of so many KiB; unmounted when it goes.
class SmallDisk {
 public:
  explicit SmallDisk(const fs::path& place, int kib) : place_(place) {
    fs::create_directories(place);
    mounted_ = mount("none", place.c_str(), "tmpfs", 0, fmt::format("size={}k", kib).c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(place_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  explicit operator bool() const { return mounted_; }
  bool grow(int kib) const {
    return mount("none", place_.c_str(), nullptr, MS_REMOUNT, fmt::format("size={}k", kib).c_str()) == 0;
  }

 private:
  fs::path place_;
  bool mounted_ = false;
};

/// The run stops with the reason, sends no more, and goes on when there is room: what was stored is not asked
/// again.
void expect_stopped_and_resumed(const Sandbox& box, const Server& server, const Finished& full,
                                const char* word, int items) {
  EXPECT_EQ(full.code, 2) << full.err;
  EXPECT_NE(full.err.find(word), std::string::npos) << full.err;
  EXPECT_NE(full.err.find("run.sqlite"), std::string::npos) << full.err;
  const std::size_t kept = answered(stored(box)), asked = server.requests();
  EXPECT_LT(kept, static_cast<std::size_t>(items)) << "it all fitted";
  EXPECT_LE(asked, kept + unsaved_max + 2 * in_flight) << "it went on asking";
}

void expect_resumed(const Sandbox& box, const Server& server, std::size_t kept, std::size_t asked,
                    int items) {
  const Finished done = run_program(launch(box, {"run", "-q"}));
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(server.requests(), asked + static_cast<std::size_t>(items) - kept)
      << "an answer that was stored was asked again";
  expect_all_right(stored(box), items);
}

TEST(FaultsHost, AFullDiskLosesNoStoredAnswer) {
  constexpr int items = 2500;
  const Server server;
  const Sandbox box;
  const SmallDisk disk(box.path() / ".shortlist", 1024);
  if (!disk) GTEST_SKIP() << "needs the right to mount a file system";
  write_run(box, server, items);
  const Finished full = run_program(launch(box, {"run", "-q"}));
  ASSERT_TRUE(disk.grow(64 << 10));
  expect_stopped_and_resumed(box, server, full, "the disk is full", items);
  expect_resumed(box, server, answered(stored(box)), server.requests(), items);
}

TEST(FaultsHost, AFileSizeLimitIsAFullDisk) {
  constexpr int items = 2500;
  const Server server;
  const Sandbox box;
  write_run(box, server, items);
  Launch limited = launch(box, {"run", "-q"});
  limited.prepare = [] {
    const rlimit limit{256 << 10, 256 << 10};
    setrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, SIG_IGN);
  };
  const Finished full = run_program(limited);
  expect_stopped_and_resumed(box, server, full, "what was stored before is safe", items);
  expect_resumed(box, server, answered(stored(box)), server.requests(), items);
}

/// A run killed half-way, its log still beside its file.
void run_half(const Sandbox& box, const Server& server, int items) {
  write_run(box, server, items, "mock-ttft5-tok2", "timeout_s: 20, concurrency: 4");
  Running running(launch(box, {"run", "-q"}));
  ASSERT_TRUE(server.wait_for_requests(static_cast<std::size_t>(items) / 2));
  running.signal(SIGKILL);
  running.wait();
}

TEST(FaultsHost, ATornLogLosesItsEndAlone) {
  constexpr int items = 200;
  for (const double share : {0.0, 0.3, 0.77, 1.0}) {
    SCOPED_TRACE(share);
    const Server server;
    const Sandbox box;
    run_half(box, server, items);
    const fs::path log = box.run_folder() / "run.sqlite-wal";
    ASSERT_TRUE(fs::exists(log));
    const auto size = static_cast<double>(fs::file_size(log));
    if (share > 0)
      fs::resize_file(log, static_cast<std::uintmax_t>(size * share));
    else
      fs::resize_file(log, fs::file_size(log) - 1);
    const std::size_t kept = answered(stored(box)), asked = server.requests();
    expect_resumed(box, server, kept, asked, items);
  }
}

TEST(FaultsHost, ADamagedStoreIsNamedAndLeftAlone) {
  const Server server;
  const Sandbox box;
  write_run(box, server, 200);
  ASSERT_EQ(run_program(launch(box, {"run", "-q"})).code, 0);
  const fs::path file = box.run_folder() / "run.sqlite";
  const auto size = fs::file_size(file);
  for (const std::uintmax_t at : {std::uintmax_t{20}, size / 2, size - 4096}) {
    SCOPED_TRACE(at);
    const std::string whole = file_text(file);
    std::fstream(file, std::ios::binary | std::ios::in | std::ios::out).seekp(static_cast<std::streamoff>(at))
        << std::string(600, '\xA5');
    const std::string damaged = file_text(file);
    const Finished done = run_program(launch(box, {"run", "-q"}));
    EXPECT_EQ(done.code, 2) << done.err;
    EXPECT_NE(done.err.find("run.sqlite"), std::string::npos) << done.err;
    EXPECT_EQ(file_text(file), damaged) << "somebody wrote to it";
    std::ofstream(file, std::ios::binary) << whole;
  }
  EXPECT_EQ(server.requests(), 200u) << "nobody is asked anew";
}

TEST(FaultsHost, ASecondProcessIsTurnedAway) {
  const Server server;
  const Sandbox box;
  write_run(box, server, 20, "mock-ttft150-tok2", "concurrency: 2, timeout_s: 20");
  Running first(launch(box, {"run", "-q"}));
  ASSERT_TRUE(server.wait_for_requests(1));
  const Finished second = run_program(launch(box, {"run", "-q"}));
  EXPECT_EQ(second.code, 2) << second.err;
  EXPECT_NE(second.err.find(fmt::format("process {} is at this run", first.pid())), std::string::npos)
      << second.err;
  EXPECT_EQ(first.wait().code, 0);
  EXPECT_EQ(server.requests(), 20u);
  expect_all_right(stored(box), 20);
}

TEST(FaultsHost, InterruptsDrainThenDrop) {
  for (const int number : {SIGINT, SIGTERM})
    for (const bool twice : {false, true}) {
      SCOPED_TRACE(fmt::format("{} {}", number, twice ? "twice" : "once"));
      const Server server;
      const Sandbox box;
      write_run(box, server, 50, twice ? "mock-ttft60000-tok2" : "mock-ttft200-tok2",
                "concurrency: 4, timeout_s: 100");
      Running running(launch(box, {"run"}));
      ASSERT_TRUE(server.wait_for_requests(4));
      running.signal(number);
      ASSERT_TRUE(running.says("stopping"));
      if (twice) running.signal(number);
      const Finished done = running.wait(std::chrono::seconds(30));
      EXPECT_EQ(done.code, 130) << done.err;
      EXPECT_NE(done.err.find("the same command goes on"), std::string::npos) << done.err;
      EXPECT_EQ(answered(stored(box)), twice ? 0u : server.requests())
          << "what was in flight is awaited and kept";
      EXPECT_EQ(server.requests(), 4u) << "nothing new is sent";
    }
}

TEST(FaultsHost, FewDescriptorsAndManyCalls) {
  const Server server;
  const Sandbox box;
  write_run(box, server, 400, "mock-ttft20-tok2", "concurrency: 200, timeout_s: 30");
  Launch limited = launch(box, {"run", "-q"});
  limited.prepare = [] {
    const rlimit few{64, 64};
    setrlimit(RLIMIT_NOFILE, &few);
  };
  const Finished done = run_program(limited);
  EXPECT_EQ(done.code, 0) << done.err;
  expect_all_right(stored(box), 400);
}

TEST(FaultsHost, AReadOnlyFolderIsNamed) {
  const Server server;
  const Sandbox box;
  write_run(box, server, 3);
  chmod(box.path().c_str(), 0555);
  Launch other = launch(box, {"run", "-q"});
  other.prepare = [] {  // root may write anywhere
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(125);
  };
  const Finished done = run_program(other);
  chmod(box.path().c_str(), 0755);
  if (done.code >= 125) GTEST_SKIP() << "needs a build folder that others may enter";
  EXPECT_EQ(done.code, 2) << done.err;
  EXPECT_NE(done.err.find(".shortlist"), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("ermission"), std::string::npos) << done.err;
  EXPECT_EQ(server.requests(), 0u) << "nobody is asked what cannot be kept";
}

TEST(FaultsHost, ManyRowsInLittleMemory) {
  constexpr long rows = 1'000'000, most_kib = 200 << 10;
  const Sandbox box;
  {
    std::ofstream file(box.path() / "many.csv");
    file << "id,question,answer\n";
    for (long i = 0; i < rows; ++i) file << 'q' << i << ",What is " << i << " plus one?," << i + 1 << '\n';
  }
  box.write("many.yaml",
            "version: 1\nname: many\nitems: many.csv\nprompt: \"{{question}}\"\nmetrics: [number: {target: "
            "\"{{answer}}\"}]\n");
  box.write("shortlist.yaml", "version: 1\nsuites: [file: many.yaml]\ncandidates: [mock:m]\n");
  const Finished done = box.run({"run", "--dry-run"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("1,000,000"), std::string::npos) << done.out;
  EXPECT_LT(done.peak_kib, most_kib);
}

}  // namespace
}  // namespace shortlist::test::faults
