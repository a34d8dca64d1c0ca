#include "tests/unit/config/plans.hpp"

#include <type_traits>
#include <vector>

namespace shortlist {

const char* const example_plan = R"(# yaml-language-server: $schema=./shortlist.schema.json
version: 1
name: support-replies

candidates:
  - openai:gpt-5-mini                       # shorthand: BACKEND:MODEL
  - mistral:mistral-small-latest
  - name: claude
    backend: anthropic
    model: claude-haiku-4-5
    api_key_env: ANTHROPIC_API_KEY          # the variable's name, never the key
    sampling: {temperature: 0, max_tokens: 256}
  - name: smollm2
    backend: local
    file: models/SmolLM2-135M-Instruct.Q4_1.gguf
    variants:
      few_shot: [0, 3]
      system: ["", "Answer with the number only."]
  - name: house-model
    backend: openai
    endpoint: http://localhost:8000/v1
    model: my-finetune
    facts: {open_weights: true, region: eu, context: 32768}
    price: {input_per_mtok: 0.20, output_per_mtok: 0.60}   # USD

suites:
  - arithmetic                              # shipped with shortlist
  - file: suites/support.yaml               # ours
    weight: 3

objective:
  quality: 1.0
  cost: {weight: 0.08, cap_usd_per_1k: 20}
  latency: {weight: 0.02, cap_ms: 4000}
  limits: {p95_ms: 2500, usd_per_1k: 10}

stages:
  - constraints: {open_weights: any, region: [eu, any], context_min: 8192}
  - smoke: {items: 5}
  - race: {mode: certified, within: 0.02, confidence: 0.95}
  - optimise: {keep: 2}
  - confirm: {repeats: 2}
  - decide: {incumbent: gpt-5-mini, not_worse_than: 0.02}

failures: {refused: wrong, truncated: wrong, unparsable: wrong, transport: incomplete}
lanes: {"*": {concurrency: 32, attempts: 6, timeout_s: 120}, openai: {requests_per_minute: 500}}
budget: {usd: 15.00, calls: 20000, minutes: 30}
seed: 7

gate:
  baseline: .shortlist/baseline.json
  checks:
    - {metric: quality, margin: 0.05}
    - {metric: quality, per: task, margin: 0.10}
    - {metric: cost, max_ratio: 1.2}
)";

namespace {

/// Goes through pairs of fields until one differs.
struct Comparison {
  std::string path, found;

  template <class T>
  void operator()(const std::string& name, const T& a, const T& b) {
    if (!found.empty()) return;
    Comparison inner{path + "." + name, ""};
    inner.compare(a, b);
    found = inner.found;
  }
  template <class T>
  void compare(const std::optional<T>& a, const std::optional<T>& b) {
    if (a.has_value() != b.has_value()) found = path;
    if (a && b) compare(*a, *b);
  }
  template <class T>
  void compare(const std::vector<T>& a, const std::vector<T>& b) {
    if (a.size() != b.size()) found = path + ".size()";
    for (std::size_t i = 0; found.empty() && i < a.size(); ++i) (*this)(std::to_string(i), a[i], b[i]);
  }
  template <class... Kinds>
  void compare(const std::variant<Kinds...>& a, const std::variant<Kinds...>& b) {
    if (a.index() != b.index()) found = path + " kind";
    else std::visit([&](const auto& one) { compare(one, std::get<std::decay_t<decltype(one)>>(b)); }, a);
  }
  template <class T>
  void compare(const T& a, const T& b) {
    if constexpr (requires { { a == b } -> std::convertible_to<bool>; }) {
      if (!(a == b)) found = path;
    } else {
      fields(a, b);
    }
  }

  // Structured bindings, so that a new field of a plan cannot be forgotten here: it would not compile.
  void fields(const Sampling& a, const Sampling& b) {
    const auto& [t1, p1, k1, m1, s1, stop1] = a;
    const auto& [t2, p2, k2, m2, s2, stop2] = b;
    (*this)("temperature", t1, t2), (*this)("top_p", p1, p2), (*this)("top_k", k1, k2);
    (*this)("max_tokens", m1, m2), (*this)("seed", s1, s2), (*this)("stop", stop1, stop2);
  }
  void fields(const Prompting& a, const Prompting& b) {
    const auto& [s1, m1, f1] = a;
    const auto& [s2, m2, f2] = b;
    (*this)("system", s1, s2), (*this)("messages", m1, m2), (*this)("few_shot", f1, f2);
  }
  void fields(const Price& a, const Price& b) {
    const auto& [i1, o1, c1] = a;
    const auto& [i2, o2, c2] = b;
    (*this)("input", i1, i2), (*this)("output", o1, o2), (*this)("cached", c1, c2);
  }
  void fields(const Facts& a, const Facts& b) {
    const auto& [o1, h1, l1, r1, c1, m1, can1] = a;
    const auto& [o2, h2, l2, r2, c2, m2, can2] = b;
    (*this)("open_weights", o1, o2), (*this)("local", h1, h2), (*this)("license", l1, l2), (*this)("region", r1, r2);
    (*this)("context", c1, c2), (*this)("modalities", m1, m2), (*this)("capabilities", can1, can2);
  }
  void fields(const Candidate& a, const Candidate& b) {
    const auto& [n1, base1, b1, m1, e1, k1, f1, c1, s1, p1, pr1, fa1, o1, l1, w1] = a;
    const auto& [n2, base2, b2, m2, e2, k2, f2, c2, s2, p2, pr2, fa2, o2, l2, w2] = b;
    (*this)("name", n1, n2), (*this)("base", base1, base2), (*this)("backend", b1, b2), (*this)("model", m1, m2), (*this)("endpoint", e1, e2);
    (*this)("api_key_env", k1, k2), (*this)("file", f1, f2), (*this)("command", c1, c2), (*this)("sampling", s1, s2);
    (*this)("prompting", p1, p2), (*this)("price", pr1, pr2), (*this)("facts", fa1, fa2);
    (*this)("options", o1, o2), (*this)("lane", l1, l2), (void)w1, (void)w2;
  }
  void fields(const Suite& a, const Suite& b) {   // the rest is filled by datasets/
    (*this)("source", a.source, b.source), (*this)("weight", a.weight, b.weight), (*this)("limit", a.limit, b.limit);
  }
  void fields(const Objective& a, const Objective& b) {
    const auto& [p1, w1, q1, c1, cc1, l1, lc1, x1, y1, z1] = a;
    const auto& [p2, w2, q2, c2, cc2, l2, lc2, x2, y2, z2] = b;
    (*this)("prefer", p1, p2), (*this)("within", w1, w2), (*this)("quality", q1, q2), (*this)("cost", c1, c2);
    (*this)("cost cap", cc1, cc2), (*this)("latency", l1, l2), (*this)("latency cap", lc1, lc2);
    (*this)("p95", x1, x2), (*this)("usd", y1, y2), (*this)("ttft", z1, z2);
  }
  void fields(const ConstraintsStage& a, const ConstraintsStage& b) {
    const auto& [o1, l1, r1, li1, m1, can1, c1, in1, out1] = a;
    const auto& [o2, l2, r2, li2, m2, can2, c2, in2, out2] = b;
    (*this)("open_weights", o1, o2), (*this)("local", l1, l2), (*this)("regions", r1, r2), (*this)("licenses", li1, li2);
    (*this)("modalities", m1, m2), (*this)("capabilities", can1, can2), (*this)("context_min", c1, c2);
    (*this)("input", in1, in2), (*this)("output", out1, out2);
  }
  void fields(const SmokeStage& a, const SmokeStage& b) {
    const auto& [i1, f1, o1] = a;
    const auto& [i2, f2, o2] = b;
    (*this)("items", i1, i2), (*this)("flawed_max", f1, f2), (*this)("over_limit", o1, o2);
  }
  void fields(const RaceStage& a, const RaceStage& b) {
    const auto& [m1, w1, c1, b1, i1, f1] = a;
    const auto& [m2, w2, c2, b2, i2, f2] = b;
    (*this)("mode", m1, m2), (*this)("within", w1, w2), (*this)("confidence", c1, c2), (*this)("budget", b1, b2);
    (*this)("infinite", i1, i2), (*this)("favourites", f1, f2);
  }
  void fields(const OptimiseStage& a, const OptimiseStage& b) {
    const auto& [k1, r1] = a;
    const auto& [k2, r2] = b;
    (*this)("keep", k1, k2), (*this)("race", r1, r2);
  }
  void fields(const ConfirmStage& a, const ConfirmStage& b) {
    const auto& [r1, k1] = a;
    const auto& [r2, k2] = b;
    (*this)("repeats", r1, r2), (*this)("keep", k1, k2);
  }
  void fields(const DecideStage& a, const DecideStage& b) {
    const auto& [i1, n1, v1] = a;
    const auto& [i2, n2, v2] = b;
    (*this)("incumbent", i1, i2), (*this)("not_worse_than", n1, n2), (*this)("valid_days", v1, v2);
  }
  void fields(const AuditStage& a, const AuditStage& b) {
    const auto& [c1] = a;
    const auto& [c2] = b;
    (*this)("candidates", c1, c2);
  }
  void fields(const FailurePolicy& a, const FailurePolicy& b) {
    const auto& [r1, t1, e1, u1, w1] = a;
    const auto& [r2, t2, e2, u2, w2] = b;
    (*this)("refused", r1, r2), (*this)("truncated", t1, t2), (*this)("empty", e1, e2);
    (*this)("unparsable", u1, u2), (*this)("transport", w1, w2);
  }
  void fields(const Budget& a, const Budget& b) {
    const auto& [m1, c1, t1] = a;
    const auto& [m2, c2, t2] = b;
    (*this)("money", m1, m2), (*this)("calls", c1, c2), (*this)("time", t1, t2);
  }
  void fields(const LaneLimits& a, const LaneLimits& b) {
    const auto& [c1, a1, t1, r1, k1] = a;
    const auto& [c2, a2, t2, r2, k2] = b;
    (*this)("concurrency", c1, c2), (*this)("attempts", a1, a2), (*this)("timeout", t1, t2);
    (*this)("requests", r1, r2), (*this)("tokens", k1, k2);
  }
  void fields(const GateCheck& a, const GateCheck& b) {
    const auto& [m1, p1, lo1, hi1, d1, r1, w1] = a;
    const auto& [m2, p2, lo2, hi2, d2, r2, w2] = b;
    (*this)("metric", m1, m2), (*this)("per", p1, p2), (*this)("min", lo1, lo2), (*this)("max", hi1, hi2);
    (*this)("margin", d1, d2), (*this)("max_ratio", r1, r2), (void)w1, (void)w2;
  }
  void fields(const Gate& a, const Gate& b) {
    const auto& [b1, c1] = a;
    const auto& [b2, c2] = b;
    (*this)("baseline", b1, b2), (*this)("checks", c1, c2);
  }
  void fields(const Plan& a, const Plan& b) {
    const auto& [n1, p1, c1, s1, o1, st1, f1, l1, b1, g1, seed1, r1] = a;
    const auto& [n2, p2, c2, s2, o2, st2, f2, l2, b2, g2, seed2, r2] = b;
    (*this)("name", n1, n2), (*this)("path", p1, p2), (*this)("candidates", c1, c2), (*this)("suites", s1, s2);
    (*this)("objective", o1, o2), (*this)("stages", st1, st2), (*this)("failures", f1, f2), (*this)("budget", b1, b2);
    (*this)("gate", g1, g2), (*this)("seed", seed1, seed2), (*this)("repeats", r1, r2);
    (*this)("lanes", l1.size(), l2.size());
    for (const auto& [name, lane] : l1)
      if (found.empty()) l2.count(name) ? (*this)("lane " + name, lane, l2.at(name)) : void(found = name);
  }
};

}  // namespace

std::string difference(const Plan& a, const Plan& b) {
  Comparison comparison;
  comparison.compare(a, b);
  return comparison.found;
}

}  // namespace shortlist
