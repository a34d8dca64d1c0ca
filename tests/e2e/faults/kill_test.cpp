// One run, killed with SIGKILL again and again at random moments: what was stored is never asked again, at
// most what was in flight is paid twice, and the end is that of a run that nobody disturbed. 20 kills;
// SHORTLIST_KILLS=200 makes it 200. SHORTLIST_SEED repeats one.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "harness/store/store.hpp"
#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

using loopback::Server;

constexpr int in_flight = 32, items_a_kill = 50;
constexpr auto stored_within = std::chrono::seconds(1);   // generous: a batch is stored each few milliseconds

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given ? std::strtoull(given, nullptr, 10) : otherwise;
}

/// Two candidates, each told what to answer by its own column; the second is wrong on a third of the items.
void write_race(const Sandbox& box, const std::string& endpoint, int items) {
  std::string rows;
  for (int i = 0; i < items; ++i)
    rows += fmt::format("{{\"id\":\"q{0}\",\"answer\":\"{1}\",\"better\":\"{1}\",\"worse\":\"{2}\"}}\n", i,
                        number(i), i % 3 ? number(i) : "no" + number(i));
  box.write("race.jsonl", rows);
  box.write("race.yaml",
            "version: 1\nname: race\nitems: race.jsonl\nprompt: \"{{better}} {{worse}}\"\nmetrics: [exact: "
            "{target: \"{{answer}}\"}]\n");
  std::string candidates;
  for (const char* name : {"better", "worse"})
    candidates += fmt::format(
        "  - {{name: {0}, backend: openai, endpoint: \"{1}\", model: mock-ttft20-tok1, prompt: \"{0} "
        "ANSWER={{{{{0}}}}}\"}}\n",
        name, endpoint);
  box.write("shortlist.yaml",
            fmt::format("version: 1\nname: killed\nseed: 1\nstages: [race: {{mode: full}}]\nsuites: [file: race.yaml]\nlanes: {{\"*\": "
                        "{{concurrency: {}, timeout_s: 30}}}}\ncandidates:\n{}",
                        in_flight, candidates));
}

using Calls =
    std::set<std::pair<std::uint32_t, std::string>>;  ///< candidate and answer, which tells the item

Calls stored_calls(const Sandbox& box) {
  Calls calls;
  for (const Record& record : stored(box))
    if (const Completion* answer = completion(record.outcome))
      calls.insert({record.outcome.key.candidate, answer->text});
  return calls;
}

std::pair<std::uint32_t, std::string> call_of(const loopback::LogEntry& entry) {
  const bool worse = entry.body.find("\"worse ANSWER=") != std::string::npos;
  return {worse ? 1u : 0u, loopback::read_request(entry.body).answer};
}

void expect_not_asked_again(const std::vector<loopback::LogEntry>& log, std::size_t from,
                            const Calls& known) {
  for (std::size_t i = from; i < log.size(); ++i)
    ASSERT_FALSE(known.contains(call_of(log[i]))) << "asked again though stored: " << call_of(log[i]).second;
}

void expect_sound_database(const Sandbox& box) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((box.run_folder() / "run.sqlite").c_str(), &database), SQLITE_OK);
  std::string verdict;
  const auto take = [](void* to, int, char** values, char**) {
    return *static_cast<std::string*>(to) += values[0], 0;
  };
  sqlite3_exec(database, "PRAGMA integrity_check", take, &verdict, nullptr);
  sqlite3_close(database);
  EXPECT_EQ(verdict, "ok");
}

nlohmann::json standings(const Sandbox& box) {
  nlohmann::json all =
      nlohmann::json::parse(box.run({"report", "latest", "--format", "json"}).out).at("standings");
  nlohmann::json kept = nlohmann::json::array();
  for (const auto& s : all) kept.push_back({s.at("candidate"), s.at("place"), s.at("quality")});
  return kept;
}

void pause() { std::this_thread::sleep_for(std::chrono::microseconds(100)); }

/// Starts the run and kills it once the server has seen so many requests more, and a random moment later.
bool kill_one(const Sandbox& box, const Server& server, std::mt19937_64& random) {
  const std::size_t target = server.requests() + random() % (2 * items_a_kill + in_flight);
  const auto extra = std::chrono::microseconds(random() % 22'000);
  Running running(box.launch({"run", "-q"}));
  while (!running.ended() && server.requests() < target) pause();
  std::this_thread::sleep_for(extra);  // any moment will do
  if (running.ended()) return false;
  running.signal(SIGKILL);
  return running.wait().code == 128 + SIGKILL;
}

/// What the kills cost: calls without a whole answer yet, and answers sent in full that had not reached the
/// disk.
struct Loss {
  std::size_t kills = 0, unanswered = 0, unstored = 0, most_unstored = 0;
  std::size_t overdue = 0;   ///< of the unstored, for longer than is usual: told, not asserted, since a busy machine is slow
};

/// REQUIRES: the log has this life's entries from `from` on.
void add_loss(Loss& loss, const std::vector<loopback::LogEntry>& log, std::size_t from, const Calls& known,
              loopback::Instant killed) {
  std::size_t unanswered = 0, unstored = 0, overdue = 0;
  for (std::size_t i = from; i < log.size(); ++i) {
    if (!log[i].complete)
      ++unanswered;
    else if (!known.contains(call_of(log[i]))) {
      ++unstored;
      overdue += log[i].last_token < killed - stored_within;
    }
  }
  ++loss.kills;
  loss.unanswered += unanswered;
  loss.unstored += unstored;
  loss.most_unstored = std::max(loss.most_unstored, unstored);
  EXPECT_LE(unanswered, in_flight + 0u) << "more was in flight than the plan allows";
  loss.overdue += overdue;
}

/// Kills one run again and again, until it is over or has been killed often enough.
Loss kill_again_and_again(const Sandbox& box, const Server& server, int kills, std::mt19937_64& random) {
  Loss loss;
  Calls known;
  for (int i = 0; i < kills; ++i) {
    const std::size_t from = server.requests();
    if (!kill_one(box, server, random)) break;
    const auto killed = std::chrono::steady_clock::now();
    const auto log = server.log();
    expect_not_asked_again(log, from, known);
    known = stored_calls(box);
    add_loss(loss, log, from, known, killed);
    if (testing::Test::HasFailure()) break;
  }
  return loss;
}

TEST(FaultsKill, NothingCompletedIsLost) {
  const auto kills = static_cast<int>(from_environment("SHORTLIST_KILLS", 20));
  const std::uint64_t seed = from_environment("SHORTLIST_SEED", std::random_device{}());
  SCOPED_TRACE(fmt::format("SHORTLIST_SEED={}", seed));
  std::mt19937_64 random(seed);
  const int items = items_a_kill * kills / 2;  // each is asked of two
  const auto calls = static_cast<std::size_t>(2 * items);
  Server server;
  const Sandbox box;
  write_race(box, server.endpoint(), items);
  const Loss loss = kill_again_and_again(box, server, kills, random);
  ASSERT_FALSE(HasFailure());
  const auto known = stored_calls(box);
  const std::size_t from = server.requests();
  const Finished last = box.run({"run"});
  ASSERT_EQ(last.code, 0) << last.err;
  expect_not_asked_again(server.log(), from, known);
  const std::size_t twice = server.requests() - calls;
  EXPECT_EQ(twice, loss.unanswered + loss.unstored) << "something else was asked again";
  EXPECT_EQ(stored_calls(box).size(), calls);
  expect_sound_database(box);
  fmt::print(
      "  {} kills over {} calls, seed {}: {} requests; paid twice {} = {} unanswered + {} answered but not "
      "yet stored (at most {} a kill); {} in flight\n",
      loss.kills, calls, seed, server.requests(), twice, loss.unanswered, loss.unstored, loss.most_unstored,
      in_flight);
  if (loss.overdue > 0) fmt::print("{} of those unstored were overdue: is this machine busy?\n", loss.overdue);
  EXPECT_GE(loss.kills, static_cast<std::size_t>(kills / 2))
      << "the run was over too soon to be killed as often as asked";
  const Sandbox whole;
  write_race(whole, server.endpoint(), items);
  ASSERT_EQ(whole.run({"run"}).code, 0);
  EXPECT_EQ(standings(box), standings(whole));
  EXPECT_EQ(standings(box).at(0).at(0), "better");
}

}  // namespace
}  // namespace shortlist::test::faults
