// Where and how the program is started: terminals, streams, environments, paths.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <signal.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

namespace fs = std::filesystem;
using loopback::Server;

Launch launch(const Sandbox& box, std::vector<std::string> arguments) {
  return box.launch(std::move(arguments), {{"MY_KEY", canary}});
}

void write_run(const Sandbox& box, const Server& server, int items, const char* model = "mock-tok2") {
  const FaultCase row{.model = model, .items = items, .lane = "concurrency: 4, timeout_s: 100"};
  write_suite(box, items);
  write_plan(box, row, server.endpoint());
}

/// The next run finds all answers there.
void expect_nobody_is_asked(const Sandbox& box) {
  const Finished again = run_program(launch(box, {"run"}));
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_NE(again.err.find("nobody is asked"), std::string::npos) << again.err;
}

TEST(FaultsHost, AClosedPipeLosesNothing) {
  const Server server;
  const Sandbox box;
  write_run(box, server, 10);
  Launch piped = launch(box, {"run"});
  piped.prepare = [] {
    int ends[2];
    if (pipe(ends) != 0) _exit(125);
    close(ends[0]);
    dup2(ends[1], STDOUT_FILENO);
  };
  const Finished done = run_program(piped);
  EXPECT_NE(done.code, 0) << "what could not be said is not fine";
  EXPECT_TRUE(fs::exists(box.run_folder() / "report.html"));
  expect_nobody_is_asked(box);
  EXPECT_EQ(server.requests(), 10u);
}

TEST(FaultsHost, ClosedStandardStreamsAreNoFiles) {
  const Server server;
  const Sandbox box;
  write_run(box, server, 10);
  Launch bare = launch(box, {"run"});
  bare.prepare = [] {
    for (int stream = 0; stream <= 2; ++stream) close(stream);
  };
  run_program(bare);
  for (const auto& entry : fs::recursive_directory_iterator(box.path() / ".shortlist")) {
    if (!entry.is_regular_file() || entry.path().extension() == ".html") continue;
    for (const char* words : {"worst case", "highest quality"})
      EXPECT_EQ(file_text(entry.path()).find(words), std::string::npos)
          << entry.path() << " holds what was meant for people";
  }
  EXPECT_EQ(server.requests(), 10u);
  for (const auto& entry : server.log()) EXPECT_TRUE(entry.head.starts_with("POST ")) << entry.head;
  expect_nobody_is_asked(box);
}

TEST(FaultsHost, BareEnvironmentsChangeNothing) {
  const Server server;
  const Sandbox box;
  write_run(box, server, 10);
  const Finished usual = run_program(launch(box, {"run", "-q"}));
  ASSERT_EQ(usual.code, 0) << usual.err;
  const char* environments[][4] = {{"LC_ALL=C"},
                                   {"LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8"},
                                   {"TERM=dumb"},
                                   {"HOME=/nonexistent", "TMPDIR=/nonexistent"}};
  for (const auto& environment : environments) {
    Launch bare = launch(box, {"run", "-q"});
    bare.prepare = [&] {
      clearenv();
      for (const char* variable : environment)
        if (variable) putenv(const_cast<char*>(variable));
      setenv("MY_KEY", canary, 1);
    };
    const Finished done = run_program(bare);
    EXPECT_EQ(done.code, 0) << environment[0] << ": " << done.err;
    EXPECT_EQ(done.out, usual.out) << environment[0];
  }
  EXPECT_EQ(server.requests(), 10u);
}

TEST(FaultsHost, OddPathsWork) {
  for (const std::string name : {"with blank", "ünï-한국", "new\nline", "quote'\"", "%s{{x}}", "-dash",
                                 "..hidden", "semi;colon?a=b#c"}) {
    SCOPED_TRACE(name);
    const Server server;
    const Sandbox box;
    write_run(box, server, 5);
    const fs::path odd = box.path() / name;
    fs::create_directory(odd);
    for (const char* file : {"shortlist.yaml", "echo.yaml", "echo.jsonl"})
      fs::rename(box.path() / file, odd / file);
    const Finished done =
        run_program(launch(box, {"run", "-q", "--dir", "./" + name + "/runs", "-o", "./" + name + "/out.json",
                                 "./" + name + "/shortlist.yaml"}));
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_TRUE(fs::exists(odd / "out.json"));
    EXPECT_EQ(server.requests(), 5u);
  }
}

/// A pseudo-terminal that the program writes its progress to.
class Terminal {
 public:
  Terminal() {
    winsize size{30, 120, 0, 0};
    if (openpty(&ours_, &theirs_, nullptr, nullptr, &size) != 0)
      throw std::runtime_error("no pseudo-terminal");
    fcntl(ours_, F_SETFL, O_NONBLOCK);
    tcgetattr(theirs_, &before_);
  }
  ~Terminal() {
    close(ours_);
    close(theirs_);
  }
  Terminal(const Terminal&) = delete;
  int descriptor() const { return theirs_; }
  bool unchanged() const {
    termios after{};
    tcgetattr(theirs_, &after);
    return std::memcmp(&after, &before_, sizeof after) == 0;
  }
  std::string shown() const {
    std::string text;
    char bytes[65536];
    for (ssize_t got; (got = read(ours_, bytes, sizeof bytes)) > 0;)
      text.append(bytes, static_cast<std::size_t>(got));
    return text;
  }

 private:
  int ours_ = -1, theirs_ = -1;
  termios before_{};
};

Launch on_terminal(const Sandbox& box, const Terminal& terminal, const char* kind) {
  Launch shown = launch(box, {"run"});
  shown.environment["TERM"] = kind;
  shown.prepare = [&terminal] {
    dup2(terminal.descriptor(), STDOUT_FILENO);
    dup2(terminal.descriptor(), STDERR_FILENO);
  };
  return shown;
}

TEST(FaultsHost, DumbTerminalsGetPlainText) {
  const Server server;
  const Sandbox box;
  write_run(box, server, 10, "mock-ttft80-tok2");
  const Terminal terminal;
  const Finished done = run_program(on_terminal(box, terminal, "dumb"));
  EXPECT_EQ(done.code, 0);
  const std::string shown = terminal.shown();
  EXPECT_NE(shown.find("remote"), std::string::npos) << shown;
  EXPECT_EQ(shown.find('\033'), std::string::npos) << shown;
}

TEST(FaultsHost, TheTerminalIsLeftAsItWas) {
  for (const int signals : {0, 1, 2}) {
    const Server server;
    const Sandbox box;
    write_run(box, server, 12, signals == 2 ? "mock-ttft60000-tok2" : "mock-ttft100-tok2");
    const Terminal terminal;
    Running running(on_terminal(box, terminal, "xterm-256color"));
    ASSERT_TRUE(server.wait_for_requests(4));
    std::string shown;
    for (int i = 0; i < signals; ++i) {
      running.signal(SIGINT);
      while (i == 0 && !running.ended() && shown.find("stopping") == std::string::npos)
        shown += terminal.shown();
    }
    EXPECT_EQ(running.wait(std::chrono::seconds(30)).code, signals ? 130 : 0);
    shown += terminal.shown();
    EXPECT_TRUE(terminal.unchanged());
    EXPECT_EQ(shown.find("\033[?"), std::string::npos) << "a mode was switched: " << shown;
    const std::size_t colour = shown.rfind("\033[3"), plain = shown.rfind("\033[0m");
    EXPECT_TRUE(colour == std::string::npos || (plain != std::string::npos && plain > colour)) << shown;
  }
}

TEST(FaultsHost, AReportThatDoesNotFitLeavesTheOldOne) {
  const Server server;
  const Sandbox box;
  write_run(box, server, 300);
  ASSERT_EQ(run_program(launch(box, {"run", "-q", "-o", "out.jsonl"})).code, 0);
  const std::string old = box.read("out.jsonl");
  ASSERT_GT(old.size(), 80'000u);
  Launch limited = launch(box, {"report", "-o", "out.jsonl"});
  limited.prepare = [] {
    const rlimit limit{65536, 65536};  // SQLite needs 32 KiB to read
    setrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, SIG_IGN);
  };
  const Finished done = run_program(limited);
  EXPECT_EQ(done.code, 2) << done.err;
  EXPECT_NE(done.err.find("out.jsonl"), std::string::npos) << done.err;
  EXPECT_EQ(box.read("out.jsonl"), old);
  for (const auto& entry : fs::directory_iterator(box.path()))
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
}

}  // namespace
}  // namespace shortlist::test::faults
