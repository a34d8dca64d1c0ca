// A race: which settings there are, and which modes have them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/config/plan_names.hpp"
#include "harness/config/scalar.hpp"
#include "harness/config/stage_parts.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

using Mode = RaceStage::Mode;

constexpr unsigned in(Mode mode) { return 1u << static_cast<unsigned>(mode); }
constexpr unsigned proving = in(Mode::certified) | in(Mode::fast) | in(Mode::budget) | in(Mode::pareto);

struct RaceSetting {
  std::string_view key;
  unsigned modes;
  void (*read)(const Value& value, RaceStage& race, const Candidates& candidates);
};

void read_favourites(const Value& value, RaceStage& race, const Candidates& candidates) {
  race.favourites.clear();
  for (const auto& one : value.list_or_one()) {
    auto name = candidate_named(one, candidates);
    if (std::find(race.favourites.begin(), race.favourites.end(), name) != race.favourites.end())
      one.complain(fmt::format("{} a second time", shown(name)));
    race.favourites.push_back(std::move(name));
  }
}

constexpr RaceSetting settings[] = {
    {"within", proving, [](const Value& v, RaceStage& r, const Candidates&) { v.to(r.within, Range{0, 1, true}); }},
    {"confidence", proving, [](const Value& v, RaceStage& r, const Candidates&) { v.to(r.confidence, Range{0.5, 1, true, true}); }},
    {"population", proving, [](const Value& v, RaceStage& r, const Candidates&) { v.to(r.infinite, populations); }},
    {"favourites", in(Mode::certified), read_favourites},   // fast makes no bets that they could weigh
    {"budget", in(Mode::budget), [](const Value& v, RaceStage& r, const Candidates&) { v.to(r.budget, Range{0, 1, true}); }},
};

std::string modes_of(const RaceSetting& setting) {
  std::string names;
  for (const auto& [name, mode] : race_modes)
    if (setting.modes & in(mode)) names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  return names;
}

bool has(const RaceStage& race, std::string_view key) {
  const auto setting = std::find_if(std::begin(settings), std::end(settings), [&](const auto& s) { return s.key == key; });
  return (setting->modes & in(race.mode)) != 0;
}

}  // namespace

std::string candidate_named(const Value& value, const Candidates& candidates) {
  const auto name = value.text();
  std::vector<std::string_view> known;
  const Candidate* first_variant = nullptr;
  for (const auto& candidate : candidates) {
    if (candidate.name == name) return name;
    if (!first_variant && candidate.base == name) first_variant = &candidate;
    known.push_back(candidate.name);
    if (!candidate.base.empty() && (known.size() < 2 || known[known.size() - 2] != candidate.base)) known.push_back(candidate.base);
  }
  if (first_variant && !name.empty()) return first_variant->name;
  constexpr std::size_t listed_at_most = 20;
  const auto near = nearest(name, known);
  const bool say = near || known.size() <= listed_at_most;
  value.complain(fmt::format("there is no candidate {}{}", shown(name), say ? did_you_mean(name, known) : ""));
}

RaceStage read_race_settings(Fields& fields, const Candidates& candidates) {
  RaceStage race;
  std::array<std::optional<Value>, std::size(settings)> given;
  for (std::size_t i = 0; i < given.size(); ++i) given[i] = fields.find(settings[i].key);
  const auto& budget = given[std::size(settings) - 1];
  static_assert(settings[std::size(settings) - 1].key == "budget");
  if (auto mode = fields.find("mode")) mode->to(race.mode, race_modes);
  else if (budget) race.mode = Mode::budget;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto& [key, modes, read] = settings[i];
    if (!(modes & in(race.mode)))
      fields.refuse(key, fmt::format("mode {} has no \"{}\": that is for {}", name_in(race_modes, race.mode), key,
                                     modes_of(settings[i])));
    if (given[i]) read(*given[i], race, candidates);
  }
  return race;
}

Json race_json(const RaceStage& race) {
  Json out{{"mode", name_in(race_modes, race.mode)}};
  if (has(race, "within") && race.within) out["within"] = *race.within;
  if (has(race, "confidence")) out["confidence"] = race.confidence;
  if (has(race, "population")) out["population"] = name_in(populations, race.infinite);
  if (has(race, "favourites") && !race.favourites.empty()) out["favourites"] = race.favourites;
  if (has(race, "budget")) out["budget"] = race.budget;
  return out;
}

}  // namespace shortlist
