// The exec backend with real programs, small ones that the tests write.
#include "backends/exec.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/exec_link.hpp"
#include "tests/unit/backends/complaint.hpp"
#include "tests/unit/backends/fakes.hpp"

namespace shortlist {
namespace {

using namespace std::chrono_literals;

/// What every program of the tests begins with: `say` writes a line, `asked` gives the requests.
const std::string prelude = R"(
import json, os, signal, sys, time
def say(**line): print(json.dumps(line), flush=True)
def hello(**more): say(protocol="shortlist.exec/1", **more)
def asked():
    for line in sys.stdin: yield json.loads(line)
)";

class Exec : public testing::Test {
 protected:
  ProcessCommand program(const std::string& body) {
    return {{"python3", folder_.file("program.py", prelude + body)}, folder_.path(), {}};
  }
  static CallKey key(std::uint32_t n) { return {0, 0, n, 0}; }
  void ask(ExecLink& link, std::uint32_t n, Duration timeout = 60s) {
    link.ask({key(n), R"({"op":"generate","n":)" + std::to_string(n) + "}", timeout, replies_.done(key(n))});
  }

  Folder folder_;
  Replies replies_;
};

TEST_F(Exec, AThousandCallsEachGetTheirOwnAnswer) {
  ExecLink link(program(R"(
hello(parallel=16)
for r in asked():
    say(id=r["id"], event="token", text="answer ")
    say(id=r["id"], event="done", text="answer %d" % r["n"])
)"));
  for (std::uint32_t n = 0; n < 1000; ++n) ask(link, n);
  ASSERT_TRUE(replies_.wait_for(1000));
  for (std::uint32_t n = 0; n < 1000; ++n)
    EXPECT_EQ(text_of(replies_.of(key(n))), "answer " + std::to_string(n));
  EXPECT_TRUE(replies_.each_once());
}

TEST_F(Exec, AProgramOfTheShellWillDo) {
  folder_.file("bot.sh", R"(echo '{"protocol":"shortlist.exec/1"}'
n=0
while read -r line; do n=$((n+1)); echo "{\"id\":$n,\"event\":\"done\",\"text\":\"42\"}"; done
)");
  ExecLink link({{"sh", "bot.sh"}, folder_.path(), {}});  // found in its folder
  ask(link, 1);
  ask(link, 2);
  EXPECT_EQ(text_of(replies_.of(key(1))), "42");
  EXPECT_EQ(text_of(replies_.of(key(2))), "42");
}

TEST_F(Exec, ACrashFailsTheCallInFlightAndTheNextOneStartsItAgain) {
  ExecLink link(program(R"(
hello()
for r in asked():
    if r["n"] == 2:
        say(id=r["id"], event="token", text="half an ans")
        print("out of memory", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGSEGV)
    say(id=r["id"], event="done", text="fine")
)"));
  for (std::uint32_t n = 1; n <= 3; ++n) ask(link, n);
  EXPECT_EQ(text_of(replies_.of(key(1))), "fine");
  EXPECT_EQ(kind_of(replies_.of(key(2))), "server_error");
  EXPECT_NE(detail_of(replies_.of(key(2)))
                .find("ended: killed by signal 11 (Segmentation fault); its last words: out of memory"),
            std::string::npos)
      << detail_of(replies_.of(key(2)));
  EXPECT_EQ(text_of(replies_.of(key(3))), "fine");
}

TEST_F(Exec, AProgramThatAlwaysDiesIsStartedFourTimesInAll) {
  ExecLink link(program(R"(
with open("starts", "a") as f: f.write("x")
hello()
next(asked())
sys.exit(3)
)"));
  for (std::uint32_t n = 1; n <= 6; ++n) ask(link, n);
  ASSERT_TRUE(replies_.wait_for(6));
  for (std::uint32_t n = 1; n <= 4; ++n) {
    EXPECT_EQ(kind_of(replies_.of(key(n))), "server_error");
    EXPECT_NE(detail_of(replies_.of(key(n))).find("ended: exit status 3"), std::string::npos);
  }
  for (std::uint32_t n = 5; n <= 6; ++n) {
    EXPECT_EQ(kind_of(replies_.of(key(n))), "bad_request");
    EXPECT_NE(detail_of(replies_.of(key(n))).find("ended 4 times and is not started again"),
              std::string::npos);
  }
  EXPECT_EQ(std::filesystem::file_size(folder_.path() + "/starts"), 4U);
}

TEST_F(Exec, AnswersInBetweenForgiveDeaths) {
  ExecLink link(program(R"(
hello()
for r in asked():
    if r["n"] % 2: sys.exit(1)
    say(id=r["id"], event="done", text="fine")
)"));
  for (std::uint32_t n = 1; n <= 12; ++n) ask(link, n);
  ASSERT_TRUE(replies_.wait_for(12));
  for (std::uint32_t n = 2; n <= 12; n += 2) EXPECT_EQ(text_of(replies_.of(key(n))), "fine");
}

TEST_F(Exec, AMalformedLineIsAProtocolFailure) {
  ExecLink link(program(R"(
hello()
for r in asked():
    if r["n"] == 1: print("debug: thinking", flush=True)
    say(id=r["id"], event="done", text="fine")
)"));
  ask(link, 1);
  EXPECT_EQ(kind_of(replies_.of(key(1))), "protocol");
  EXPECT_NE(detail_of(replies_.of(key(1))).find("wrote a line that is not JSON, or nested too deep: debug: thinking"),
            std::string::npos);
  ask(link, 2);
  EXPECT_EQ(text_of(replies_.of(key(2))), "fine");
}

TEST_F(Exec, AHugeLineIsRefusedBeforeItIsStored) {
  ExecLimits limits;
  limits.line_bytes = 1 << 20;
  ExecLink link(program(R"(
hello()
for r in asked():
    size = 2_000_000 if r["n"] == 1 else 900_000
    say(id=r["id"], event="done", text="x" * size)
)"),
                limits);
  ask(link, 1);
  EXPECT_EQ(kind_of(replies_.of(key(1))), "protocol");
  EXPECT_NE(detail_of(replies_.of(key(1))).find("wrote a line of more than 1048576 bytes"),
            std::string::npos);
  ask(link, 2);
  EXPECT_EQ(text_of(replies_.of(key(2))).size(), 900000U);
}

TEST_F(Exec, ASlowStartIsGivenUp) {
  ExecLimits limits;
  limits.startup = 200ms;
  limits.restarts_in_a_row = 0;
  ExecLink link(program("time.sleep(3600)"), limits);
  ask(link, 1);
  EXPECT_EQ(kind_of(replies_.of(key(1))), "bad_request");
}

TEST_F(Exec, ATimeOutFreesTheCallAndTheProgramGoesOn) {
  ExecLink link(program(R"(
hello()
for r in asked():
    if r["op"] == "cancel":
        say(id=r["id"], event="error", kind="cancelled", detail="")
    elif r["n"] != 1: say(id=r["id"], event="done", text="fine")
)"));
  ask(link, 1, 300ms);
  ask(link, 2);
  EXPECT_EQ(kind_of(replies_.of(key(1))), "timeout");
  EXPECT_EQ(text_of(replies_.of(key(2))), "fine");
}

TEST_F(Exec, AHangingProgramIsReplaced) {
  ExecLimits limits;
  limits.wind_down = 100ms;
  ExecLink link(program(R"(
hello()
for r in asked():
    if r.get("n") == 1: time.sleep(3600)
    say(id=r["id"], event="done", text="fine")
)"),
                limits);
  ask(link, 1, 100ms);
  ask(link, 2);
  EXPECT_EQ(kind_of(replies_.of(key(1))), "timeout");
  EXPECT_EQ(text_of(replies_.of(key(2))), "fine");
}

TEST_F(Exec, CancelReachesAProgramAtWork) {
  ExecLink link(program(R"(
hello()
for r in asked():
    if r["op"] == "cancel":
        open("cancelled", "w").close()
        say(id=r["id"], event="error", kind="cancelled", detail="")
    elif r["n"] == 1: say(id=r["id"], event="token", text="a")
    else: say(id=r["id"], event="done", text="fine")
)"));
  ask(link, 1);
  link.cancel(key(1));
  EXPECT_EQ(kind_of(replies_.of(key(1))), "cancelled");
  ask(link, 2);
  EXPECT_EQ(text_of(replies_.of(key(2))), "fine");
}

TEST_F(Exec, AProgramThatReadsNothingBlocksNobody) {
  ExecLink link(program("hello(parallel=100, facts={'up': True})\nnext(asked())\ntime.sleep(3600)"));
  ask(link, 100);
  while (!link.facts().contains("up")) std::this_thread::yield();
  const std::string big = R"({"op":"generate","text":")" + std::string(100'000, 'x') + "\"}";
  for (std::uint32_t n = 0; n < 50; ++n)
    link.ask({key(n), big, 60s, replies_.done(key(n))});  // 5 MB into a 64 KiB pipe
  EXPECT_EQ(replies_.count(), 0U);
}  // and its end cancels them all

TEST_F(Exec, TheEndCancelsWhatIsLeftAndKillsTheWholeGroup) {
  {
    ExecLink link(program(R"(
import subprocess
child = subprocess.Popen(["sleep", "3600"], stdin=subprocess.DEVNULL)
hello(facts={"child": child.pid})
for r in asked(): say(id=r["id"], event="token", text="a")
signal.pause()
)"));
    ask(link, 1);
    while (!link.facts().contains("child")) std::this_thread::yield();
    const pid_t child = std::stoi(link.facts()["child"]);
    EXPECT_EQ(kill(child, 0), 0);
    folder_.file("child", std::to_string(child));
  }
  EXPECT_EQ(kind_of(replies_.of(key(1))), "cancelled");
  pid_t child = 0;
  std::ifstream(folder_.path() + "/child") >> child;
  // Killed with its group; it may still be dying, or not yet buried by whoever adopts it.
  const auto lives = [&] {
    std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
    std::string id, name, state;
    return (stat >> id >> name >> state) && state != "Z" && state != "X";
  };
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (lives() && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
  EXPECT_FALSE(lives());
}

TEST_F(Exec, AProgramThatReadsNoMoreIsReplaced) {
  ExecLink link(program(R"(
hello()
first = not os.path.exists("started")
open("started", "w").close()
if first:
    os.close(0)
    time.sleep(3600)
for r in asked(): say(id=r["id"], event="done", text="fine")
)"));
  ask(link, 1, 300ms);
  ask(link, 2);
  ASSERT_TRUE(replies_.wait_for(2));  // the first may have gone into the pipe before it was closed
  EXPECT_EQ(text_of(replies_.of(key(2))), "fine");
}

TEST_F(Exec, AnErrorOutputThatIsClosedIsNoTrouble) {
  ExecLink link(program(R"(
os.close(2)
hello()
for r in asked(): say(id=r["id"], event="done", text="fine")
)"));
  ask(link, 1);
  EXPECT_EQ(text_of(replies_.of(key(1))), "fine");
}

TEST_F(Exec, WhatCannotBeStartedSaysSo) {
  ExecLink link({{"no-such-program"}, "", {}});
  ask(link, 1);
  EXPECT_EQ(kind_of(replies_.of(key(1))), "bad_request");
  EXPECT_EQ(detail_of(replies_.of(key(1))), "cannot start no-such-program: no such program: no-such-program");
}

TEST_F(Exec, ARestingProgramStartsAgain) {
  ExecLink link(program(R"(
hello(facts={"pid": os.getpid()})
for r in asked(): say(id=r["id"], event="done", text=str(os.getpid()))
)"));
  ask(link, 1);
  const std::string first = text_of(replies_.of(key(1)));
  link.rest();
  while (link.running()) std::this_thread::yield();
  ask(link, 2);
  const std::string second = text_of(replies_.of(key(2)));
  EXPECT_NE(first, second);
  EXPECT_EQ(link.facts().at("pid"), second);
}

class ExecPlan : public Exec {
 protected:
  Candidate candidate(std::vector<std::string> command, const Json& options = Json::object()) {
    Candidate c;
    c.name = "bot";
    c.backend = "exec";
    c.command = std::move(command);
    c.options = options;
    c.where = "plan.yaml:3:5 candidates[0]";
    return c;
  }
  HandClock clock_;
};

TEST_F(ExecPlan, ProgramsAreSharedByCommandAndOptions) {
  program(R"(
hello(facts={"mood": "fine", "warning.old": "update me"})
for r in asked(): say(id=r["id"], event="done", text="%s %s %s" % (os.getpid(), os.environ["SHORTLIST_OPTIONS"], r["item"]))
)");
  auto backend = make_exec(world_of(clock_, folder_.path()));
  const Candidate a = candidate({"python3", "program.py"}), b = a,
                  c = candidate({"python3", "program.py"}, {{"size", 2}});
  Item item;
  item.id = "i-7";
  item.prompt = {{"user", "?"}};
  std::uint32_t n = 0;
  std::vector<std::string> said;
  for (const Candidate* one : {&a, &b, &c}) {
    backend->ask(*one, item, key(n), 60s, replies_.done(key(n)));
    said.push_back(text_of(replies_.of(key(n++))));
  }
  EXPECT_EQ(said[0], said[1]);
  EXPECT_NE(said[0].substr(0, said[0].find(' ')), said[2].substr(0, said[2].find(' ')));
  EXPECT_NE(said[2].find(" {\"size\":2} i-7"), std::string::npos) << said[2];
  EXPECT_EQ(backend->facts().at("exec.python3 program.py.mood"), "fine");
  EXPECT_EQ(backend->facts().at("warning.exec.python3 program.py.old"), "update me");
}

TEST_F(ExecPlan, IsCheckedBeforeAnythingRuns) {
  const auto complaint = [&](const Candidate& c) {
    return complaint_of([&] { check_exec(c, world_of(clock_, folder_.path())); });
  };
  folder_.file("not-executable", "#!/bin/sh\n");
  EXPECT_EQ(complaint(candidate({"python3", "x.py"})), "");
  EXPECT_EQ(
      complaint(candidate({})),
      "plan.yaml:3:5 candidates[0]: backend exec needs \"command\", a list: the program and its arguments");
  EXPECT_EQ(complaint(candidate({"no-such-program"})),
            "plan.yaml:3:5 candidates[0]: command: there is no program \"no-such-program\" that may be run "
            "in PATH");
  EXPECT_EQ(complaint(candidate({"./not-executable"})),
            "plan.yaml:3:5 candidates[0]: command: there is no program \"./not-executable\" that may be run");
  Candidate with_endpoint = candidate({"python3"});
  with_endpoint.endpoint = "http://x";
  EXPECT_EQ(complaint(with_endpoint),
            "plan.yaml:3:5 candidates[0]: backend exec has no use for \"endpoint\"");
}

TEST(Process, DiesWithUs) {
  // A helper process starts a child through Process and is killed; the child must go too.
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t helper = fork();
  if (helper == 0) {
    auto started = Process::start({{"sleep", "3600"}, "", {}});
    const pid_t child = std::get<std::unique_ptr<Process>>(started)->id();
    if (write(pipe_ends[1], &child, sizeof child) < 0) _exit(1);
    pause();
  }
  pid_t child = 0;
  ASSERT_EQ(read(pipe_ends[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
  kill(helper, SIGKILL);
  waitpid(helper, nullptr, 0);
  const Instant until = std::chrono::steady_clock::now() + 30s;
  std::string state;
  do {
    std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
    std::string id, name;
    if (!(stat >> id >> name >> state)) state = "gone";
  } while (state != "gone" && state != "Z" && std::chrono::steady_clock::now() < until);
  EXPECT_TRUE(state == "gone" || state == "Z") << state;
}

}  // namespace
}  // namespace shortlist
