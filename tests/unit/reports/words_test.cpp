// The words that a reader acts on, said only where they are true.
#include <gtest/gtest.h>


#include "reports/reports.hpp"
#include "tests/support/sample_run.hpp"
#include "tests/unit/reports/written.hpp"

namespace shortlist::test {
namespace {

struct Said { const char* name; void (*change)(Run&); const char *there, *gone; };

const Said said[] = {
    {"complete", [](Run&) {}, "USE  mistral-small", "so far"},
    {"interrupted", [](Run& r) { r.ranking.complete = false, r.ranking.open.missing = 40; },
     "USE (so far)  mistral-small", "USE  "},
    {"missing", [](Run& r) { r.ranking.complete = false, r.ranking.open.missing = 1; },
     "incomplete: 1 call has no record", "calls failed"},
    {"failed, none missing", [](Run& r) { r.ranking.complete = false, r.ranking.open.failed = 3; },
     "incomplete: 3 calls failed", "no record"},
    {"flawed", [](Run& r) { r.ranking.complete = false, r.ranking.open.flawed = 1; },
     "incomplete: 1 answer has a flaw that leaves it open", "no record"},
    {"streamed", [](Run&) {}, "TTFT 0.21 s", "not streamed"},
    {"not streamed", [](Run& r) { r = open_run(); }, "TTFT: not streamed", "TTFT 0"},
    {"not late", [](Run&) {}, "own lag p99 0.08 ms\n", "client-bound"},
    {"at the limit", [](Run& r) { r.provenance.lag->p99_ms = client_bound_ms; }, "own lag p99 1.00 ms", "client-bound"},
    {"late", [](Run& r) { r.provenance.lag->p99_ms = 1.01; }, "warning: client-bound", "own lag not"},
    {"lag unknown", [](Run& r) { r.provenance.lag.reset(); }, "own lag not measured", "client-bound"},
    {"shares beside the table", [](Run&) {},
     "latency: 1,082 of 1,104 calls; 1.4 % retried, 0.4 % from earlier runs, 0.2 % failed at once; own lag", "xx"},
    {"lanes", [](Run&) {},
     "openai https://api.openai.com/v1: 32 -> 9 in flight, 5 at the lowest after 13 rate limits, 1 time near the quota",
     "mistral https"},
    {"spent without what is cached", [](Run&) {}, "1,104 calls instead of 2,080 (53 %), 4 of them answered from earlier runs, $4.09",
     "nothing spent"},
    {"what was never sent costs nothing", [](Run& r) { r.ranking.effort = {4, 0, 46, {}, 4}; },
     "4 calls instead of 2,080 (0.2 %), 46 more never sent, cost unknown", "unknown cost of"},
    {"nothing was sent", [](Run& r) { r.ranking.effort = {0, 0, 50, {}, 0}; }, "0 calls instead of 2,080 (0 %), 50 more never sent, nothing spent", "cost unknown"},
    {"all from earlier runs", [](Run& r) { r = open_run(); }, "1,060 of them answered from earlier runs, nothing spent", "$0"},
    {"another model", [](Run&) {},
     "warning: gpt-5-mini: not the model asked for in 12 of 518 answers: asked gpt-5-mini, served "
     "=evil<b>|mini[U+202E] (12 answers), gpt-5-mini-2025-08-07 (506)", "mistral-small: not"},
    {"fingerprints", [](Run&) {}, "gpt-5-mini: the fingerprint changed between answers", "mistral-small: the finger"},
    {"prompt cut", [](Run&) {}, "gpt-5-mini: fewer input tokens counted than the prompt can have in 1 of 518 answers", "mistral-small: fewer"},
    {"no usage", [](Run&) {}, "작은모델+fs3: no token counts in 64 of 64 answers", "mini: no token"},
};

TEST(Words, AreTrue) {
  for (const auto& [name, change, there, gone] : said) {
    auto run = sample_run();
    change(run);
    const auto text = written(run, "console");
    EXPECT_NE(text.find(there), text.npos) << name << "\n" << text;
    EXPECT_EQ(text.find(gone), text.npos) << name << "\n" << text;
  }
}

TEST(Words, WarningsAreInEveryFormatForPeople) {
  const auto run = open_run();
  for (const char* format : {"console", "markdown", "html"}) {
    const auto text = written(run, format);
    for (const char* words : {"client-bound", "not the model asked for", "fingerprint changed", "so far", "not streamed",
                             "12 calls failed", "40 calls have no record"})
      EXPECT_NE(text.find(words), text.npos) << format << ": " << words;
  }
  const auto json = Json::parse(written(run, "json"));
  EXPECT_EQ(json["client_bound"], true);
  EXPECT_EQ(json["own_lag_ms"]["p99"], 3.2);
  EXPECT_EQ(json["open"], Json({{"missing", 40}, {"failed", 12}, {"flawed", 1}}));
  EXPECT_EQ(json["standings"][1]["served"]["other_model"], 12);
  EXPECT_EQ(json["standings"][1]["served"]["models"][1]["name"], "gpt-5-mini-2025-08-07");
}

}  // namespace
}  // namespace shortlist::test
