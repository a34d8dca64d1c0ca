// What earlier runs were answered is not asked again: the program against a server that counts what it is asked.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "backends/loopback/server.hpp"
#include "tests/e2e/shortlist.hpp"

namespace shortlist::test {
namespace {

using Json = nlohmann::json;
constexpr std::size_t items = 30;

struct PlanOf {
  std::vector<std::string> models{"mock-tok2"};
  std::string system;      ///< "": none
  std::string settings;    ///< more of each candidate
  std::string more;        ///< of the plan
};

void write_plan(const Sandbox& box, const loopback::Server& server, const PlanOf& plan) {
  std::string rows, candidates;
  for (std::size_t i = 0; i < items; ++i)
    rows += "{\"id\":\"" + std::to_string(i) + "\",\"answer\":\"" + std::to_string(i * 7) + "\"}\n";
  box.write("echo.jsonl", rows);
  box.write("echo.yaml", "version: 1\nname: echo\nitems: echo.jsonl\nprompt: \"" + plan.system +
                             "Say ANSWER={{answer}}\"\nmetrics: [exact: {target: \"{{answer}}\"}]\n");
  for (const std::string& model : plan.models)
    candidates += "  - {name: \"" + model + "@x\", backend: openai, endpoint: \"" + server.endpoint() + "\", model: " +
                  model + ", api_key_env: KEY, price: {input_per_mtok: 1, output_per_mtok: 1}" + plan.settings + "}\n";
  box.write("shortlist.yaml", "version: 1\nseed: 3\nstages: [race: {mode: full}]\ncandidates:\n" + candidates + "suites: [{file: echo.yaml}]\n" + plan.more);
}

class Cached : public testing::Test {
 protected:
  /// Runs the plan and gives how many requests that took.
  std::size_t asks(const PlanOf& plan, std::vector<std::string> options = {}) { return asks(box_, plan, std::move(options)); }
  std::size_t asks(const Sandbox& box, const PlanOf& plan, std::vector<std::string> options = {}) {
    write_plan(box, server_, plan);
    const std::size_t before = server_.log().size();
    options.insert(options.begin(), "run");
    done_ = box.run(std::move(options), {{"KEY", "k"}});
    EXPECT_EQ(done_.code, 0) << done_.out << done_.err;
    return server_.log().size() - before;
  }
  std::vector<Json> calls() {
    std::vector<Json> all;
    std::istringstream lines(box_.run({"export"}).out);
    for (std::string line; std::getline(lines, line);) all.push_back(Json::parse(line));
    return all;
  }
  std::size_t cached() {
    const auto all = calls();
    return static_cast<std::size_t>(std::ranges::count_if(all, [](const Json& c) { return c.at("cached_reply").get<bool>(); }));
  }
  std::set<std::filesystem::path> runs() {
    std::set<std::filesystem::path> all;
    for (const auto& entry : std::filesystem::directory_iterator(box_.path() / ".shortlist/runs"))
      if (entry.is_directory()) all.insert(entry.path());
    return all;
  }
  bool said(const std::string& text) const { return done_.err.find(text) != std::string::npos; }

  Sandbox box_;
  loopback::Server server_;
  Finished done_;
};

TEST_F(Cached, TheSamePlanAsksNobody) {
  EXPECT_EQ(asks({}), items);
  EXPECT_TRUE(said("new run ")) << done_.err;
  EXPECT_EQ(asks({}), 0u);
  EXPECT_EQ(runs().size(), 1u);
  EXPECT_EQ(cached(), 0u) << "they are its own";
}

struct GrowthRow {
  const char* name;
  PlanOf before, after;
  std::vector<std::string> options_before, options_after;
  std::size_t first, then;
};
const GrowthRow growth_rows[] = {
    {"a candidate more", {}, {{"mock-tok2", "mock-tok3"}, "", "", ""}, {}, {}, items, items},
    {"in another order", {{"mock-tok2", "mock-tok3"}, "", "", ""}, {{"mock-tok3", "mock-tok2"}, "", "", ""}, {}, {}, 2 * items, 0},
    {"a repeat more", {}, {}, {"--repeat", "2"}, {"--repeat", "3"}, 2 * items, items},
    {"a higher limit", {}, {}, {"--limit", "10"}, {"--limit", "25"}, 10, 15},
    {"no limit", {}, {}, {"--limit", "10"}, {}, 10, items - 10},
    {"another seed of the order", {}, {}, {}, {"--seed", "9"}, items, 0},
    {"another lane", {}, {{"mock-tok2"}, "", ", lane: x", ""}, {}, {"--seed", "9"}, items, 0},
    {"another prompt", {}, {{"mock-tok2"}, "Please. ", "", ""}, {}, {}, items, items},
    {"another setting", {}, {{"mock-tok2"}, "", ", sampling: {temperature: 0.5}", ""}, {}, {}, items, items},
};

TEST(CachedGrowth, AsksOnlyWhatIsNew) {
  for (const GrowthRow& row : growth_rows) {
    SCOPED_TRACE(row.name);
    Sandbox box;
    loopback::Server server;
    const auto asked = [&](const PlanOf& plan, std::vector<std::string> options) {
      write_plan(box, server, plan);
      const std::size_t before = server.log().size();
      options.insert(options.begin(), "run");
      const Finished done = box.run(std::move(options), {{"KEY", "k"}});
      EXPECT_EQ(done.code, 0) << done.err;
      return server.log().size() - before;
    };
    EXPECT_EQ(asked(row.before, row.options_before), row.first);
    EXPECT_EQ(asked(row.after, row.options_after), row.then);
  }
}

TEST_F(Cached, AnswersAreMarkedCostNothingAndAreCounted) {
  asks({});
  EXPECT_EQ(asks({{"mock-tok2", "mock-tok3"}, "", "", "budget: {calls: 30}\n"}), items)
      << "what is taken over is no call against the budget";
  EXPECT_TRUE(said("30 of 60 answers from earlier runs")) << done_.err;
  EXPECT_TRUE(said("new run ")) << done_.err;
  EXPECT_EQ(runs().size(), 2u);
  std::size_t marked = 0;
  for (const Json& call : calls()) {
    EXPECT_EQ(call.at("cached_reply").get<bool>(), call.at("candidate") == "mock-tok2@x") << call;
    EXPECT_EQ(call.at("scores").at("exact"), 1.0);
    marked += call.at("cached_reply").get<bool>();
  }
  EXPECT_EQ(marked, items);
  EXPECT_EQ(asks({{"mock-tok2", "mock-tok3"}, "", "", "budget: {calls: 30}\n"}), 0u) << "all is there";
}

TEST_F(Cached, FreshTakesNothingAlsoWhenTheSamePlanHasARun) {
  asks({});
  EXPECT_EQ(asks({}, {"--fresh"}), items);
  EXPECT_EQ(runs().size(), 2u);
  EXPECT_EQ(cached(), 0u);
  EXPECT_EQ(asks({}), 0u) << "the fresh one goes on";
  EXPECT_EQ(asks({{"mock-tok2", "mock-tok3"}, "", "", ""}, {"--fresh"}), 2 * items);
}

TEST_F(Cached, TwoDirectoriesShareNothing) {
  asks({}, {"--dir", "a"});
  EXPECT_EQ(asks({}, {"--dir", "b"}), items);
  EXPECT_EQ(asks({}, {"--dir", "a", "--seed", "9"}), 0u);
}

TEST_F(Cached, DeletingARunDeletesItsAnswers) {
  asks({});
  std::filesystem::remove_all(*runs().begin());
  EXPECT_EQ(asks({}, {"--seed", "9"}), items);
}

TEST_F(Cached, ADamagedRunIsLeftOutWithAWarning) {
  asks({});
  std::ofstream(*runs().begin() / "run.sqlite", std::ios::trunc) << "not a database, whatever its name says";
  EXPECT_EQ(asks({{"mock-tok2"}, "", "", "name: other\n"}), items);
  EXPECT_TRUE(said("warning: its answers are not used: ")) << done_.err;
}

TEST_F(Cached, AnotherServerIsAskedForItself) {
  asks({});
  loopback::Server other;
  write_plan(box_, other, {});
  EXPECT_EQ(box_.run({"run"}, {{"KEY", "k"}}).code, 0);
  EXPECT_EQ(other.log().size(), items);
}

TEST_F(Cached, FormulasAreNotKept) {
  write_small_plan(box_);
  ASSERT_EQ(box_.run({"run"}).code, 0);
  const Finished again = box_.run({"run", "--seed", "9"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.err.find("from earlier runs"), std::string::npos) << again.err;
}

}  // namespace
}  // namespace shortlist::test
