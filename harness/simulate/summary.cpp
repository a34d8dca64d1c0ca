#include <fmt/format.h>

#include <cmath>

#include "harness/simulate/entrants.hpp"
#include "harness/simulate/simulate.hpp"

namespace shortlist::simulation {
namespace {

Json to_json(const Spread& s) { return {{"mean", s.mean}, {"p50", s.p50}, {"p90", s.p90}}; }

std::string line_of(const char* what, const Spread& s) {
  return fmt::format(
      "{:<17} {:.1f} % of asking everyone everything (median {:.1f} %, 90 % of replays at most {:.1f} %)\n",
      what, 100 * s.mean, 100 * s.p50, 100 * s.p90);
}

std::string claim(const Setting& setting) {
  const double confidence = 100 * setting.stage.confidence;
  switch (setting.stage.mode) {
    case RaceStage::Mode::certified:
      return fmt::format(", {:g} % confidence", confidence);
    case RaceStage::Mode::fast:  // calibrated at this one
      return confidence == 95
                 ? ", calibrated on public tables, no guarantee"
                 : fmt::format(", tests as for {:g} % confidence (calibrated for 95 % only), no guarantee",
                               confidence);
    case RaceStage::Mode::budget:
      return fmt::format(", {:g} % of the calls", 100 * setting.stage.budget);
    case RaceStage::Mode::pareto:
      return fmt::format(", {:g} % confidence", confidence);
    case RaceStage::Mode::full:
      break;
  }
  return "";
}

/// 0 but for a race on a budget.
double least_of(const Summary& s) {
  if (s.setting.stage.mode != RaceStage::Mode::budget || s.candidates == 0 || s.items == 0) return 0;
  return least_budget(s.candidates, s.items);
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
            {"asked_all", s.asked_all},
            {"shortlist", Json::array()}};
  if (s.setting.stage.mode == RaceStage::Mode::budget)
    json["budget"] = s.setting.stage.budget, json["budget_at_least"] = least_of(s);
  for (const Summary::Shortlist& at : s.shortlist)
    json["shortlist"].push_back(
        {{"share_of_calls", at.share_of_calls}, {"size", at.size}, {"coverage", at.coverage}});
  return json;
}

namespace {

std::string head(const Summary& s) {
  return fmt::format("{} candidate{}, {} item{}, {}, within {:g} points{}, {} replay{}\n", s.candidates,
                     s.candidates == 1 ? "" : "s", s.items, s.items == 1 ? "" : "s", s.setting.mode,
                     100 * s.setting.stage.within.value_or(0), claim(s.setting), s.setting.replays,
                     s.setting.replays == 1 ? "" : "s");
}

std::string calls_and_money(const Summary& s) {
  return line_of("calls", s.share_of_calls) + (s.share_of_cost ? line_of("money", *s.share_of_cost) : "");
}

/// A race on a budget asks all who are left something in each round, so of few items it takes more.
std::string overshoot(const Summary& s) {
  const double least = least_of(s);
  if (!(least > s.setting.stage.budget + 1e-9)) return "";
  return fmt::format(
      "{:<17} asked for {:.3g} % of the calls, takes at least {:.3g} %: each of its rounds asks all who "
      "are left one item more\n",
      "over budget", 100 * s.setting.stage.budget, 100 * least);
}

std::string how_often_wrong(const Summary& s) {
  const double within = 100 * s.setting.stage.within.value_or(0);
  if (s.asked_all == 1)
    return fmt::format(
               "{:<17} everyone was asked everything in every replay: on these items nothing is left to "
               "chance\n",
               "exact") +
           fmt::format("{:<17} {:.2f} % of replays chose one more than {:g} points below the best\n", "wrong",
                       100 * s.error.value, within);
  return fmt::format(
      "{:<17} {:.2f} % of replays chose one more than {:g} points below the best (95 %: {:.2f} .. {:.2f})\n",
      "wrong", 100 * s.error.value, within, 100 * s.error.low, 100 * s.error.high);
}

}  // namespace

std::string to_text(const Summary& s) {
  std::string text = head(s);
  if (s.candidates == 1)
    return text +
           "nothing to choose between, so nothing can be chosen wrongly: replayed is what its race asks "
           "before it ends\n" +
           calls_and_money(s);
  text += calls_and_money(s) + overshoot(s) + how_often_wrong(s);
  text += fmt::format("{:<17} {:.1f} % of replays chose the best itself; {:.3f} points lost on average\n",
                      "best", 100 * s.share_best, 100 * s.mean_regret);
  text += fmt::format("{:<17} {:.1f} % of replays\n", "stopping rule met", 100 * s.finished);
  for (const Summary::Shortlist& at : s.shortlist)
    text +=
        fmt::format("{:<17} {:.1f} not excluded as best, the best among them in {:.1f} %\n",
                    fmt::format("at {:g} % of calls", 100 * at.share_of_calls), at.size, 100 * at.coverage);
  return text;
}

}  // namespace shortlist::simulation
