// What a run says before it spends: what the suite tells apart, what stages will take at worst, whose keys it
// needs.
#include <gtest/gtest.h>

#include <cctype>

#include "tests/e2e/shortlist.hpp"

namespace shortlist::test {
namespace {

TEST(Planning, ADryRunSaysWhatIsToldApartAndWhatStagesWillTake) {
  Sandbox box;
  write_small_plan(box, "stages: [race: {mode: full}]\n");
  const Finished done = box.run({"run", "--dry-run"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("this suite tells 14.5 points apart (80 % power, 60 items)"), std::string::npos)
      << done.out;
  EXPECT_NE(done.out.find("on its task (two-sided, 5 %), for answers as unlike as usual: paired sd 0.40 (8.0 "
                          "points at 0.22, 18.8 at "
                          "0.52); on these very items every difference shows once all are asked"),
            std::string::npos)
      << done.out;
  EXPECT_NE(done.out.find("180 / 180 / 180"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("unknown"), std::string::npos) << "poor has no price: " << done.out;
  EXPECT_NE(done.out.find("rehearsed on made-up answers"), std::string::npos) << done.out;
}

/// The figures of "label ... a / b / c", the last three of them if there are more.
std::vector<double> figures_of(const std::string& text, const std::string& label) {
  const std::size_t from = text.find("\n" + label + " ");
  std::string line = from == text.npos ? "" : text.substr(from + 1, text.find('\n', from + 1) - from - 1);
  std::vector<double> all;
  for (std::size_t at = 0; at < line.size();) {
    if (!std::isdigit(static_cast<unsigned char>(line[at]))) {
      ++at;
      continue;
    }
    std::string digits;
    for (; at < line.size() &&
           (std::isdigit(static_cast<unsigned char>(line[at])) || line[at] == '.' || line[at] == ',');
         ++at)
      if (line[at] != ',') digits += line[at];
    all.push_back(std::stod(digits));
  }
  return all;
}

/// One in four is kept out by its region, and is the dear one; finalists are asked three times.
void write_staged_plan(const Sandbox& box, const std::string& stages) {
  write_small_plan(box);
  box.write("shortlist.yaml",
            "version: 1\nname: staged\nsuites: [{file: sums.yaml}]\ncandidates:\n"
            "  - {name: a, backend: mock, model: m, sampling: {max_tokens: 100}, price: {input_per_mtok: 0, "
            "output_per_mtok: 100}}\n"
            "  - {name: b, backend: mock, model: m, sampling: {max_tokens: 100}, price: {input_per_mtok: 0, "
            "output_per_mtok: 100}}\n"
            "  - {name: c, backend: openai, model: m, facts: {region: us}, price: {input_per_mtok: 900, "
            "output_per_mtok: 900}}\n" +
                stages);
}

TEST(Planning, TheWorstCaseIsOfThoseWhoCanBeAskedAndCountsEveryRepeat) {
  Sandbox box;
  write_staged_plan(box,
                    "stages:\n  - constraints: {region: eu}\n  - smoke: {}\n  - race: {within: 0.02}\n  - "
                    "confirm: {repeats: 3}\n");
  const Finished done = box.run({"run", "--dry-run"}, {{"OPENAI_API_KEY", ""}});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("worst case 360 calls, $3.60"), std::string::npos)
      << "2 x 60 x 3, a cent each: " << done.out;
  const auto all = figures_of(done.out, "all");
  ASSERT_EQ(all.size(), 6u) << done.out;
  EXPECT_TRUE(all[0] <= all[1] && all[1] <= all[2] && all[2] <= 360) << done.out;
  EXPECT_TRUE(all[3] <= all[4] && all[4] <= all[5] && all[5] <= 3.60) << done.out;
}

TEST(Planning, WhomDeclaredFactsKeepOutNeedsNoKey) {
  Sandbox box;
  const std::string rest = "  - smoke: {}\n  - race: {mode: full}\n";
  write_staged_plan(box, "stages:\n  - constraints: {region: eu}\n" + rest);
  for (const auto& environment : {std::map<std::string, std::string>{}, {{"OPENAI_API_KEY", ""}}}) {
    const Finished done = box.run({"run", "--fresh"}, environment);
    EXPECT_EQ(done.code, 0) << done.err;
  }
  write_staged_plan(box, "stages:\n  - constraints: {region: us}\n" + rest);
  const Finished asked = box.run({"check"}, {{"OPENAI_API_KEY", ""}});
  EXPECT_EQ(asked.code, 2);
  EXPECT_NE(asked.err.find("candidates[2]: the environment variable OPENAI_API_KEY is not set"),
            std::string::npos)
      << asked.err;
  std::string plan = box.read("shortlist.yaml");
  plan.replace(plan.find("region: us}, price"), 10, "region: xy")
      .replace(plan.find("backend: openai, model: m"), 25, "backend: openai, file: m,");
  box.write("shortlist.yaml", plan);
  EXPECT_EQ(box.run({"check"}).code, 2) << "all else of it is still checked";
}

TEST(Planning, ABudgetThatRoundsOvershootIsSaid) {
  Sandbox box;
  write_small_plan(box, "stages: [{race: {budget: 0.05}}]\n");
  const Finished done = box.run({"run", "--dry-run", "--limit", "6"});
  EXPECT_NE(done.out.find("race: asked for 5 % of the calls, takes at least 27.8 %: each of its rounds asks "
                          "all who are left one item more\n"),
            std::string::npos)
      << "3 + 2 of 18: " << done.out;
  EXPECT_EQ(box.run({"run", "--dry-run"}).out.find("takes at least"), std::string::npos);
}

TEST(Planning, OneCandidateIsNoChoice) {
  Sandbox box;
  const auto write = [&](const std::string& stages) {
    write_small_plan(box);
    box.write("shortlist.yaml",
              "version: 1\nname: one\nsuites: [{file: sums.yaml}]\ncandidates: [{name: a, backend: mock, "
              "model: m}]\n" +
                  stages);
  };
  write("");
  const std::string said =
      "one candidate: nothing to choose between; its quality is measured, to about 12.7 points either way at "
      "worst "
      "once all is asked (95 %, 60 items)";
  EXPECT_NE(box.run({"run", "--dry-run"}).out.find(said), std::string::npos)
      << box.run({"run", "--dry-run"}).out;
  EXPECT_NE(box.run({"run"}).err.find(said), std::string::npos);
  write("stages: [smoke: {}, race: {}]\n");
  const std::string out = box.run({"run", "--dry-run"}).out;
  EXPECT_NE(out.find("so its race ends at once: these stages ask"), std::string::npos) << out;
  EXPECT_NE(out.find("of 60 calls; race: {mode: full} asks all"), std::string::npos) << out;
  write_small_plan(box, "stages: [{constraints: {input_per_mtok_max: 0.5}}, {race: {mode: full}}]\n");
  EXPECT_EQ(box.run({"run", "--dry-run"}).out.find("nothing to choose"), std::string::npos)
      << "poor's price is unknown: it stays";
}

TEST(Planning, AnEarlierRunTellsHowUnlikeAnswersAre) {
  Sandbox box;
  write_small_plan(box, "stages: [race: {mode: full}]\n");
  const Finished first = box.run({"run"});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_NE(first.err.find("this suite tells 14.5 points apart (80 % power, 60 items)\n"), std::string::npos)
      << first.err;
  const Finished again = box.run({"run"});
  EXPECT_NE(again.err.find("this suite tells 14.5 points apart (80 % power, 60 items)\n"), std::string::npos)
      << "a run is no earlier run of itself: " << again.err;
  const Finished dry = box.run({"run", "--dry-run", "--repeat", "2"});
  EXPECT_NE(dry.out.find("for answers as unlike as in run 20"), std::string::npos) << dry.out;
}

}  // namespace
}  // namespace shortlist::test
