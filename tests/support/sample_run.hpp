#pragma once
// One fixed run for the reports' tests: names in three scripts, a tie, a cut, unknown cost, markup and
// controls in texts that models and servers wrote.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "harness/ports/items.hpp"
#include "harness/types/run.hpp"

namespace shortlist::test {

/// Items with ids only, as the store keeps them; ten of a cluster where asked.
class NamedItems : public Items {
 public:
  NamedItems(std::string prefix, std::size_t n, bool clustered = false)
      : prefix_(std::move(prefix)), n_(n), clustered_(clustered) {}
  std::size_t size() const override { return n_; }
  std::string id(std::size_t index) const override { return prefix_ + std::to_string(index); }
  Item item(std::size_t index, const Prompting&) const override {
    Item item;
    item.id = id(index);
    if (clustered_) item.cluster = "c" + std::to_string(index / 10);
    return item;
  }

 private:
  std::string prefix_;
  std::size_t n_;
  bool clustered_;
};

inline Candidate candidate(const std::string& name, const std::string& backend, const std::string& model) {
  Candidate c;
  c.name = name;
  c.backend = backend;
  c.model = model;
  return c;
}

inline Suite suite(const std::string& name, std::size_t items, double weight) {
  Suite s;
  s.name = name;
  s.version = "1";
  s.weight = weight;
  s.asked_digest = "a" + std::string(60, '1') + name;
  s.judged_digest = "b" + std::string(60, '2') + name;
  s.items = std::make_shared<NamedItems>(name.substr(0, 1) + "-", items);
  return s;
}

inline Plan sample_plan() {
  Plan plan;
  plan.name = "support <replies>";
  plan.path = "support.yaml";
  plan.candidates = {candidate("mistral-small", "mistral", "mistral-small-latest"),
                     candidate("gpt-5-mini", "openai", "gpt-5-mini"),
                     candidate("작은모델+fs3", "local", "작은모델.gguf"),
                     candidate("evil\u202e<b>|x", "exec", "=cmd()"), candidate("late", "openai", "late-1")};
  plan.suites = {suite("arithmetic", 200, 1), suite("support | réponses", 320, 3)};
  plan.seed = 7;
  plan.objective.cost_weight = 0.08;
  plan.objective.latency_weight = 0.02;
  plan.stages = {ConstraintsStage{}, SmokeStage{}, RaceStage{}, DecideStage{"gpt-5-mini", 0.02, {}}, AuditStage{}};
  return plan;
}

inline Duration ms(double value) { return Duration(std::llround(value * 1e6)); }

inline Record answered(CallKey key, std::string text, double quality, std::optional<Money> cost) {
  Record record;
  record.outcome.key = key;
  Completion completion;
  completion.text = std::move(text);
  completion.finish = Finish::stop;
  completion.usage = Usage{118, 0, 3, {}};
  record.outcome.result = completion;
  record.outcome.timing = {ms(0.4), ms(0.4), ms(0.5), ms(200), ms(212.8), ms(212.8), ms(261.4), {ms(24.3), ms(24.3)}, ms(261.5)};
  record.outcome.attempts.resize(1);
  record.scores = {{"number", quality, "found"}};
  record.quality = quality;
  record.cost = cost;
  return record;
}

inline Record failed(CallKey key) {
  Record record;
  record.outcome.key = key;
  record.outcome.result = Failure{FailureKind::timeout, "no answer in 120 s, \"gateway\"\n<hr>", {}};
  record.outcome.timing.queued = ms(1);
  record.outcome.timing.done = ms(120'001);
  record.outcome.attempts.resize(6);
  auto& last = record.outcome.attempts.back();
  last.at = ms(1), last.took = ms(120'000), last.failure = FailureKind::timeout, last.http_status = 200;
  last.partial = "<b>half an answ\x1b[0m";
  return record;
}

inline std::vector<Record> sample_records() {
  std::vector<Record> records{answered({0, 0, 0, 0}, "42", 1, Money{11'200}),
                              answered({0, 0, 1, 0}, "=HYPERLINK(\"http://x\")", 0, Money{12'000}),
                              answered({0, 1, 0, 0}, "d'accord, \"B\"\nfin", 1, Money{11'300}),
                              answered({1, 0, 0, 0}, "\x1b[31mred\xFF", 0.5, Money{40'000})};
  records[2].scores.push_back({"style", std::nullopt, "invalid pattern"});
  records.push_back(failed({1, 0, 1, 0}));
  records.push_back(answered({2, 0, 0, 0}, "서울", 1, std::nullopt));
  std::get<Completion>(records.back().outcome.result).usage.reset();
  records.back().notices.no_usage = true;
  auto& served = std::get<Completion>(records[3].outcome.result);
  served.model_served = "=evil<b>|mini\u202e", served.fingerprint = "fp_2";
  records[3].notices.other_model = true;
  records[2].outcome.cached = true;
  return records;
}

inline Standing standing(std::uint32_t candidate, std::uint32_t place, Estimate quality) {
  Standing s;
  s.candidate = candidate;
  s.place = place;
  s.quality = quality;
  s.by_suite = {Estimate{quality.value - 0.05, quality.low - 0.08, quality.high - 0.02, 200},
                Estimate{quality.value + 0.02, quality.low, quality.high, 320}};
  s.rates.calls = 520;
  s.rates.answers = 518;
  return s;
}

inline Quantiles quantiles(double p50, double p95, std::size_t n) {
  const auto at = [&](double value) { return Estimate{value, 0.95 * value, 1.08 * value, n}; };
  return {at(p50), at((p50 + p95) / 2), at(p95), at(1.4 * p95)};
}

/// The standing's own p50 and p95, and all the rest.
inline Latency latency_of(const Standing& s, std::size_t timed) {
  Latency l;
  l.timed = timed;
  if (s.ttft_p50 && s.ttft_p95)
    l.ttft = {s.ttft_p50, quantiles(s.ttft_p50->value, s.ttft_p95->value, timed).p90, s.ttft_p95,
              quantiles(0, s.ttft_p95->value, timed).p99};
  l.total = {s.total_p50, quantiles(s.total_p50->value, s.total_p95->value, timed).p90, s.total_p95,
             quantiles(0, s.total_p95->value, timed).p99};
  l.first_answer = l.ttft;
  l.tpot = quantiles(8.2, 14, timed), l.itl = quantiles(8.1, 22, 40 * timed);
  l.queued = quantiles(0.02, 1.1, timed), l.connect = quantiles(0.4, 31, timed);
  return l;
}

inline std::vector<LaneHistory> sample_lanes() {
  LaneHistory steady{"mistral https://api.mistral.ai/v1", "2026-11-24T14:00:00Z", {{ms(0), 16, ""}}, 0};
  LaneHistory cut{"openai https://api.openai.com/v1", "2026-11-24T14:00:01Z", {{ms(0), 32, ""}}, 0};
  std::size_t slots = 32;
  for (int i = 1; i <= 14; ++i) {
    slots = std::max<std::size_t>(5, slots * 8 / 10);
    cut.steps.push_back({ms(9000 * i), slots, i == 5 ? "near quota" : "rate_limited"});
  }
  for (int i = 15; i <= 18; ++i) cut.steps.push_back({ms(9000 * i), ++slots, "grows"});
  return {steady, cut};
}

inline std::vector<Standing> sample_standings() {
  auto first = standing(0, 1, {0.841, 0.813, 0.866, 520});
  first.ttft_p50 = Estimate{210, 205, 214, 520}, first.ttft_p95 = Estimate{460, 430, 520, 520};
  first.total_p50 = Estimate{620, 600, 640, 520}, first.total_p95 = Estimate{1400, 1310, 1550, 520};
  first.usd_per_1k = Estimate{1.92, 1.9, 1.94, 520}, first.usd_per_1k_passed = 2.28;
  first.pareto = true, first.utility = 0.81, first.rates.failed = 0.004;
  first.why = "highest utility of 3 within the limits";
  first.latency = latency_of(first, 498), first.rates.retried = 16, first.rates.cached = 4;
  first.served.models = {{"mistral-small-2506", 518}}, first.served.fingerprints = {{"fp_1", 518}};
  auto second = standing(1, 1, {0.846, 0.818, 0.870, 520});
  second.ttft_p50 = Estimate{380, 370, 391, 520}, second.ttft_p95 = Estimate{920, 860, 1010, 520};
  second.total_p50 = Estimate{1020, 990, 1050, 520}, second.total_p95 = Estimate{2200, 2080, 2420, 520};
  second.usd_per_1k = Estimate{5.95, 5.9, 6.0, 520}, second.usd_per_1k_passed = 7.03;
  second.pareto = true, second.utility = 0.80, second.versus_first = Estimate{0.005, -0.012, 0.022, 520},
  second.distinguishable = false;
  second.rates.refused = 0.01;
  second.latency = latency_of(second, 520), second.latency.reasons = true, second.latency.coalesced = true;
  second.latency.first_answer = quantiles(720, 1800, 520);
  second.served.models = {{"=evil<b>|mini\u202e", 12}, {"gpt-5-mini-2025-08-07", 506}};
  second.served.fingerprints = {{"fp_1", 300}, {"fp_2", 218}};
  second.served.other_model = 12, second.served.prompt_cut = 1;
  auto third = standing(2, 3, {0.609, 0.487, 0.719, 64});
  third.ttft_p50 = Estimate{84, 80, 90, 64}, third.total_p50 = Estimate{300, 280, 330, 64},
  third.total_p95 = Estimate{460, 420, 520, 64};
  third.versus_first = Estimate{-0.229, -0.362, -0.096, 64};
  third.by_suite[1].reset();
  third.left_at = "race, round 1", third.why = "behind by 22.9 points, at least 9.6";
  third.latency = latency_of(third, 64), third.latency.tpot = third.latency.connect = {};
  third.served.no_usage = 64;
  third.rates.unparsable = 0.063, third.rates.calls = 64, third.rates.answers = 64;
  Standing fourth;
  fourth.candidate = 3, fourth.place = 4, fourth.left_at = "smoke",
  fourth.why = "5 of 5 answers without a number <script>alert(1)</script>";
  fourth.by_suite.resize(2);
  Standing fifth;
  fifth.candidate = 4, fifth.place = 5, fifth.within_limits = false,
  fifth.limits_broken = "p95 3.1 s, limit 2.5 s", fifth.left_at = "constraints";
  fifth.by_suite.resize(2);
  return {first, second, third, fourth, fifth};
}

inline std::vector<StageReport> sample_stages() {
  StageReport constraints{"constraints", true, true, 5, 4, 1, 0, {}, {"gpt-5-mini: region unknown, so it stays"}};
  StageReport smoke{"smoke", true, true, 4, 3, 1, 20, {}, {}};
  StageReport race{"race", true, true, 3, 2, 4, 1084, {}, {}};
  race.certificate = Certificate{Certificate::Kind::certified, {}, 0, 0.02, 0.95, true, 0.02, {0, 1}, 3, 520, false};
  return {constraints, smoke, race, {"decide", true, true, 2, 2, 0, 0, {}, {}}, {"audit", true, true, 2, 2, 1, 0, {}, {}}};
}

inline Portfolio sample_portfolio() {
  Portfolio p{520, true, {0, 1}, {}, {}, {}, {"by customer: 812 values are more than 50, left out"}};
  p.chosen = {Estimate{0.841, 0.813, 0.866, 520}, 1.92, {}};
  Router router{"suite", {}, {Estimate{0.845, 0.817, 0.869, 520}, 3.4, Estimate{0.004, -0.01, 0.018, 520}}, 0.021};
  router.groups = {{"arithmetic", 200, 1, Estimate{0.03, -0.01, 0.07, 200}}, {"support | réponses", 320, 0, {}}};
  p.routers = {router};
  p.cascade = Cascade{2, 1, 0.416, {Estimate{0.846, 0.818, 0.87, 520}, 1.51, Estimate{0.005, 0.001, 0.011, 520}}};
  return p;
}

inline Decision sample_decision() {
  Decision d;
  d.chosen = 0, d.level = {1}, d.possible = std::vector<std::uint32_t>{0, 1}, d.runner_up = 1;
  d.savings = {1104, 4.1021, 68, 2080, 12.3, {2, 3}, {4}};
  d.weights = {{WeightAxis::What::cost, 0.08, 20, false, {{0, 1, {0}}, {0.0213, 0, {1}}}},
               {WeightAxis::What::latency, 0.02, 2100, true, {{0, 0, {}}}}};
  d.weighed_items = 520, d.weighed = {0, 1};
  d.flips = {{1, 520, Estimate{-0.01, -0.019, -0.001, 520}, false, Turn{0.36, 0.94, {}}, {}, Turn{4.1, 1.2, 9.0}}};
  d.replacement = Replacement{1, 0.02, true, 0, false, false, Estimate{-0.005, -0.0199, 0.012, 520}, 1.92, 5.95, {}};
  d.portfolio = sample_portfolio();
  return d;
}

inline Run sample_run() {
  Run run;
  run.plan = sample_plan();
  run.records = sample_records();
  run.ranking.standings = sample_standings();
  run.ranking.chosen = 0;
  run.ranking.cuts = {{4, "constraints", 0, "region us is not in [eu, any]"},
                      {3, "smoke", 0, "5 of 5 answers without a number <script>alert(1)</script>"},
                      {2, "race", 1, "behind by 22.9 points, at least 9.6"}};
  run.ranking.stages = sample_stages();
  run.ranking.audit = {{2, -0.214, false}};
  run.ranking.decision = sample_decision();
  run.ranking.complete = true;
  run.ranking.notes = {"2 answers skipped"};
  run.ranking.effort = {1104, 4, 0, from_usd(4.0936), 68};
  run.provenance = {"2026-11-24-support-replies",
                    "0.1.0",
                    "2026-11-24T14:00:00Z",
                    "2026-11-24T14:08:00Z",
                    {{"local.threads", "2"}, {"local.build", "<x>"}},
                    {"the machine was busy: load 3.1 on 2 cores"},
                    sample_lanes(),
                    ClientLag{0.01, 0.08, 0.4, 65'000}};
  return run;
}

/// Interrupted, with calls failed and calls missing; nobody streams; this program was late itself.
inline Run open_run() {
  auto run = sample_run();
  auto& race = run.ranking.stages[2];
  race.finished = race.certificate->reached = false;
  race.certificate->kind = Certificate::Kind::calibrated, race.certificate->gap = 0.05, race.certificate->infinite = true;
  for (std::size_t s = 3; s < 5; ++s) run.ranking.stages[s] = {s == 3 ? "decide" : "audit"};
  run.ranking.audit.clear();
  run.ranking.complete = false;
  run.ranking.open = {40, 12, 1};
  run.ranking.effort = {1060, 1060, {}, 0};
  run.provenance.lag->p99_ms = 3.2;
  run.provenance.lanes.clear();
  for (auto& s : run.ranking.standings) s.ttft_p50.reset(), s.ttft_p95.reset(), s.latency.ttft = s.latency.tpot = s.latency.itl = {};
  return run;
}

/// Nobody measured, nobody chosen, incomplete.
inline Run empty_run() {
  Run run;
  run.plan = sample_plan();
  run.ranking.notes = {"no call has a record"};
  return run;
}

}  // namespace shortlist::test
