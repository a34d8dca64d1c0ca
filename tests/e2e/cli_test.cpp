// The command line itself: verbs, options, complaints, exit codes, help, completion, man page.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/shortlist.hpp"

namespace shortlist::test {
namespace {

struct Mistake {
  const char* name;
  std::vector<std::string> arguments;
  const char* complaint;
};

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreNamedAndExitWith2) {
  Sandbox box;
  write_small_plan(box);
  const Finished done = box.run(GetParam().arguments);
  EXPECT_EQ(done.code, 2) << done.out << done.err;
  EXPECT_NE(done.err.find(GetParam().complaint), std::string::npos) << done.err;
}

INSTANTIATE_TEST_SUITE_P(
    Cli, Mistakes,
    testing::Values(
        Mistake{"unknown_verb", {"rnu"}, "did you mean \"run\"?"},
        Mistake{"unknown_option", {"run", "--limt", "3"}, "did you mean \"--limit\"?"},
        Mistake{"surplus_argument", {"check", "shortlist.yaml", "more"}, "\"more\" is one argument too many"},
        Mistake{"limit_not_a_number", {"run", "--limit", "many"}, "--limit: expected a whole number from 1"},
        Mistake{"limit_zero", {"run", "--limit", "0"}, "--limit: expected a whole number from 1"},
        Mistake{"option_twice", {"run", "--limit", "3", "--limit", "4"}, "--limit is given more than once"},
        Mistake{"missing_value", {"run", "--limit"}, "option --limit needs a value: N"},
        Mistake{"surplus_value", {"run", "--fresh=1"}, "option --fresh takes no value"},
        Mistake{"no_such_plan", {"check", "nowhere.yaml"}, "nowhere.yaml"},
        Mistake{"no_such_run", {"report", "nosuchrun"}, "nosuchrun"},
        Mistake{"unknown_format", {"run", "--format", "pdf"}, "pdf"},
        Mistake{"unknown_extension", {"run", "-o", "report.pdf"}, "pdf"},
        Mistake{"unknown_schema", {"schema", "all"}, "expected plan, suite or call"},
        Mistake{"unknown_shell", {"completion", "tcsh"}, "expected bash, zsh or fish"},
        Mistake{"gate_without_checks", {"gate"}, "no gate.checks"},
        Mistake{"bad_colour", {"run", "--color", "red"}, "--color: expected auto, always or never"},
        Mistake{"simulate_without_table", {"simulate"}, "--scores FILE"},
        Mistake{"bench_without_self_test", {"bench"}, "`shortlist bench --self-test`"},
        Mistake{"bench_streams_zero", {"bench", "--self-test", "--streams", "10,0"}, "--streams: expected whole numbers from 1 to 2000 with commas between, found \"0\""},
        Mistake{"bench_streams_none", {"bench", "--self-test", "--streams", "10,"}, "--streams: expected whole numbers from 1 to 2000 with commas between, found \"\""},
        Mistake{"bench_streams_many", {"bench", "--self-test", "--streams", "2001"}, "--streams: expected whole numbers"},
        Mistake{"bench_one_token", {"bench", "--self-test", "--tokens", "1"}, "--tokens: expected a whole number from 2 to 1000"},
        Mistake{"bench_no_gap", {"bench", "--self-test", "--itl-ms", "0"}, "--itl-ms: expected a number from 1 to 1000"},
        Mistake{"bench_format", {"bench", "--self-test", "--format", "xml"}, "xml"},
        Mistake{"no_env_file", {"run", "--env-file", "nowhere.env"}, "nowhere.env"},
        Mistake{"init_over_a_plan", {"init"}, "already there; --force"}),
    [](const auto& mistake) { return mistake.param.name; });

TEST(Cli, InitChecksAndRuns) {
  Sandbox box;
  EXPECT_EQ(box.run({"init"}).code, 0);
  const Finished check = box.run({"check"});
  EXPECT_EQ(check.code, 0) << check.err;
  const Finished run = box.run({"run", "--limit", "20"});
  EXPECT_EQ(run.code, 0) << run.err;
}

TEST(Cli, HelpNamesEveryVerbAndEachVerbHasHelp) {
  Sandbox box;
  const Finished help = box.run({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const std::string verb : {"init", "check", "run", "report", "gate", "export", "runs", "schema", "completion", "version", "simulate", "bench"}) {
    EXPECT_NE(help.out.find("  " + verb), std::string::npos) << verb;
    const Finished one = box.run({verb, "--help"});
    EXPECT_EQ(one.code, 0) << verb;
    EXPECT_NE(one.out.find("usage: shortlist " + verb), std::string::npos) << one.out;
  }
}

TEST(Cli, BashCompletionOffersVerbsAndOptions) {
  Sandbox box;
  box.write("completion.bash", box.run({"completion", "bash"}).out);
  const auto offered = [&](const std::string& words, int at) {
    return run_program({{"bash", "-c", "complete() { :; }; source completion.bash; COMP_WORDS=(" + words + "); COMP_CWORD=" +
                                           std::to_string(at) + "; _shortlist; printf '%s\\n' \"${COMPREPLY[@]}\""}, box.path(), {}}).out;
  };
  EXPECT_EQ(offered("shortlist ex", 1), "export\n");
  EXPECT_EQ(offered("shortlist run --dry", 2), "--dry-run\n");
  EXPECT_EQ(offered("shortlist schema pl", 2), "plan\n");
  EXPECT_EQ(offered("shortlist gate bl", 2), "bless\n");
}

TEST(Cli, ManPageIsSoundRoff) {
  Sandbox box;
  const std::string page = box.run({"man"}).out;
  EXPECT_NE(page.find(".SH EXIT STATUS"), std::string::npos);
  EXPECT_NE(page.find("\\-\\-dry\\-run"), std::string::npos);
}

TEST(Cli, SchemasAreJson) {
  Sandbox box;
  for (const std::string what : {"plan", "suite", "call"}) {
    const auto schema = nlohmann::json::parse(box.run({"schema", what}).out);
    EXPECT_EQ(schema.at("$schema"), "http://json-schema.org/draft-07/schema#") << what;
  }
}

TEST(Cli, PlanMistakesNameThePlaceAndTheWayOut) {
  Sandbox box;
  box.write("shortlist.yaml", "version: 1\ncandidates:\n  - backend: mock\n    modle: x\nsuites: [arithmetic]\n");
  const Finished done = box.run({"check"});
  EXPECT_EQ(done.code, 2);
  EXPECT_NE(done.err.find("shortlist.yaml:4:5 candidates[0]: unknown key \"modle\", did you mean \"model\"?"), std::string::npos) << done.err;
}

TEST(Cli, MisspeltLanesAndEqualSuiteNamesAreRefused) {
  Sandbox box;
  write_small_plan(box, "lanes: {mokc: {concurrency: 2}}\n");
  EXPECT_NE(box.run({"check"}).err.find("lane \"mokc\", did you mean \"mock\"?"), std::string::npos) << box.run({"check"}).err;
  write_small_plan(box);
  box.write("other/sums.yaml", "version: 1\nname: sums\nitems: [{q: a, answer: b}]\nprompt: \"{{q}}\"\nmetrics: [exact]\n");
  box.write("shortlist.yaml", "version: 1\ncandidates: [mock:m]\nsuites: [{file: sums.yaml}, {file: other/sums.yaml}]\n");
  EXPECT_NE(box.run({"check"}).err.find("both call themselves \"sums\""), std::string::npos) << box.run({"check"}).err;
}

TEST(Cli, ColourOnlyWhenAsked) {
  Sandbox box;
  write_small_plan(box);
  EXPECT_EQ(box.run({"run"}).out.find('\033'), std::string::npos);
  EXPECT_NE(box.run({"report", "--color", "always"}).out.find('\033'), std::string::npos);
  EXPECT_EQ(box.run({"report", "--color", "never"}).out.find('\033'), std::string::npos);
}

}  // namespace
}  // namespace shortlist::test
