#include <fmt/format.h>

#include "harness/config/limits.hpp"
#include "harness/config/plan_names.hpp"
#include "harness/config/scalar.hpp"
#include "harness/config/stage_parts.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

/// true, false, or any: then it stays unset.
void read_choice(Fields& fields, std::string_view key, std::optional<bool>& out) {
  const auto value = fields.find(key);
  if (!value) return;
  const auto* scalar = std::get_if<Scalar>(&value->node().value);
  if (scalar && scalar->text == any_word) return;
  if (scalar && value->is_text()) value->complain(fmt::format("must be true, false or any, not {}", shown(scalar->text)));
  value->to(out);
}

void read_texts(Fields& fields, std::string_view key, std::vector<std::string>& out) {
  const auto value = fields.find(key);
  if (!value) return;
  for (const auto& one : value->list_or_one()) one.to(out.emplace_back(), not_empty);
}

Stage read_constraints(Fields& fields, const Candidates&) {
  ConstraintsStage out;
  read_choice(fields, "open_weights", out.open_weights);
  read_choice(fields, "local", out.local);
  read_texts(fields, "region", out.regions);
  read_texts(fields, "license", out.licenses);
  if (auto v = fields.find("modality")) out.modalities = v->words(modality_names);
  if (auto v = fields.find("capabilities")) out.capabilities = v->words(capability_names);
  fields.read("context_min", out.context_min, 1);
  fields.read("input_per_mtok_max", out.input_per_mtok_max, between(0, max_budget_usd));
  fields.read("output_per_mtok_max", out.output_per_mtok_max, between(0, max_budget_usd));
  return out;
}

Stage read_smoke(Fields& fields, const Candidates&) {
  SmokeStage out;
  fields.read("items", out.items, 1);
  fields.read("flawed_max", out.flawed_max, between(0, 1));
  fields.read("over_limit", out.over_limit, at_least(1));
  return out;
}

Stage read_race(Fields& fields, const Candidates& candidates) { return read_race_settings(fields, candidates); }

Stage read_optimise(Fields& fields, const Candidates& candidates) {
  OptimiseStage out;
  fields.read("keep", out.keep, 1);
  out.race = read_race_settings(fields, candidates);
  return out;
}

Stage read_confirm(Fields& fields, const Candidates&) {
  ConfirmStage out;
  fields.read("repeats", out.repeats, 1, max_repeats);
  fields.read("keep", out.keep, 1);
  return out;
}

Stage read_decide(Fields& fields, const Candidates& candidates) {
  DecideStage out;
  if (auto v = fields.find("incumbent")) out.incumbent = candidate_named(*v, candidates);
  fields.read("not_worse_than", out.not_worse_than, between(0, 1));
  fields.read("valid_days", out.valid_days, 1, max_valid_days);
  if (out.incumbent.empty()) fields.refuse("not_worse_than", "not_worse_than whom? name the incumbent");
  return out;
}

Stage read_audit(Fields& fields, const Candidates&) {
  AuditStage out;
  fields.read("candidates", out.candidates, 1);
  return out;
}

constexpr Named<Stage (*)(Fields&, const Candidates&)> stage_kinds[] = {
    {"constraints", read_constraints}, {"smoke", read_smoke},   {"race", read_race},  {"optimise", read_optimise},
    {"confirm", read_confirm},         {"decide", read_decide}, {"audit", read_audit},
};

Stage read_stage(const Value& value, const Candidates& candidates) {
  const auto entries = value.entries();
  if (entries.size() != 1) value.complain("a stage is a map with one key, the stage's name");
  const auto& [kind, settings] = entries[0];
  std::vector<std::string_view> known;
  for (const auto& [name, read] : stage_kinds) {
    known.push_back(name);
    if (name != kind) continue;
    Fields fields(settings);
    auto stage = read(fields, candidates);
    fields.close();
    return stage;
  }
  value.complain(fmt::format("unknown stage {}{}", shown(kind), did_you_mean(kind, known)));
}

}  // namespace

std::vector<Stage> read_stages(const Value& list, const Candidates& candidates) {
  std::vector<Stage> out;
  const auto values = list.list();
  for (const auto& value : values) out.push_back(read_stage(value, candidates));
  check_stage_order(list, values, out, candidates);
  return out;
}

std::vector<Stage> default_stages(const Candidates& candidates) {
  RaceStage full;
  full.mode = RaceStage::Mode::full;
  if (candidates.size() == 1) return {full, DecideStage{}};
  return {SmokeStage{}, RaceStage{}, DecideStage{}};
}

}  // namespace shortlist
