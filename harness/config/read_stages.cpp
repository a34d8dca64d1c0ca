#include <fmt/format.h>

#include "harness/config/plan_names.hpp"
#include "harness/config/plan_parts.hpp"
#include "harness/config/scalar.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

void read_race(const Value& value, Stage& out) {
  Fields fields(value);
  RaceStage race;
  if (auto mode = fields.find("mode")) mode->to(race.mode, race_modes);
  fields.close();
  out = race;
}

constexpr Named<void (*)(const Value&, Stage&)> stage_kinds[] = {{"race", read_race}};

Stage read_stage(const Value& value) {
  auto entries = value.entries();
  if (entries.size() != 1) value.complain("a stage is a map with one key, the stage's name");
  const auto& [kind, settings] = entries[0];
  std::vector<std::string_view> known;
  for (const auto& [name, read] : stage_kinds) {
    known.push_back(name);
    if (name != kind) continue;
    Stage out;
    read(settings, out);
    return out;
  }
  value.complain(fmt::format("unknown stage {}{}", shown(kind), did_you_mean(kind, known)));
}

}  // namespace

std::vector<Stage> read_stages(const Value& list) {
  std::vector<Stage> out;
  for (const auto& value : list.list()) {
    out.push_back(read_stage(value));
    if (out.size() > 1 && name_of(out.back()) == "race") value.complain("a second race: a plan has one");
  }
  if (out.empty()) list.complain("at least one stage is needed");
  return out;
}

}  // namespace shortlist
