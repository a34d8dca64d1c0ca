// The gate in a repository: bless, change the model, judge.
#include <gtest/gtest.h>

#include "tests/e2e/shortlist.hpp"

namespace shortlist::test {
namespace {

void plan_with(const Sandbox& box, const std::string& accuracy, const std::string& checks) {
  write_small_plan(box);
  box.write("gate.yaml", "version: 1\nname: gated\nseed: 3\ncandidates:\n  - {name: model, backend: mock, model: m, options: {accuracy: " + accuracy +
                             "}}\nsuites: [{file: sums.yaml}]\ngate: {checks: [" + checks + "]}\n");
}

constexpr auto margin = "{metric: quality, margin: 0.1}";

TEST(Gate, PassesAgainstItself) {
  Sandbox box;
  plan_with(box, "0.9", margin);
  ASSERT_EQ(box.run({"gate", "bless", "gate.yaml"}).code, 0);
  const Finished done = box.run({"gate", "gate.yaml", "-o", "gate.xml"});
  EXPECT_EQ(done.code, 0) << done.out << done.err;
  EXPECT_TRUE(done.out.starts_with("PASS\n")) << done.out;
  EXPECT_NE(box.read("gate.xml").find("<testsuite"), std::string::npos);
}

TEST(Gate, FailsOnAWorseModel) {
  Sandbox box;
  plan_with(box, "0.95", margin);
  ASSERT_EQ(box.run({"gate", "bless", "gate.yaml"}).code, 0);
  plan_with(box, "0.3", margin);
  const Finished done = box.run({"gate", "gate.yaml"});
  EXPECT_EQ(done.code, 1) << done.out << done.err;
  EXPECT_TRUE(done.out.starts_with("FAIL\n")) << done.out;
}

TEST(Gate, SaysWhenItCannotTell) {
  Sandbox box;
  plan_with(box, "0.8", "{metric: quality, margin: 0.001}");
  ASSERT_EQ(box.run({"gate", "bless", "gate.yaml"}).code, 0);
  plan_with(box, "0.75", "{metric: quality, margin: 0.001}");
  EXPECT_EQ(box.run({"gate", "gate.yaml"}).code, 0);
  const Finished done = box.run({"gate", "gate.yaml", "--on-inconclusive", "fail"});
  EXPECT_EQ(done.code, 3) << done.out;
  EXPECT_TRUE(done.out.starts_with("INCONCLUSIVE\n")) << done.out;
}

TEST(Gate, AbsoluteLimitsNeedNoBaseline) {
  Sandbox box;
  plan_with(box, "0.9", "{metric: quality, min: 0.5}");
  EXPECT_EQ(box.run({"gate", "gate.yaml"}).code, 0);
  plan_with(box, "0.2", "{metric: quality, min: 0.5}");
  EXPECT_EQ(box.run({"gate", "gate.yaml"}).code, 1);
}

TEST(Gate, AsksForItsBaseline) {
  Sandbox box;
  plan_with(box, "0.9", margin);
  const Finished done = box.run({"gate", "gate.yaml"});
  EXPECT_EQ(done.code, 2);
  EXPECT_NE(done.err.find("shortlist gate bless gate.yaml"), std::string::npos) << done.err;
}

TEST(Gate, RefusesToCompareOtherItems) {
  Sandbox box;
  plan_with(box, "0.9", margin);
  ASSERT_EQ(box.run({"gate", "bless", "gate.yaml"}).code, 0);
  box.write("sums.jsonl", "{\"id\":\"z\",\"question\":\"What is 1 plus 1?\",\"answer\":\"2\"}\n");
  const Finished done = box.run({"gate", "gate.yaml"});
  EXPECT_EQ(done.code, 2) << done.out << done.err;
  EXPECT_NE(done.err.find("not comparable"), std::string::npos) << done.err;
}

TEST(Gate, IncompleteRunsExitWith4) {
  Sandbox box;
  plan_with(box, "0.9, faults: {network: 0.5}", "{metric: quality, min: 0.5}");
  box.write("gate.yaml", box.read("gate.yaml") + "lanes: {\"*\": {attempts: 1}}\n");
  EXPECT_EQ(box.run({"gate", "gate.yaml"}).code, 4);
}

TEST(Gate, BrokenBaselinesAreNamed) {
  Sandbox box;
  plan_with(box, "0.9", margin);
  box.write(".shortlist/baseline.json", "{");
  const Finished done = box.run({"gate", "gate.yaml"});
  EXPECT_EQ(done.code, 2);
  EXPECT_NE(done.err.find("baseline.json: not JSON"), std::string::npos) << done.err;
}

}  // namespace
}  // namespace shortlist::test
