// JUnit XML for CI. Suite "choice": one test case that fails when nobody could be chosen and errs on an
// incomplete run. Suite "gate": one test case for each thing that an absolute gate check looks at;
// comparisons need the baseline file and are left to `shortlist gate`, hence skipped. Suite "candidates": one
// test case each; who left is skipped with the reason, and none fails, since losing a race breaks no build.
#include <fmt/format.h>

#include <pugixml.hpp>

#include "reports/formats.hpp"
#include "reports/gate.hpp"
#include "reports/numbers.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

/// Adds test cases and keeps the counts that the attributes need.
class CaseWriter {
 public:
  CaseWriter(pugi::xml_node root, const std::string& plan, const char* name)
      : suite_(root.append_child("testsuite")), class_(plan + "." + name) {
    suite_.append_attribute("name") = class_.c_str();
    for (const char* attribute : {"tests", "failures", "errors", "skipped"})
      suite_.append_attribute(attribute) = 0;
  }

  pugi::xml_node add(const std::string& name) {
    auto test = suite_.append_child("testcase");
    test.append_attribute("classname") = class_.c_str();
    test.append_attribute("name") = name.c_str();
    count("tests");
    return test;
  }

  /// `outcome`: failure, error or skipped.
  void mark(pugi::xml_node test, const char* outcome, const std::string& message) {
    test.append_child(outcome).append_attribute("message") = message.c_str();
    const std::string_view kind = outcome;
    count(kind == "failure" ? "failures" : kind == "error" ? "errors" : "skipped");
  }

 private:
  void count(const char* attribute) {
    suite_.attribute(attribute) = suite_.attribute(attribute).as_uint() + 1;
  }

  pugi::xml_node suite_;
  std::string class_;
};

void write_choice(const Run& run, const Summary& summary, CaseWriter writer) {
  auto test = writer.add("a candidate is chosen");
  if (!run.ranking.complete)
    writer.mark(test, "error", "the run is incomplete");
  else if (summary.name.empty())
    writer.mark(test, "failure", summary.lead);
  else
    test.append_child("system-out").text() = (summary.headline + ". " + summary.lead).c_str();
}

void write_check(const Run& run, const Standing& standing, const GateCheck& check, CaseWriter& writer) {
  if (!check.min && !check.max) {
    writer.mark(writer.add(check.metric + (check.per.empty() ? "" : " per " + visible(check.per)) +
                           " against the baseline"),
                "skipped", "compared by: shortlist gate");
    return;
  }
  for (const auto& result : judge_check(run, standing, check, nullptr)) {
    auto test = writer.add(result.name);
    if (result.verdict == Verdict::fail)
      writer.mark(test, "failure", result.reason);
    else if (result.verdict == Verdict::inconclusive)
      writer.mark(test, "skipped", "inconclusive: " + result.reason);
    else
      test.append_child("system-out").text() = result.reason.c_str();
  }
}

std::string figures_text(const RankingRow& row) {
  if (!row.standing->quality) return "not measured";
  return fmt::format("rank {}, quality {} ({}{}), TTFT p50 {}, total p95 {}, $/1k {}", row.place, row.quality,
                     row.interval, row.chosen ? "; selected, hence biased upwards" : "", row.ttft_p50, row.total_p95, row.usd_per_1k);
}

void write_candidates(const Summary& summary, CaseWriter writer) {
  for (const auto& row : summary.rows) {
    const auto& s = *row.standing;
    auto test = writer.add(row.name);
    const auto why = s.why.empty() ? s.limits_broken : s.why;
    if (!s.left_at.empty())
      writer.mark(test, "skipped",
                  fmt::format("left at {}{}{}", row.left_at, why.empty() ? "" : ": ", visible(why)));
    test.append_child("system-out").text() = figures_text(row).c_str();
  }
}

class JUnit : public Reporter {
 public:
  void write(const Run& run, std::ostream& out) const override {
    const auto summary = summarise(run);
    const auto plan = visible(run.plan.name);
    pugi::xml_document document;
    auto root = document.append_child("testsuites");
    root.append_attribute("name") = plan.c_str();
    write_choice(run, summary, {root, plan, "choice"});
    if (const auto* standing = gated(run); standing && !run.plan.gate.checks.empty()) {
      CaseWriter writer(root, plan, "gate");
      for (const auto& check : run.plan.gate.checks) write_check(run, *standing, check, writer);
    }
    write_candidates(summary, {root, plan, "candidates"});
    document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  }
};

}  // namespace

std::unique_ptr<Reporter> make_junit(const ReporterOptions&) { return std::make_unique<JUnit>(); }

}  // namespace shortlist
