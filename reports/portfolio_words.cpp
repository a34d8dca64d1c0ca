// Mixtures of candidates in words.
#include <fmt/format.h>

#include "reports/claims.hpp"
#include "reports/decision_words.hpp"
#include "reports/numbers.hpp"
#include "reports/stage_words.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

std::string named(const Run& run, std::uint32_t candidate) { return visible(candidate_name(run, candidate)); }

bool weighs_more_than_quality(const Objective& o) {
  return o.prefer == Objective::Prefer::utility && (o.cost_weight > 0 || o.latency_weight > 0);
}

/// "+0.4 points of utility (-1.0 .. +1.8)".
std::string gain_text(const Run& run, const Estimate& gain) {
  const auto text = points(gain);   // "+0.4 points, -1.0 .. +1.8"
  const auto comma = text.find(", ");
  return fmt::format("{}{} ({})", text.substr(0, comma), weighs_more_than_quality(run.plan.objective) ? " of utility" : "",
                     text.substr(comma + 2));
}

std::string mix_text(const Run& run, const Mix& mix) {
  std::string text = fmt::format("{} ({})", percent(mix.quality), interval(mix.quality, {}, " .. "));
  text += mix.usd_per_1k ? fmt::format(" at {} per 1,000 items", usd(mix.usd_per_1k)) : ", cost unknown";
  if (!mix.gain) return text;
  if (mix.gain->low == 0 && mix.gain->high == 0)
    return text + fmt::format(": it takes {} everywhere", named(run, run.ranking.decision->chosen));
  const bool apart = mix.gain->low > 0 || mix.gain->high < 0;
  text += fmt::format("; against {} alone {}", named(run, run.ranking.decision->chosen), gain_text(run, *mix.gain));
  if (!apart) return text + ": no gain that can be told apart from 0";
  return text + (mix.gain->low > 0 ? ": a gain" : ": a loss");
}

std::string router_text(const Run& run, const Router& router) {
  return fmt::format("a router by {} would have scored, cross-fitted, {}; picked and scored on the same items it would have seemed {} points",
                     visible(router.by), mix_text(run, router.mix), signed_fixed(100 * router.naive_gain, 1));
}

std::string cascade_text(const Run& run, const Cascade& c) {
  return fmt::format("a cascade that asks {} first, which is cheaper, and {} where its answer failed or is flawed ({} of the items), "
                     "would have scored, cross-fitted, {}",
                     named(run, c.first), named(run, c.second), share(c.passed_on), mix_text(run, c.mix));
}

}  // namespace

std::vector<std::string> portfolio_lines(const Run& run) {
  std::vector<std::string> lines;
  if (!run.ranking.decision || !run.ranking.decision->portfolio) return lines;
  const Portfolio& p = *run.ranking.decision->portfolio;
  lines.push_back(fmt::format("{} alone: {}, on the same items, on which it was picked: selected, hence biased upwards", named(run, run.ranking.decision->chosen),
                              mix_text(run, p.chosen)));
  for (const Router& router : p.routers) lines.push_back(router_text(run, router));
  if (p.cascade) lines.push_back(cascade_text(run, *p.cascade));
  for (const std::string& note : p.notes) lines.push_back(visible(note));
  lines.push_back(fmt::format("on {} that {} were all asked; cross-fitted: each item's figures are by candidates picked without that item (5 "
                              "folds), with {} intervals",
                              p.all_items ? "all " + plural(p.items, "item") : fmt::format("the first {}", plural(p.items, "item")),
                              name_list(run, p.candidates, 6), level_of(run, p.items)));
  return lines;
}

std::vector<std::string> group_lines(const Run& run, const Router& router) {
  constexpr std::size_t items_min = 10;   // of fewer nothing can be said
  std::vector<std::string> lines;
  std::size_t small = 0;
  for (const Router::Group& g : router.groups) {
    if (g.items < items_min) {
      ++small;
      continue;
    }
    const auto name = g.name.empty() ? std::string("(none)") : visible(g.name);
    std::string text = fmt::format("{} ({}): {}", name, plural(g.items, "item"), named(run, g.candidate));
    if (g.lead) text += fmt::format(", {} against the chosen one there; selected, hence biased upwards", points(*g.lead));
    lines.push_back(std::move(text));
  }
  if (small > 0) lines.push_back(fmt::format("{} of fewer than {} items each, not shown", plural(small, "value"), items_min));
  return lines;
}

}  // namespace shortlist
