#include <fmt/format.h>

#include "harness/config/plan_parts.hpp"
#include "harness/config/scalar.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

void no_more_keys(Fields&, Stage&) {}

void read_halving(Fields& fields, Stage& out) {
  fields.read("keep", out.keep, Range{0, 1, true, true});
  fields.read("first_items", out.first_items, 1);
}

/// What a mode of the race has to set, beside its name.
constexpr Named<void (*)(Fields&, Stage&)> race_modes[] = {{"full", no_more_keys}, {"halving", read_halving}};

void read_race(const Value& value, Stage& out) {
  Fields fields(value);
  auto read_mode = race_modes[0].second;
  if (auto mode = fields.find("mode")) {
    mode->to(read_mode, race_modes);
    out.mode = mode->as_written();
  }
  read_mode(fields, out);
  fields.close();
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
    out.kind = kind;
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
    if (out.size() > 1 && out.back().kind == "race") value.complain("a second race: a plan has one");
  }
  if (out.empty()) list.complain("at least one stage is needed");
  return out;
}

}  // namespace shortlist
