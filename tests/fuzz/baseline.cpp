// Input: a gate's baseline file, judged by a run that has everything. Only complaints come out.
#include "harness/types/parse_json.hpp"
#include "reports/reports.hpp"
#include "tests/fuzz/support/fuzz.hpp"
#include "tests/support/sample_run.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

GateCheck check(const char* metric, const char* per, std::optional<double> margin, std::optional<double> max_ratio) {
  GateCheck one;
  one.metric = metric;
  one.per = per;
  one.margin = margin;
  one.max_ratio = max_ratio;
  return one;
}

Run judged_run() {
  Run run = test::sample_run();
  run.plan.gate.checks = {check("quality", "", 0.02, {}), check("quality", "task", 0.02, {}),
                          check("cost", "", {}, 1.1), check("cost", "task", 0.5, {}),
                          check("latency", "", 100, 1.2), check("latency", "task", {}, 1.2),
                          check("failures", "", 0.01, {}), check("failures", "task", 0.01, {})};
  return run;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Run run = judged_run();
  const Json baseline = parse_json(text_of(data, size));
  if (baseline.is_discarded()) return 0;
  accepts([&] {
    const GateResult result = judge_gate(run, baseline, "baseline.json");
    for (const std::string& reason : result.reasons) require(!reason.empty() && is_utf8(reason), "a reason is text");
  });
  return 0;
}
