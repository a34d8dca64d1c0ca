#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/config/complaint.hpp"
#include "tests/unit/config/plans.hpp"

namespace shortlist {
namespace {

namespace fs = std::filesystem;

/// Plans on disk, in a folder of the test's own. Complaints come back relative to it.
class Extends : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "shared");
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  Plan read(const std::string& name, Environment env = environment()) { return read_plan((folder_ / name).string(), env); }
  std::string complaint_of(const std::string& name) {
    auto text = complaint([&] { read(name); });
    for (std::size_t at; (at = text.find(folder_.string() + "/")) != std::string::npos;)
      text.erase(at, folder_.string().size() + 1);
    return text;
  }
  fs::path folder_;
};

const char* const base = R"(
version: 1
candidates: ["mock:a", {name: l, backend: local, file: m/x.gguf, variants: {file: [y.gguf, /abs/z.gguf]}}, "local:m.gguf"]
suites: [s, {file: mine.yaml}, sub/other.yaml]
objective: {quality: 2, limits: {p95_ms: 100, usd_per_1k: 5}}
budget: {usd: 5}
)";

TEST_F(Extends, MapsMergeAndTheRestReplaces) {
  write("base.yaml", base);
  write("top.yaml", "extends: base.yaml\nobjective: {limits: {p95_ms: 200}}\nsuites: [t]\nseed: 3\n");
  auto plan = read("top.yaml");
  EXPECT_EQ(plan.objective.quality_weight, 2);
  EXPECT_EQ(plan.objective.limit_p95_ms, 200);
  EXPECT_EQ(plan.objective.limit_usd_per_1k, 5);
  ASSERT_EQ(plan.suites.size(), 1u);
  EXPECT_EQ(plan.suites[0].source, "t");
  EXPECT_EQ(plan.seed, 3u);
  EXPECT_EQ(plan.name, "top");
}

TEST_F(Extends, NullTakesAway) {
  write("base.yaml", base);
  write("top.yaml", "extends: base.yaml\nbudget: ~\nobjective: {limits: }\n");
  auto plan = read("top.yaml");
  EXPECT_EQ(plan.budget.money, std::nullopt);
  EXPECT_EQ(plan.objective.limit_p95_ms, std::nullopt);
}

TEST_F(Extends, FilesCountFromTheFileThatNamesThem) {
  write("shared/base.yaml", base);
  write("top.yaml", "extends: shared/base.yaml\n");
  auto plan = read("top.yaml");
  EXPECT_EQ(plan.candidates.at(1).file, "shared/y.gguf");
  EXPECT_EQ(plan.candidates.at(2).file, "/abs/z.gguf");
  EXPECT_EQ(plan.candidates.at(3).file, "shared/m.gguf");
  EXPECT_EQ(plan.suites.at(0).source, "s");
  EXPECT_EQ(plan.suites.at(1).source, "shared/mine.yaml");
  EXPECT_EQ(plan.suites.at(2).source, "shared/sub/other.yaml");
}

TEST_F(Extends, AnOddPathToThePlanChangesNothing) {
  write("shared/base.yaml", base);
  write("top.yaml", "extends: shared/base.yaml\nsuites: [{file: own.yaml}]\n");
  auto plan = read("shared/.././top.yaml");
  EXPECT_EQ(plan.candidates.at(3).file, "shared/m.gguf");
  EXPECT_EQ(plan.suites.at(0).source, "own.yaml");
}

TEST_F(Extends, FilesOfAFolderAbove) {
  write("base.yaml", base);
  write("shared/top.yaml", "extends: ../base.yaml\n");
  EXPECT_EQ(read("shared/top.yaml").candidates.at(3).file, "../m.gguf");
}

TEST_F(Extends, TheNameMayComeFromTheEnvironment) {
  write("base.yaml", base);
  write("top.yaml", "extends: ${BASE:-base}.yaml\n");
  EXPECT_EQ(read("top.yaml").candidates.size(), 4u);
}

TEST_F(Extends, AVariableThatIsReplacedNeedNotBeSet) {
  write("base.yaml", "version: 1\nname: ${UNSET}\ncandidates: [\"mock:a\"]\nsuites: [s]\n");
  write("top.yaml", "extends: base.yaml\nname: x\n");
  EXPECT_EQ(read("top.yaml").name, "x");
}

TEST_F(Extends, ComplaintsNameTheFileThatIsWrong) {
  write("base.yaml", std::string(base) + "buget: {}\n");
  write("top.yaml", "extends: base.yaml\nname: x\n");
  EXPECT_EQ(complaint_of("top.yaml"), "base.yaml:7:1: unknown key \"buget\", did you mean \"budget\"?");
}

TEST_F(Extends, ACycleIsShown) {
  write("a.yaml", "extends: b.yaml\n");
  write("b.yaml", "extends: shared/../c.yaml\n");
  write("c.yaml", "# see a\nextends: ./a.yaml\n");
  EXPECT_EQ(complaint_of("a.yaml"), "c.yaml:2:10 extends: a cycle: a.yaml -> b.yaml -> c.yaml -> a.yaml");
}

TEST_F(Extends, ItselfIsACycle) {
  write("a.yaml", "extends: a.yaml\n");
  EXPECT_EQ(complaint_of("a.yaml"), "a.yaml:1:10 extends: a cycle: a.yaml -> a.yaml");
}

TEST_F(Extends, ACycleThroughALinkIsSeen) {
  write("a.yaml", "extends: link.yaml\n");
  fs::create_symlink(folder_ / "a.yaml", folder_ / "link.yaml");
  EXPECT_EQ(complaint_of("a.yaml"), "a.yaml:1:10 extends: a cycle: a.yaml -> link.yaml");
}

TEST_F(Extends, ALongChainEnds) {
  for (int i = 0; i < 20; ++i)
    write("p" + std::to_string(i) + ".yaml", "extends: p" + std::to_string(i + 1) + ".yaml\n");
  EXPECT_EQ(complaint_of("p0.yaml"), "p10.yaml:1:10 extends: more than 10 files one upon another");
}

TEST_F(Extends, AMissingFileIsNamed) {
  write("a.yaml", "extends: shared/none.yaml\n");
  EXPECT_EQ(complaint_of("a.yaml"), "a.yaml:1:10 extends: no such file: shared/none.yaml");
}

TEST_F(Extends, OnlyAMapCanBeBuiltOn) {
  write("base.yaml", "[1]\n");
  write("a.yaml", "extends: base.yaml\nname: x\n");
  EXPECT_EQ(complaint_of("a.yaml"), "base.yaml:1:1: expected a map, found a list");
}

}  // namespace
}  // namespace shortlist
