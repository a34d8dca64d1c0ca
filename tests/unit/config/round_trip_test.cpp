// What is written is read back as it was: trees and plans of every shape.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/config/complaint.hpp"
#include "tests/unit/config/plans.hpp"

#include "harness/config/tree.hpp"

namespace shortlist {
namespace {

template <class T>
using Gen = rc::Gen<T>;

/// Text with what trips readers: quotes, dollars, marks, line ends, letters of several lengths.
Gen<std::string> any_text() {
  static const std::vector<std::string> pieces{"a", "B", "7", ".", "-", " ", "\"", "'", "\\", "$", "${", "}", "$$", ":", ": ", "# ",
                                               "\n", "\r\n", "\t", "\x01", "\x7f", "é", "日", "😀", "\u2028", "{{x}}", "<<", "&", "*",
                                               "null", "true", "%", "@", ",", "[", "]", "{", "\xC2\x85", "\xEF\xBB\xBF"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)), [](const auto& chosen) {
    std::string text;
    for (const auto& piece : chosen) text += piece;
    return text;
  });
}
Gen<std::string> some_text() {
  return rc::gen::map(any_text(), [](const std::string& text) { return "x" + text; });
}

Gen<double> number(double low, double high) {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(0, (1LL << 53) + 1), [=](std::int64_t n) {
    return std::clamp(low + (high - low) * (static_cast<double>(n) / static_cast<double>(1LL << 53)), low, high);
  });
}

template <class T>
std::optional<T> maybe(const Gen<T>& gen) {
  return *rc::gen::arbitrary<bool>() ? std::optional<T>(*gen) : std::nullopt;
}

std::vector<std::string> some_of(const std::vector<std::string>& all) {
  std::vector<std::string> out;
  for (const auto& one : all)
    if (*rc::gen::arbitrary<bool>()) out.push_back(one);
  return out;
}

Json any_json(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 9 : 7)) {
    case 0: return nullptr;
    case 1: return *rc::gen::arbitrary<bool>();
    case 2: return *rc::gen::arbitrary<std::int64_t>();
    case 3: return *rc::gen::arbitrary<std::uint64_t>();
    case 4: return *number(-1e300, 1e300);
    case 5: return *number(-1, 1);
    case 6: return *any_text();
    case 7: {
      auto out = Json::array();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) out.push_back(any_json(depth - 1));
      return out;
    }
    default: {
      auto out = Json::object();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) out[*any_text()] = any_json(depth - 1);
      return out;
    }
  }
}

RC_GTEST_PROP(RoundTrip, Trees, ()) {
  auto json = any_json(4);
  RC_PRE(!json.is_null());
  for (auto text : {json.dump(), json.dump(2), json.dump(-1, ' ', true)})
    RC_ASSERT(to_json(parse_tree(text, "a")) == json);
}

Candidate any_candidate(int index) {
  Candidate c;
  c.name = "c" + std::to_string(index) + *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ9._:+/@-")));
  c.backend = *some_text();
  c.model = *any_text();
  if (*rc::gen::arbitrary<bool>()) c.endpoint = "https://host/" + *any_text();
  if (*rc::gen::arbitrary<bool>()) c.api_key_env = "KEY_1";
  c.file = *any_text();
  if (*rc::gen::arbitrary<bool>()) c.command = {*some_text(), *any_text()};
  c.sampling.temperature = maybe(number(0, 2));
  c.sampling.top_p = maybe(number(0.001, 1));
  c.sampling.top_k = maybe(rc::gen::inRange(1, INT32_MAX));
  c.sampling.max_tokens = maybe(rc::gen::inRange(1, INT32_MAX));
  c.sampling.seed = maybe(rc::gen::arbitrary<std::uint64_t>());
  if (*rc::gen::arbitrary<bool>()) c.sampling.stop = {*some_text(), *some_text()};
  c.prompting.system = maybe(any_text());
  c.prompting.few_shot = maybe(rc::gen::inRange(0, 1001));
  if (*rc::gen::arbitrary<bool>()) c.prompting.messages = {{"system", *any_text()}, {"user", *any_text()}, {"assistant", ""}};
  c.price.input_per_mtok = maybe(number(0, 100));
  c.price.output_per_mtok = maybe(number(0, 100));
  c.price.cached_input_per_mtok = maybe(number(0, 100));
  c.facts.open_weights = maybe(rc::gen::arbitrary<bool>());
  c.facts.local = maybe(rc::gen::arbitrary<bool>());
  c.facts.license = maybe(some_text());
  c.facts.region = maybe(some_text());
  c.facts.context = maybe(rc::gen::inRange<std::int64_t>(1, INT64_MAX));
  if (*rc::gen::arbitrary<bool>()) c.facts.modalities = some_of({"text", "image", "audio", "video"});
  if (*rc::gen::arbitrary<bool>()) c.facts.capabilities = some_of({"tools", "json_schema", "streaming"});
  c.options[*any_text()] = any_json(2);
  c.lane = *any_text();
  return c;
}

Suite any_suite(int index) {
  Suite s;
  s.source = "s" + std::to_string(index) + *any_text();
  s.weight = *number(0.001, 1e6);
  s.limit = *rc::gen::inRange<std::size_t>(0, 1'000'000);
  return s;
}

Objective any_objective() {
  Objective o;
  o.prefer = *rc::gen::element(Objective::Prefer::utility, Objective::Prefer::cheapest, Objective::Prefer::fastest);
  o.within = *number(0, 1);
  o.quality_weight = *number(0.001, 1e6);
  if (*rc::gen::arbitrary<bool>()) o.cost_weight = *number(0, 9), o.cost_cap_usd_per_1k = *number(0.001, 1e9);
  if (*rc::gen::arbitrary<bool>()) o.latency_weight = *number(0, 9), o.latency_cap_ms = *number(0.001, 1e9);
  o.limit_p95_ms = maybe(number(0.001, 1e9));
  o.limit_usd_per_1k = maybe(number(0, 1e9));
  o.limit_ttft_p95_ms = maybe(number(0.001, 1e9));
  return o;
}

ConstraintsStage any_constraints() {
  ConstraintsStage s;
  s.open_weights = maybe(rc::gen::arbitrary<bool>());
  s.local = maybe(rc::gen::arbitrary<bool>());
  s.regions = *rc::gen::container<std::vector<std::string>>(some_text());
  s.licenses = *rc::gen::container<std::vector<std::string>>(some_text());
  s.modalities = some_of({"text", "image", "audio", "video"});
  s.capabilities = some_of({"tools", "json_schema", "streaming"});
  s.context_min = maybe(rc::gen::inRange<std::int64_t>(1, INT64_MAX));
  s.input_per_mtok_max = maybe(number(0, 1e6));
  s.output_per_mtok_max = maybe(number(0, 1e6));
  return s;
}

/// Only what its mode has, for the rest is not written.
RaceStage any_race(const std::vector<Candidate>& candidates) {
  using Mode = RaceStage::Mode;
  RaceStage s;
  s.mode = *rc::gen::element(Mode::certified, Mode::fast, Mode::budget, Mode::pareto, Mode::full);
  if (s.mode == Mode::full) return s;
  s.within = maybe(number(0.001, 1));
  s.confidence = *number(0.501, 0.999);
  s.infinite = *rc::gen::arbitrary<bool>();
  if (s.mode == Mode::budget) s.budget = *number(0.001, 1);
  if (s.mode == Mode::certified)
    for (const auto& c : candidates)
      if (c.base.empty() && *rc::gen::arbitrary<bool>()) s.favourites.push_back(c.name);
  return s;
}

SmokeStage any_smoke() {
  return {*rc::gen::inRange<std::size_t>(1, 1000), *number(0, 1), *number(1, 1e9)};
}
DecideStage any_decide(const std::vector<Candidate>& candidates) {
  DecideStage s;
  if (*rc::gen::arbitrary<bool>()) s.incumbent = candidates.back().name, s.not_worse_than = maybe(number(0, 1));
  s.valid_days = maybe(rc::gen::inRange(1, 3651));
  return s;
}

/// An order that makes sense; `variants`: some candidates have them.
std::vector<Stage> any_stages(const std::vector<Candidate>& candidates, bool variants) {
  const auto also = [] { return *rc::gen::arbitrary<bool>(); };
  std::vector<Stage> stages;
  if (also()) stages.push_back(any_constraints());
  if (also()) stages.push_back(any_smoke());
  const RaceStage race = any_race(candidates);
  stages.push_back(race);
  if (also() && race.mode != RaceStage::Mode::full) stages.push_back(any_race(candidates));
  if (also() && variants) stages.push_back(OptimiseStage{*rc::gen::inRange<std::size_t>(1, 9), any_race(candidates)});
  if (also()) stages.push_back(ConfirmStage{*rc::gen::inRange(1u, 1001u), *rc::gen::inRange<std::size_t>(0, 9)});
  if (also()) stages.push_back(any_decide(candidates));
  if (also()) stages.push_back(AuditStage{*rc::gen::inRange<std::size_t>(1, 9)});
  return stages;
}

/// Two more, of one base.
void add_variants(std::vector<Candidate>& candidates) {
  Candidate variant = any_candidate(0);
  variant.base = "b";
  for (const std::string tag : {"+fs0", "+fs3"}) {
    variant.name = "b" + tag;
    candidates.push_back(variant);
  }
}

LaneLimits any_lane() {
  LaneLimits l;
  l.concurrency = maybe(rc::gen::inRange(1, 10'001));
  l.attempts = *rc::gen::inRange(1, 101);
  l.timeout = Duration(*rc::gen::inRange<std::int64_t>(1'000'000, 86'400'000'000'001));
  l.requests_per_minute = maybe(rc::gen::inRange(1, INT32_MAX));
  l.tokens_per_minute = maybe(rc::gen::inRange(1, INT32_MAX));
  return l;
}

Budget any_budget() {
  Budget b;
  if (*rc::gen::arbitrary<bool>()) b.money = Money{*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000'001)};
  b.calls = maybe(rc::gen::inRange<std::uint64_t>(1, INT64_MAX));
  if (*rc::gen::arbitrary<bool>()) b.time = Duration(*rc::gen::inRange<std::int64_t>(1, 604'800'000'000'001));
  return b;
}

GateCheck any_check() {
  GateCheck c;
  c.metric = *rc::gen::element<std::string>("quality", "cost", "latency", "failures");
  c.per = *rc::gen::element<std::string>("", "task");
  c.min = maybe(number(-9, 1));
  c.max = maybe(number(1, 9));
  c.margin = *number(0, 9);
  c.max_ratio = maybe(number(0.001, 9));
  return c;
}

FailurePolicy any_failures() {
  auto answer = rc::gen::element(Treatment::wrong, Treatment::judged, Treatment::skipped, Treatment::incomplete);
  return {*answer, *answer, *answer, *answer, *rc::gen::element(Treatment::incomplete, Treatment::wrong, Treatment::skipped)};
}

Plan any_plan() {
  Plan p;
  p.path = "plan.yaml";
  p.name = *rc::gen::element<std::string>("x", "a b", "$HOME", "日本語", "support-replies.v2");
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) p.candidates.push_back(any_candidate(i));
  const bool variants = *rc::gen::arbitrary<bool>();
  if (variants) add_variants(p.candidates);
  p.stages = any_stages(p.candidates, variants);
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) p.suites.push_back(any_suite(i));
  p.objective = any_objective();
  p.failures = any_failures();
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) p.lanes[*some_text()] = any_lane();
  p.budget = any_budget();
  p.gate.baseline = *some_text();
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) p.gate.checks.push_back(any_check());
  p.seed = *rc::gen::arbitrary<std::uint64_t>();
  p.repeats = *rc::gen::inRange(1u, 1001u);
  return p;
}

RC_GTEST_PROP(RoundTrip, Plans, ()) {
  auto plan = any_plan();
  auto json = plan_json(plan);
  auto again = plan_of(json.dump());
  RC_ASSERT(difference(again, plan) == "");
  RC_ASSERT(plan_json(again).dump() == json.dump());
  RC_ASSERT(difference(plan_of(json.dump(2)), plan) == "");
}

TEST(RoundTrip, ReadPlans) {
  for (const std::string& text : {std::string(example_plan), with_more(""), with_more("stages: [{race: {budget: 0.1}}]\n")}) {
    auto plan = plan_of(text);
    EXPECT_EQ(difference(plan_of(plan_json(plan).dump()), plan), "");
  }
}

/// Plans with a piece cut out, doubled or replaced never crash the reader.
RC_GTEST_PROP(RoundTrip, DamagedPlansGiveAPlanOrAComplaint, ()) {
  std::string text = example_plan;
  auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  auto length = *rc::gen::inRange<std::size_t>(0, 30);
  text.replace(at, length, *any_text());
  complaint([&] { plan_of(text); });
}

}  // namespace
}  // namespace shortlist
