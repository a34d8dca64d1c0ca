// The resolved plan, written as it would be typed.
#include "harness/config/config.hpp"
#include "harness/config/plan_names.hpp"
#include "harness/config/stage_parts.hpp"
#include "harness/config/variables.hpp"

namespace shortlist {
namespace {

void put_text(Json& out, const char* key, const std::string& value) {
  if (!value.empty()) out[key] = value;
}
/// Maps and lists only where something stands in them.
void put_filled(Json& out, const char* key, Json value) {
  if (!value.empty()) out[key] = std::move(value);
}

Json messages_json(const std::vector<Message>& messages) {
  auto out = Json::array();
  for (const auto& message : messages) out.push_back({{"role", message.role}, {"content", message.content}});
  return out;
}

Json sampling_json(const Sampling& s) {
  auto out = Json::object();
  put(out, "temperature", s.temperature);
  put(out, "top_p", s.top_p);
  put(out, "top_k", s.top_k);
  put(out, "max_tokens", s.max_tokens);
  put(out, "seed", s.seed);
  put_filled(out, "stop", s.stop);
  return out;
}

Json price_json(const Price& p) {
  auto out = Json::object();
  put(out, "input_per_mtok", p.input_per_mtok);
  put(out, "output_per_mtok", p.output_per_mtok);
  put(out, "cached_input_per_mtok", p.cached_input_per_mtok);
  return out;
}

Json facts_json(const Facts& f) {
  auto out = Json::object();
  put(out, "open_weights", f.open_weights);
  put(out, "local", f.local);
  put(out, "license", f.license);
  put(out, "region", f.region);
  put(out, "context", f.context);
  put(out, "modalities", f.modalities);
  put(out, "capabilities", f.capabilities);
  return out;
}

Json candidate_json(const Candidate& c) {
  Json out{{"name", c.name}, {"backend", c.backend}};
  put_text(out, "variant_of", c.base);
  put_text(out, "model", c.model);
  put_text(out, "endpoint", c.endpoint);
  put_text(out, "api_key_env", c.api_key_env);
  put_text(out, "file", c.file);
  put_filled(out, "command", c.command);
  put_filled(out, "sampling", sampling_json(c.sampling));
  put(out, "system", c.prompting.system);
  put(out, "few_shot", c.prompting.few_shot);
  if (c.prompting.messages) out["prompt"] = messages_json(*c.prompting.messages);
  put_filled(out, "price", price_json(c.price));
  put_filled(out, "facts", facts_json(c.facts));
  put_filled(out, "options", c.options);
  put_text(out, "lane", c.lane);
  return out;
}

Json suite_json(const Suite& s) {
  bool file = s.source.find_first_of("/.") != std::string::npos;
  Json out{{file ? "file" : "suite", s.source}, {"weight", s.weight}};
  if (s.limit) out["limit"] = s.limit;
  return out;
}

Json objective_json(const Objective& o) {
  Json out{{"prefer", name_in(prefer_names, o.prefer)}, {"within", o.within}, {"quality", o.quality_weight}};
  if (o.cost_cap_usd_per_1k > 0) out["cost"] = {{"weight", o.cost_weight}, {"cap_usd_per_1k", o.cost_cap_usd_per_1k}};
  if (o.latency_cap_ms > 0) out["latency"] = {{"weight", o.latency_weight}, {"cap_ms", o.latency_cap_ms}};
  auto limits = Json::object();
  put(limits, "p95_ms", o.limit_p95_ms);
  put(limits, "ttft_p95_ms", o.limit_ttft_p95_ms);
  put(limits, "usd_per_1k", o.limit_usd_per_1k);
  put_filled(out, "limits", limits);
  return out;
}

struct StageJson {
  Json operator()(const ConstraintsStage& s) const {
    auto out = Json::object();
    put(out, "open_weights", s.open_weights);
    put(out, "local", s.local);
    put_filled(out, "region", s.regions);
    put_filled(out, "license", s.licenses);
    put_filled(out, "modality", s.modalities);
    put_filled(out, "capabilities", s.capabilities);
    put(out, "context_min", s.context_min);
    put(out, "input_per_mtok_max", s.input_per_mtok_max);
    put(out, "output_per_mtok_max", s.output_per_mtok_max);
    return out;
  }
  Json operator()(const SmokeStage& s) const {
    return {{"items", s.items}, {"flawed_max", s.flawed_max}, {"over_limit", s.over_limit}};
  }
  Json operator()(const RaceStage& s) const { return race_json(s); }
  Json operator()(const OptimiseStage& s) const {
    Json out = race_json(s.race);
    out["keep"] = s.keep;
    return out;
  }
  Json operator()(const ConfirmStage& s) const {
    Json out{{"repeats", s.repeats}};
    if (s.keep) out["keep"] = s.keep;
    return out;
  }
  Json operator()(const DecideStage& s) const {
    auto out = Json::object();
    put_text(out, "incumbent", s.incumbent);
    put(out, "not_worse_than", s.not_worse_than);
    put(out, "valid_days", s.valid_days);
    return out;
  }
  Json operator()(const AuditStage& s) const { return {{"candidates", s.candidates}}; }
};

Json stage_json(const Stage& s) { return {{std::string(name_of(s)), std::visit(StageJson{}, s)}}; }

Json failures_json(const FailurePolicy& f) {
  return {{"refused", name_in(answer_treatments, f.refused)},
          {"truncated", name_in(answer_treatments, f.truncated)},
          {"empty", name_in(answer_treatments, f.empty)},
          {"unparsable", name_in(answer_treatments, f.unparsable)},
          {"transport", name_in(transport_treatments, f.transport)}};
}

Json lane_json(const LaneLimits& l) {
  Json out{{"attempts", l.attempts}, {"timeout_s", to_s(l.timeout)}};
  put(out, "concurrency", l.concurrency);
  put(out, "requests_per_minute", l.requests_per_minute);
  put(out, "tokens_per_minute", l.tokens_per_minute);
  return out;
}

Json budget_json(const Budget& b) {
  auto out = Json::object();
  if (b.money) out["usd"] = to_usd(*b.money);
  put(out, "calls", b.calls);
  if (b.time) out["minutes"] = to_s(*b.time) / 60;
  return out;
}

Json gate_json(const Gate& g) {
  Json out{{"baseline", g.baseline}, {"checks", Json::array()}};
  for (const auto& c : g.checks) {
    Json check{{"metric", c.metric}};
    put_text(check, "per", c.per);
    put(check, "min", c.min);
    put(check, "max", c.max);
    put(check, "margin", c.margin);
    put(check, "max_ratio", c.max_ratio);
    out["checks"].push_back(check);
  }
  return out;
}

/// All text in it is read back through ${VAR}, so its dollar signs must not mean anything.
void escape_dollars(Json& value) {
  if (value.is_string()) value = with_dollars_escaped(value.get_ref<const std::string&>());
  if (value.is_structured())
    for (auto& inner : value) escape_dollars(inner);
}

}  // namespace

Json plan_json(const Plan& plan) {
  Json out{{"version", 1},
           {"name", plan.name},
           {"candidates", Json::array()},
           {"suites", Json::array()},
           {"objective", objective_json(plan.objective)},
           {"stages", Json::array()},
           {"failures", failures_json(plan.failures)},
           {"lanes", Json::object()},
           {"budget", budget_json(plan.budget)},
           {"seed", plan.seed},
           {"repeats", plan.repeats},
           {"gate", gate_json(plan.gate)}};
  for (const auto& candidate : plan.candidates) out["candidates"].push_back(candidate_json(candidate));
  for (const auto& suite : plan.suites) out["suites"].push_back(suite_json(suite));
  for (const auto& stage : plan.stages) out["stages"].push_back(stage_json(stage));
  for (const auto& [name, limits] : plan.lanes) out["lanes"][name] = lane_json(limits);
  escape_dollars(out);
  return out;
}

}  // namespace shortlist
