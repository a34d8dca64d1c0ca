#pragma once
// The words of a plan for our enumerations: the one table each that reading and writing share.
#include "harness/config/fields.hpp"
#include "harness/types/plan.hpp"

namespace shortlist {

constexpr Named<Objective::Prefer> prefer_names[] = {
    {"utility", Objective::Prefer::utility},
    {"cheapest", Objective::Prefer::cheapest},
    {"fastest", Objective::Prefer::fastest},
};

constexpr Named<RaceStage::Mode> race_modes[] = {
    {"certified", RaceStage::Mode::certified}, {"fast", RaceStage::Mode::fast},   {"budget", RaceStage::Mode::budget},
    {"pareto", RaceStage::Mode::pareto},       {"full", RaceStage::Mode::full},
};

constexpr Named<bool> populations[] = {{"suite", false}, {"infinite", true}};

/// What a candidate may be declared to take and to be able to do.
constexpr std::string_view modality_names[] = {"text", "image", "audio", "video"};
constexpr std::string_view capability_names[] = {"tools", "json_schema", "streaming"};
constexpr std::string_view any_word = "any";   ///< a constraint that is none

/// What a flawed answer may count as ...
constexpr Named<Treatment> answer_treatments[] = {
    {"wrong", Treatment::wrong},
    {"judged", Treatment::judged},
    {"skipped", Treatment::skipped},
    {"incomplete", Treatment::incomplete},
};
/// ... and what no answer at all may.
constexpr Named<Treatment> transport_treatments[] = {
    {"incomplete", Treatment::incomplete},
    {"wrong", Treatment::wrong},
    {"skipped", Treatment::skipped},
};

template <class Enum, std::size_t N>
std::string name_in(const Named<Enum> (&names)[N], Enum value) {
  for (const auto& [name, named] : names)
    if (named == value) return std::string(name);
  return "";
}

}  // namespace shortlist
