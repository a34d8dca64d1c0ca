// The whole ranking as JSON, schema "shortlist.report/1". The order of keys is part of the format
// (README.md).
#include "reports/answers.hpp"
#include "reports/claims.hpp"
#include "reports/decision_json.hpp"
#include "reports/formats.hpp"
#include "reports/latency.hpp"
#include "reports/ordered.hpp"
#include "reports/summary.hpp"

namespace shortlist {
namespace {

Ordered rates_json(const Rates& r) {
  return {{"calls", r.calls},   {"unsent", r.unsent},         {"answers", r.answers},       {"retried", r.retried},
          {"cached", r.cached},
          {"failed", r.failed}, {"refused", r.refused},       {"truncated", r.truncated},
          {"empty", r.empty},   {"unparsable", r.unparsable}, {"not_judged", r.not_judged}};
}

Ordered quantiles_json(const Quantiles& q) {
  return {{"p50", estimate_json(q.p50)},
          {"p90", estimate_json(q.p90)},
          {"p95", estimate_json(q.p95)},
          {"p99", estimate_json(q.p99)}};
}

Ordered latency_json(const Latency& l) {
  return {{"timed", l.timed},
          {"ttft_ms", quantiles_json(l.ttft)},
          {"first_answer_ms", quantiles_json(l.first_answer)},
          {"reasons", l.reasons},
          {"total_ms", quantiles_json(l.total)},
          {"tpot_ms", quantiles_json(l.tpot)},
          {"itl_ms", quantiles_json(l.itl)},
          {"itl_coalesced", l.coalesced},
          {"queue_ms", quantiles_json(l.queued)},
          {"connect_ms", quantiles_json(l.connect)}};
}

/// An array, since the names are the servers' own.
Ordered names_json(const std::map<std::string, std::size_t>& names) {
  Ordered list = Ordered::array();
  for (const auto& [name, n] : names) list.push_back({{"name", name}, {"answers", n}});
  return list;
}

Ordered served_json(const Served& s) {
  return {{"models", names_json(s.models)},
          {"more_models", s.more_models},
          {"fingerprints", names_json(s.fingerprints)},
          {"more_fingerprints", s.more_fingerprints},
          {"prompt_cut", s.prompt_cut},
          {"other_model", s.other_model},
          {"no_usage", s.no_usage}};
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
          {"answers_per_item", answers_per_item(run, s)},
          {"suites", suites},
          {"ttft_p50_ms", estimate_json(s.ttft_p50)},
          {"ttft_p95_ms", estimate_json(s.ttft_p95)},
          {"total_p50_ms", estimate_json(s.total_p50)},
          {"total_p95_ms", estimate_json(s.total_p95)},
          {"usd_per_1k", estimate_json(s.usd_per_1k)},
          {"usd_per_1k_passed", number_json(s.usd_per_1k_passed)},
          {"rates", rates_json(s.rates)},
          {"latency", latency_json(s.latency)},
          {"served", served_json(s.served)},
          {"utility", number_json(s.utility)},
          {"versus_chosen", estimate_json(s.versus_first)},
          {"exact_on_these_items", s.versus_first && is_exact(run, *s.versus_first)},
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

Ordered lanes_json(const std::vector<LaneHistory>& lanes) {
  Ordered list = Ordered::array();
  for (const auto& lane : lanes) {
    Ordered steps = Ordered::array();
    for (const auto& step : lane.steps)
      steps.push_back({{"at_ms", to_ms(step.at)}, {"slots", step.slots}, {"why", step.why}});
    list.push_back(
        {{"lane", lane.lane}, {"started", lane.started}, {"steps", steps}, {"left_out", lane.left_out}});
  }
  return list;
}

Ordered lag_json(const std::optional<ClientLag>& lag) {
  if (!lag) return nullptr;
  return {{"p50", number_json(lag->p50_ms)},
          {"p99", number_json(lag->p99_ms)},
          {"max", number_json(lag->max_ms)},
          {"n", lag->n}};
}

Ordered effort_json(const Effort& e) {
  return {{"calls", e.calls},
          {"cached", e.cached},
          {"unsent", e.unsent},
          {"spent_usd", to_usd(e.spent)},
          {"cost_unknown", e.cost_unknown}};
}

Ordered open_json(const Openings& open) {
  return {{"missing", open.missing}, {"failed", open.failed}, {"flawed", open.flawed}};
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
          {"open", open_json(run.ranking.open)},
          {"calls", run.ranking.effort.calls},
          {"effort", effort_json(run.ranking.effort)},
          {"chosen", chosen},
          {"standings", standings},
          {"cuts", cuts_json(run)},
          {"stages", stages_json(run)},
          {"audit", audit_json(run)},
          {"decision", decision_json(run)},
          {"suites", suites_json(run.plan)},
          {"notes", run.ranking.notes},
          {"client_bound", is_client_bound(run)},
          {"own_lag_ms", lag_json(p.lag)},
          {"lanes", lanes_json(p.lanes)},
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
