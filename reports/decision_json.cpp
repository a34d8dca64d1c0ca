#include "reports/decision_json.hpp"

#include "reports/claims.hpp"
#include "reports/decision_words.hpp"
#include "reports/formats.hpp"
#include "reports/stage_words.hpp"
#include "reports/summary.hpp"

namespace shortlist {
namespace {

Ordered names_json(const Run& run, const std::vector<std::uint32_t>& candidates) {
  Ordered names = Ordered::array();
  for (const auto c : candidates) names.push_back(candidate_name(run, c));
  return names;
}

std::string_view kind_name(Certificate::Kind kind) {
  switch (kind) {
    case Certificate::Kind::certified: return "certified";
    case Certificate::Kind::calibrated: return "calibrated";
    case Certificate::Kind::none: break;
  }
  return "none";
}

Ordered certificate_json(const Run& run, std::optional<Certificate> c) {
  if (!c) return nullptr;
  if (is_about_nobody(*c)) {
    c->kind = Certificate::Kind::none, c->why_none = "all candidates left", c->reached = false;
    c->gap.reset();
  }
  Ordered json{{"kind", kind_name(c->kind)},
               {"leader", candidate_name(run, c->leader)},
               {"within", number_json(c->within)},
               {"confidence", number_json(c->confidence)},
               {"reached", c->reached},
               {"gap", number_json(c->gap)},
               {"possible", names_json(run, c->possible)},
               {"entered", c->entered},
               {"units", c->units},
               {"population", c->infinite ? "infinite" : "finite"}};
  if (c->kind == Certificate::Kind::calibrated) json["label"] = calibrated_label;
  if (c->kind != Certificate::Kind::none) json["about_the_chosen"] = run.ranking.chosen == c->leader;
  if (c->kind == Certificate::Kind::none) json["why_none"] = c->why_none;
  return json;
}

Ordered savings_json(const Run& run, const Savings& s) {
  return {{"calls", s.calls},
          {"usd", number_json(s.usd)},
          {"cost_unknown", s.cost_unknown},
          {"full_calls", s.full_calls},
          {"full_usd", number_json(s.full_usd)},
          {"unpriced", names_json(run, s.unpriced)},
          {"kept_out", names_json(run, s.kept_out)}};
}

Ordered weights_json(const Run& run, const Decision& d) {
  Ordered axes = Ordered::array();
  for (const WeightAxis& axis : d.weights) {
    Ordered spans = Ordered::array();
    for (const auto& span : axis.spans)
      spans.push_back({{"from", number_json(span.from)},
                       {"candidate", candidate_name(run, span.candidate)},
                       {"not_distinguishable", names_json(run, span.level)}});
    axes.push_back({{"weight", axis.what == WeightAxis::What::cost ? "cost" : "latency"},
                    {"now", number_json(axis.now)},
                    {"cap", number_json(axis.cap)},
                    {"cap_observed", axis.cap_observed},
                    {"spans", spans}});
  }
  return {{"items", d.weighed_items}, {"candidates", names_json(run, d.weighed)}, {"axes", axes}};
}

Ordered turn_json(const std::optional<Turn>& t) {
  if (!t) return nullptr;
  return {{"at", number_json(t->at)}, {"level_from", number_json(t->level_from)}, {"sure", number_json(t->sure)}};
}

Ordered flips_json(const Run& run, const Decision& d) {
  Ordered list = Ordered::array();
  for (const Flip& f : d.flips)
    list.push_back({{"candidate", candidate_name(run, f.candidate)},
                    {"items", f.items},
                    {"lead", estimate_json(f.lead)},
                    {"distinguishable", !f.level},
                    {"price_factor", turn_json(f.price)},
                    {"latency_factor", turn_json(f.latency)},
                    {"quality_weight_factor", turn_json(f.quality_weight)}});
  return list;
}

Ordered replacement_json(const Run& run, const std::optional<Replacement>& r) {
  if (!r) return nullptr;
  const bool stay = r->candidate == r->incumbent;
  Ordered names = Ordered::array(), unshown = Ordered::array();
  for (const auto& u : r->unshown)
    names.push_back(candidate_name(run, u.candidate)), unshown.push_back({{"candidate", candidate_name(run, u.candidate)}, {"difference", estimate_json(u.difference)}, {"exact_on_these_items", u.exact}});
  Ordered json{{"incumbent", candidate_name(run, r->incumbent)},
          {"not_worse_than", number_json(r->margin)},
          {"candidate", candidate_name(run, r->candidate)},
          {"stay", stay},
          {"shown_by", stay ? Ordered(nullptr) : Ordered(r->certified ? "certificate" : r->exact ? "all items" : "paired interval")},
          {"difference", estimate_json(r->difference)},
          {"usd_per_1k", number_json(r->usd_per_1k)},
          {"incumbent_usd_per_1k", number_json(r->incumbent_usd_per_1k)},
          {"cheaper_not_shown", names},
          {"cheaper_differences", unshown}};
  if (!r->certified && !r->exact) json["interval"] = level_of(run, r->difference ? r->difference->n : 0);
  if (!r->certified && !fast_label(run).empty()) json["label"] = fast_label(run);
  return json;
}

Ordered mix_json(const Mix& m) {
  return {{"quality", estimate_json(m.quality)}, {"usd_per_1k", number_json(m.usd_per_1k)}, {"gain", estimate_json(m.gain)}};
}

Ordered routers_json(const Run& run, const Portfolio& p) {
  Ordered routers = Ordered::array();
  for (const Router& r : p.routers) {
    Ordered groups = Ordered::array();
    for (const auto& g : r.groups)
      groups.push_back({{"value", g.name},
                        {"items", g.items},
                        {"candidate", candidate_name(run, g.candidate)},
                        {"lead_selected_hence_biased_upwards", estimate_json(g.lead)}});
    routers.push_back({{"by", r.by}, {"cross_fitted", mix_json(r.mix)}, {"naive_gain", number_json(r.naive_gain)}, {"groups", groups}});
  }
  return routers;
}

Ordered portfolio_json(const Run& run, const std::optional<Portfolio>& p) {
  if (!p) return nullptr;
  Ordered cascade = nullptr;
  if (p->cascade)
    cascade = {{"first", candidate_name(run, p->cascade->first)},
               {"second", candidate_name(run, p->cascade->second)},
               {"passed_on", number_json(p->cascade->passed_on)},
               {"cross_fitted", mix_json(p->cascade->mix)}};
  return {{"items", p->items},
          {"all_items", p->all_items},
          {"candidates", names_json(run, p->candidates)},
          {"chosen_alone", mix_json(p->chosen)},
          {"routers", routers_json(run, *p)},
          {"cascade", cascade},
          {"notes", p->notes}};
}

Ordered front_json(const Run& run) {
  std::vector<std::uint32_t> front;
  for (const Standing& s : run.ranking.standings)
    if (s.pareto) front.push_back(s.candidate);
  return names_json(run, front);
}

Ordered pins_json(const Run& run) {
  Ordered suites = Ordered::array();
  for (const Suite& s : run.plan.suites)
    suites.push_back({{"name", s.name}, {"asked_digest", s.asked_digest}, {"judged_digest", s.judged_digest}});
  return {{"plan", run.plan.path}, {"seed", run.plan.seed}, {"version", run.provenance.version}, {"suites", suites}};
}

Ordered or_null(std::string text) { return text.empty() ? Ordered(nullptr) : Ordered(std::move(text)); }

class DecisionJson : public Reporter {
 public:
  void write(const Run& run, std::ostream& out) const override {
    const Ordered whole{{"schema", "shortlist.decision/1"},
                        {"run", run.provenance.run_id},
                        {"finished", run.provenance.finished},
                        {"question", question(run)},
                        {"complete", run.ranking.complete},
                        {"decision", decision_json(run)},
                        {"stages", stages_json(run)},
                        {"audit", audit_json(run)},
                        {"pinned_by", pins_json(run)},
                        {"notes", run.ranking.notes}};
    out << dumped(whole, 2) << "\n";
  }
};

}  // namespace

Ordered stages_json(const Run& run) {
  Ordered stages = Ordered::array();
  for (const StageReport& s : run.ranking.stages) {
    Ordered left = Ordered::array();
    for (const Cut& cut : run.ranking.cuts)
      if (cut.stage == s.name)
        left.push_back({{"candidate", candidate_name(run, cut.candidate)}, {"round", cut.round}, {"why", cut.why}});
    stages.push_back({{"name", s.name},
                      {"begun", s.begun},
                      {"finished", s.finished},
                      {"entered", s.entered},
                      {"stayed", s.stayed},
                      {"rounds", s.rounds},
                      {"calls", s.calls},
                      {"left", left},
                      {"certificate", certificate_json(run, s.certificate)},
                      {"notes", s.notes}});
  }
  return stages;
}

Ordered audit_json(const Run& run) {
  Ordered list = Ordered::array();
  for (const AuditFinding& f : run.ranking.audit)
    list.push_back({{"candidate", candidate_name(run, f.candidate)},
                    {"lead", is_judged(run, f) ? number_json(f.lead) : Ordered(nullptr)},
                    {"wrong", is_judged(run, f) ? Ordered(f.wrong) : Ordered(nullptr)}});
  return list;
}

Ordered decision_json(const Run& run) {
  if (!run.ranking.decision) return nullptr;
  const Decision& d = *run.ranking.decision;
  const Standing* chosen = standing_of(run, d.chosen);
  return {{"chosen", candidate_name(run, d.chosen)},
          {"quality_selected_hence_biased_upwards", estimate_json(chosen ? chosen->quality : std::nullopt)},
          {"not_distinguishable", names_json(run, d.level)},
          {"possible", d.possible && !d.possible->empty() ? names_json(run, *d.possible) : Ordered(nullptr)},
          {"label", or_null(std::string(fast_label(run)))},
          {"runner_up", d.runner_up ? Ordered(candidate_name(run, *d.runner_up)) : Ordered(nullptr)},
          {"pareto", front_json(run)},
          {"savings", savings_json(run, d.savings)},
          {"weights", weights_json(run, d)},
          {"flips", flips_json(run, d)},
          {"incumbent", replacement_json(run, d.replacement)},
          {"portfolio", portfolio_json(run, d.portfolio)},
          {"valid_until", or_null(valid_until(run))},
          {"command", command(run)}};
}

std::unique_ptr<Reporter> make_decision_json(const ReporterOptions&) { return std::make_unique<DecisionJson>(); }

}  // namespace shortlist
