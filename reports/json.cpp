// The whole ranking as JSON, schema "shortlist.report/1". The order of keys is part of the format
// (README.md).
#include "reports/formats.hpp"
#include "reports/ordered.hpp"
#include "reports/summary.hpp"

namespace shortlist {
namespace {

Ordered rates_json(const Rates& r) {
  return {{"calls", r.calls},   {"answers", r.answers},       {"retried", r.retried},
          {"failed", r.failed}, {"refused", r.refused},       {"truncated", r.truncated},
          {"empty", r.empty},   {"unparsable", r.unparsable}, {"not_judged", r.not_judged}};
}

Ordered standing_json(const Run& run, const Standing& s) {
  const auto& candidate = run.plan.candidates.at(s.candidate);
  Ordered suites = Ordered::object();
  for (std::size_t i = 0; i < run.plan.suites.size(); ++i)
    suites[run.plan.suites[i].name] = estimate_json(i < s.by_suite.size() ? s.by_suite[i] : std::nullopt);
  return {{"candidate", candidate.name},
          {"backend", candidate.backend},
          {"model", candidate.model},
          {"place", s.place},
          {"chosen", run.ranking.chosen == s.candidate},
          {"quality", estimate_json(s.quality)},
          {"suites", suites},
          {"ttft_p50_ms", estimate_json(s.ttft_p50)},
          {"ttft_p95_ms", estimate_json(s.ttft_p95)},
          {"total_p50_ms", estimate_json(s.total_p50)},
          {"total_p95_ms", estimate_json(s.total_p95)},
          {"usd_per_1k", estimate_json(s.usd_per_1k)},
          {"usd_per_1k_passed", number_json(s.usd_per_1k_passed)},
          {"rates", rates_json(s.rates)},
          {"utility", number_json(s.utility)},
          {"versus_chosen", estimate_json(s.versus_first)},
          {"distinguishable", s.distinguishable},
          {"pareto", s.pareto},
          {"within_limits", s.within_limits},
          {"limits_broken", s.limits_broken},
          {"left_at", s.left_at},
          {"why", s.why}};
}

Ordered suites_json(const Plan& plan) {
  Ordered suites = Ordered::array();
  for (const auto& s : plan.suites)
    suites.push_back({{"name", s.name},
                      {"version", s.version},
                      {"weight", s.weight},
                      {"items", suite_items(s)},
                      {"asked_digest", s.asked_digest},
                      {"judged_digest", s.judged_digest}});
  return suites;
}

Ordered cuts_json(const Run& run) {
  Ordered cuts = Ordered::array();
  for (const auto& cut : run.ranking.cuts)
    cuts.push_back({{"candidate", candidate_name(run, cut.candidate)},
                    {"stage", cut.stage},
                    {"round", cut.round},
                    {"why", cut.why}});
  return cuts;
}

Ordered report_json(const Run& run) {
  const auto& p = run.provenance;
  Ordered standings = Ordered::array();
  for (const auto& s : run.ranking.standings) standings.push_back(standing_json(run, s));
  Ordered chosen = nullptr;
  if (run.ranking.chosen) chosen = candidate_name(run, *run.ranking.chosen);
  return {{"schema", "shortlist.report/1"},
          {"run", p.run_id},
          {"version", p.version},
          {"started", p.started},
          {"finished", p.finished},
          {"plan", run.plan.name},
          {"seed", run.plan.seed},
          {"repeats", run.plan.repeats},
          {"complete", run.ranking.complete},
          {"calls", run.records.size()},
          {"chosen", chosen},
          {"standings", standings},
          {"cuts", cuts_json(run)},
          {"suites", suites_json(run.plan)},
          {"notes", run.ranking.notes},
          {"facts", p.facts},
          {"warnings", p.warnings}};
}

class JsonReport : public Reporter {
 public:
  void write(const Run& run, std::ostream& out) const override { out << dumped(report_json(run), 2) << "\n"; }
};

}  // namespace

std::unique_ptr<Reporter> make_json_report(const ReporterOptions&) { return std::make_unique<JsonReport>(); }

}  // namespace shortlist
