// What a later run may take from earlier ones: the key of a call, and the answers below the same root.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <set>

#include "harness/store/asked.hpp"
#include "harness/store/store.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/store/records.hpp"

namespace shortlist {
namespace {
namespace fs = std::filesystem;

const WallTime now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

Item item_of(std::vector<Message> prompt, const std::string& id = "a") {
  Item item;
  item.id = id;
  item.prompt = std::move(prompt);
  return item;
}

/// One call in all that its key may depend on.
struct Call {
  Candidate candidate;
  std::string plan_path = "plan.yaml";
  AnswerRule rule{true, false, 1};
  CallKey key;
  Item item = item_of({{"user", "6 x 7?"}});

  AskedKey asked() const {
    Plan plan;
    plan.path = plan_path;
    plan.candidates = {candidate};
    return AskedKeys(answerers_of(plan, {rule})).of(key, item);
  }
};

struct KeyRow {
  const char* name;
  std::function<void(Call&)> change;
  bool another;
};
const KeyRow key_rows[] = {
    {"nothing", [](Call&) {}, false},
    {"backend", [](Call& c) { c.candidate.backend = "x"; }, true},
    {"endpoint", [](Call& c) { c.candidate.endpoint = "x"; }, true},
    {"model", [](Call& c) { c.candidate.model = "x"; }, true},
    {"file", [](Call& c) { c.candidate.file = "x"; }, true},
    {"command", [](Call& c) { c.candidate.command = {"x"}; }, true},
    {"command split otherwise", [](Call& c) { c.candidate.command = {"x y"}; }, true},
    {"options", [](Call& c) { c.candidate.options["x"] = 1; }, true},
    {"temperature", [](Call& c) { c.candidate.sampling.temperature = 0; }, true},
    {"top_p", [](Call& c) { c.candidate.sampling.top_p = 0.5; }, true},
    {"top_k", [](Call& c) { c.candidate.sampling.top_k = 5; }, true},
    {"max_tokens", [](Call& c) { c.candidate.sampling.max_tokens = 5; }, true},
    {"seed", [](Call& c) { c.candidate.sampling.seed = 5; }, true},
    {"stop", [](Call& c) { c.candidate.sampling.stop = {"\n"}; }, true},
    {"a byte that is no UTF-8", [](Call& c) { c.candidate.model = "\xFF"; }, true},
    {"another such byte", [](Call& c) { c.candidate.model = "\xFE"; }, true},
    {"request format", [](Call& c) { c.rule.request_format = 2; }, true},
    {"repeat", [](Call& c) { c.key.repeat = 1; }, true},
    {"prompt", [](Call& c) { c.item.prompt[0].content = "6 x 8?"; }, true},
    {"role", [](Call& c) { c.item.prompt[0].role = "system"; }, true},
    {"where role ends", [](Call& c) { c.item.prompt[0] = {"user6", " x 7?"}; }, true},
    {"an empty message more", [](Call& c) { c.item.prompt.push_back({}); }, true},
    {"the item's id, where it is asked", [](Call& c) { c.rule.sees_item = true; }, true},
    {"the item's id, where it is not", [](Call& c) { c.item.id = "b"; }, false},
    {"the candidate's name", [](Call& c) { c.candidate.name = "x"; }, false},
    {"its prompting, whose result is the prompt", [](Call& c) { c.candidate.prompting.few_shot = 3; }, false},
    {"its price", [](Call& c) { c.candidate.price.input_per_mtok = 1; }, false},
    {"its lane", [](Call& c) { c.candidate.lane = "x"; }, false},
    {"its key's variable", [](Call& c) { c.candidate.api_key_env = "x"; }, false},
    {"facts", [](Call& c) { c.candidate.facts.region = "eu"; }, false},
    {"the item's index", [](Call& c) { c.key.item = 9; }, false},
    {"target, tags and checks", [](Call& c) { c.item.target = "x", c.item.tags = {"x"}, c.item.checks = {1}; }, false},
    {"the plan's file, where nothing counts from it", [](Call& c) { c.plan_path = "/x/y.yaml"; }, false},
};

TEST(AskedKey, Table) {
  const AskedKey before = Call().asked();
  std::set<AskedKey> others{AskedKey{}};
  for (const KeyRow& row : key_rows) {
    Call call;
    row.change(call);
    EXPECT_EQ(call.asked() != before, row.another) << row.name;
    if (row.another) { EXPECT_TRUE(others.insert(call.asked()).second) << row.name << " is mistaken for another row"; }
  }
}

TEST(AskedKey, IsZeroWhereAnswersAreNotKept) {
  Call call;
  call.rule.kept = false;
  EXPECT_EQ(call.asked(), AskedKey{});
}

TEST(AskedKey, KnowsFilesAndProgramsByFolderSizeAndTime) {
  TemporaryFolder folder;
  const fs::path program = folder / "model.py";
  std::ofstream(program) << "one";
  Call call;
  call.plan_path = (folder / "plan.yaml").string();
  call.candidate.command = {"python3", "model.py"};
  const AskedKey before = call.asked();
  EXPECT_EQ(call.asked(), before);
  const auto time = fs::last_write_time(program);
  std::ofstream(program) << "three";
  fs::last_write_time(program, time);
  const AskedKey larger = call.asked();
  EXPECT_NE(larger, before);
  std::ofstream(program) << "seven";
  fs::last_write_time(program, time + std::chrono::milliseconds(3));
  EXPECT_NE(call.asked(), larger) << "as large as before, but changed";
  call.plan_path = "/elsewhere/plan.yaml";
  EXPECT_NE(call.asked(), before);
}

class Cache : public testing::Test {
 protected:
  TemporaryFolder root_{memory_folder()};
  std::vector<std::string> warnings_;

  struct Open {
    std::unique_ptr<RunStore> store;
    std::unique_ptr<Answers> answers;
  };
  /// A run of its own for each seed.
  Open open(std::uint64_t seed, Start start = Start::go_on, bool kept = true) {
    Open run;
    Plan plan = plan_of(seed);
    run.store = RunStore::open(root_.str(), plan, now + std::chrono::hours(seed), start);
    run.answers = run.store->answers(plan, {2, AnswerRule{kept, false, 1}},
                                     [this](const std::string& text) { warnings_.push_back(text); });
    return run;
  }
  static Plan plan_of(std::uint64_t seed) {
    Plan plan = fakes::plan_of(2, 10);
    plan.seed = seed;
    return plan;
  }
  static Item item(std::uint32_t index) { return fakes::NumberedItems(10).item(index, {}); }
  static Record answer(const Open& run, std::uint32_t index, const std::string& text) {
    Record record = full_answer({0, 0, index, 0});
    std::get<Completion>(record.outcome.result).text = text;
    record.outcome.asked = run.answers->key_of(record.outcome.key, item(index));
    record.outcome.cached = false;
    return record;
  }
  static std::string recalled(const Open& run, std::uint32_t index, std::uint32_t candidate = 0) {
    const auto found = run.answers->recall(run.answers->key_of({candidate, 0, index, 0}, item(index)));
    if (!found) return "nothing";
    EXPECT_TRUE(found->cached);
    return std::get<Completion>(found->result).text;
  }
};

TEST_F(Cache, AnswersOfAnotherRunComeBackWhole) {
  const Open first = open(1);
  const Record stored = answer(first, 3, "21");
  first.store->append(std::vector{stored});
  const Open second = open(2);
  const auto found = second.answers->recall(second.answers->key_of({0, 0, 3, 0}, item(3)));
  ASSERT_TRUE(found);
  Record expected = stored, got = stored;
  expected.outcome.cached = true;
  got.outcome = *found;
  EXPECT_EQ(described(got), described(expected));
  EXPECT_EQ(recalled(second, 4), "nothing");
  EXPECT_EQ(recalled(second, 3, 1), "nothing") << "another candidate";
  EXPECT_TRUE(warnings_.empty());
}

TEST_F(Cache, TheRunItselfIsNoneOfThem) {
  const Open run = open(1);
  run.store->append(std::vector{answer(run, 3, "21")});
  EXPECT_EQ(recalled(run, 3), "nothing");
}

TEST_F(Cache, FailuresAreNeverRecalled) {
  const Open first = open(1);
  Record failed = full_failure({0, 0, 3, 0});
  failed.outcome.asked = first.answers->key_of({0, 0, 3, 0}, item(3));
  first.store->append(std::vector{failed});
  EXPECT_EQ(recalled(open(2), 3), "nothing");
}

TEST_F(Cache, TheNewestAnswerIsTaken) {
  for (const std::uint64_t seed : {2, 3, 1}) {
    const Open run = open(seed);
    run.store->append(std::vector{answer(run, 3, std::to_string(seed))});
  }
  EXPECT_EQ(recalled(open(4), 3), "3");
}

TEST_F(Cache, AnswersGoWithTheirRun) {
  Open first = open(1);
  first.store->append(std::vector{answer(first, 3, "21")});
  const fs::path folder = first.store->folder();
  first = {};
  EXPECT_EQ(recalled(open(2), 3), "21");
  fs::remove_all(folder);
  EXPECT_EQ(recalled(open(3), 3), "nothing");
}

TEST_F(Cache, ARunThatIsBeingWrittenIsRead) {
  const Open first = open(1);
  first.store->append(std::vector{answer(first, 3, "21"), answer(first, 2, "14")});
  const Open second = open(2);
  EXPECT_EQ(recalled(second, 3), "21");
  first.store->append(std::vector{answer(first, 3, "again"), answer(first, 4, "28")});
  EXPECT_EQ(recalled(second, 3), "nothing") << "its row has given way to another";
  EXPECT_EQ(recalled(open(3), 4), "28");
}

TEST_F(Cache, MoreRunsThanMayBeOpenAtOnce) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const Open run = open(seed);
    Record record = answer(run, 0, std::to_string(seed));
    record.outcome.asked = run.answers->key_of({0, 0, 0, seed}, item(0));
    run.store->append(std::vector{record});
  }
  const Open last = open(21);
  for (int round = 0; round < 2; ++round)
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
      const auto found = last.answers->recall(last.answers->key_of({0, 0, 0, seed}, item(0)));
      ASSERT_TRUE(found) << seed;
      EXPECT_EQ(std::get<Completion>(found->result).text, std::to_string(seed));
    }
}

TEST_F(Cache, AFreshRunRecallsNothingAlsoWhenItGoesOn) {
  Open first = open(1);
  first.store->append(std::vector{answer(first, 3, "21")});
  Open fresh = open(1, Start::fresh);
  EXPECT_NE(fresh.store->id(), first.store->id());
  EXPECT_TRUE(fresh.store->is_new());
  EXPECT_TRUE(fresh.store->records().empty());
  EXPECT_EQ(recalled(fresh, 3), "nothing");
  const std::string id = fresh.store->id();
  fresh = {};
  fresh = open(1);
  EXPECT_EQ(fresh.store->id(), id) << "the newest of its kind goes on";
  EXPECT_FALSE(fresh.store->is_new());
  EXPECT_EQ(recalled(fresh, 3), "nothing");
  fresh.store->append(std::vector{answer(fresh, 5, "35")});
  EXPECT_EQ(recalled(open(2), 5), "35") << "but others may take from it";
}

TEST_F(Cache, WhatIsNotKeptIsNeitherNotedNorRecalled) {
  const Open first = open(1, Start::go_on, false);
  first.store->append(std::vector{answer(first, 3, "21")});
  EXPECT_EQ(recalled(open(2, Start::go_on, false), 3), "nothing");
}

struct ForeignRow {
  const char* name;
  void (*make)(const fs::path& file);
};
const ForeignRow foreign_rows[] = {
    {"text", [](const fs::path& f) { std::ofstream(f, std::ios::trunc) << std::string(9000, 'x'); }},
    {"cut short", [](const fs::path& f) { fs::resize_file(f, fs::file_size(f) / 3); }},
    {"empty", [](const fs::path& f) { fs::resize_file(f, 0); }},
};

TEST_F(Cache, DamagedAndForeignRunsAreLeftOutWithAWarning) {
  std::uint64_t seed = 10;
  for (const ForeignRow& row : foreign_rows) {
    SCOPED_TRACE(row.name);
    warnings_.clear();
    fs::remove_all(root_.str());
    Open good = open(1);
    good.store->append(std::vector{answer(good, 3, "21")});
    Open bad = open(2);
    bad.store->append(std::vector{answer(bad, 4, std::string(100'000, 'a'))});
    const fs::path file = fs::path(bad.store->folder()) / "run.sqlite";
    good = {}, bad = {};
    row.make(file);
    Plan plan = plan_of(++seed);
    plan.name = "another";   // the damaged one cannot be the run that is to go on
    const auto store = RunStore::open(root_.str(), plan, now);
    const auto answers = store->answers(plan, {2, AnswerRule{true, false, 1}},
                                        [this](const std::string& text) { warnings_.push_back(text); });
    EXPECT_FALSE(answers->recall(answers->key_of({0, 0, 4, 0}, item(4))));
    EXPECT_TRUE(answers->recall(answers->key_of({0, 0, 3, 0}, item(3)))) << "the others still serve";
    ASSERT_EQ(warnings_.size(), 1u);
    EXPECT_NE(warnings_[0].find(file.string()), std::string::npos) << warnings_[0];
  }
}

}  // namespace
}  // namespace shortlist
