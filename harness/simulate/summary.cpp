#include <fmt/format.h>

#include <cmath>

#include "harness/simulate/simulate.hpp"

namespace shortlist::simulation {
namespace {

Json to_json(const Spread& s) { return {{"mean", s.mean}, {"p50", s.p50}, {"p90", s.p90}}; }

std::string line_of(const char* what, const Spread& s) {
  return fmt::format("{:<17} {:.1f} % of asking everyone everything (median {:.1f} %, 90 % of replays at most {:.1f} %)\n", what,
                     100 * s.mean, 100 * s.p50, 100 * s.p90);
}

std::string claim(const Setting& setting) {
  const double confidence = 100 * setting.stage.confidence;
  switch (setting.stage.mode) {
    case RaceStage::Mode::certified: return fmt::format(", {:g} % confidence", confidence);
    case RaceStage::Mode::fast: return ", calibrated on public tables, no guarantee";
    case RaceStage::Mode::budget: return fmt::format(", {:g} % of the calls", 100 * setting.stage.budget);
    case RaceStage::Mode::pareto: return fmt::format(", {:g} % confidence", confidence);
    case RaceStage::Mode::full: break;
  }
  return "";
}

}  // namespace

Json to_json(const Summary& s) {
  Json json{{"candidates", s.candidates},
            {"items", s.items},
            {"mode", s.setting.mode},
            {"within", s.setting.stage.within.value_or(0)},
            {"confidence", s.setting.stage.confidence},
            {"replays", s.setting.replays},
            {"seed", s.setting.seed},
            {"share_of_calls", to_json(s.share_of_calls)},
            {"share_of_cost", s.share_of_cost ? to_json(*s.share_of_cost) : Json()},
            {"share_within", 1 - s.error.value},
            {"share_best", s.share_best},
            {"mean_regret", s.mean_regret},
            {"error", {{"share", s.error.value}, {"low", s.error.low}, {"high", s.error.high}}},
            {"finished", s.finished},
            {"shortlist", Json::array()}};
  if (s.setting.stage.mode == RaceStage::Mode::budget) json["budget"] = s.setting.stage.budget;
  for (const Summary::Shortlist& at : s.shortlist)
    json["shortlist"].push_back({{"share_of_calls", at.share_of_calls}, {"size", at.size}, {"coverage", at.coverage}});
  return json;
}

std::string to_text(const Summary& s) {
  const double within = 100 * s.setting.stage.within.value_or(0);
  std::string text = fmt::format("{} candidates, {} items, {}, within {:g} points{}, {} replays\n", s.candidates, s.items,
                                 s.setting.mode, within, claim(s.setting), s.setting.replays);
  text += line_of("calls", s.share_of_calls);
  if (s.share_of_cost) text += line_of("money", *s.share_of_cost);
  text += fmt::format("{:<17} {:.2f} % of replays chose one more than {:g} points below the best (95 %: {:.2f} .. {:.2f})\n",
                      "wrong", 100 * s.error.value, within, 100 * s.error.low, 100 * s.error.high);
  text += fmt::format("{:<17} {:.1f} % of replays chose the best itself; {:.3f} points lost on average\n", "best",
                      100 * s.share_best, 100 * s.mean_regret);
  text += fmt::format("{:<17} {:.1f} % of replays\n", "stopping rule met", 100 * s.finished);
  for (const Summary::Shortlist& at : s.shortlist)
    text += fmt::format("{:<17} {:.1f} not excluded as best, the best among them in {:.1f} %\n",
                        fmt::format("at {:g} % of calls", 100 * at.share_of_calls), at.size, 100 * at.coverage);
  return text;
}

}  // namespace shortlist::simulation
