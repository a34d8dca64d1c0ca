// What a race proved, of whom, and about whom it says nothing.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "reports/claims.hpp"
#include "reports/numbers.hpp"
#include "reports/stage_words.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

using Kind = Certificate::Kind;

std::string named(const Run& run, std::uint32_t candidate) { return visible(candidate_name(run, candidate)); }

/// "; 21 % of the calls": all calls until the end of this stage, of those that its field would have taken.
std::string share_of_calls(const Run& run, std::size_t stage) {
  std::size_t calls = 0;
  for (std::size_t s = 0; s <= stage; ++s) calls += run.ranking.stages[s].calls;
  const std::size_t full = run.ranking.stages[stage].entered * all_items(run.plan) * run.plan.repeats;
  if (full == 0 || calls > full) return "";
  return fmt::format("; {} of the calls", share(static_cast<double>(calls) / static_cast<double>(full)));
}

std::string confidence(const Certificate& c) { return fmt::format("{:g} %", std::round(1e4 * c.confidence) / 100); }

std::vector<const Cut*> cuts_of(const Run& run, const StageReport& stage) {
  std::vector<const Cut*> cuts;
  for (const Cut& cut : run.ranking.cuts)
    if (cut.stage == stage.name && cut.round > 0) cuts.push_back(&cut);
  return cuts;
}

/// "the best of the 8", or "the best of the 8 candidates"; whom a limit took out on the way was not bet on to the end.
std::string field_of(const Run& run, const StageReport& stage, const char* noun) {
  const auto cuts = cuts_of(run, stage);
  const auto out = static_cast<std::size_t>(std::count_if(cuts.begin(), cuts.end(), [](const Cut* c) { return c->ground == Cut::Ground::limit; }));
  const std::size_t entered = stage.certificate->entered;
  if ((out == 0 && !stage.certificate->limited) || out >= entered) return fmt::format("the best of the {}{}", entered, noun);
  return fmt::format("the best of the {}{} that no limit took out", entered - out, noun);
}

/// What came after the race and decided for another.
std::string came_after(const Run& run, std::size_t stage, std::uint32_t leader) {
  const auto& ranking = run.ranking;
  for (const Cut& cut : ranking.cuts)
    if (cut.candidate == leader) return fmt::format("after {} had left at {}", named(run, leader), visible(place_of(cut)));
  if (const Standing* s = standing_of(run, leader); s && !s->within_limits)
    return fmt::format("since {} breaks a limit ({})", named(run, leader), visible(s->limits_broken));
  std::string last;
  for (std::size_t s = stage + 1; s < ranking.stages.size(); ++s)
    if (ranking.stages[s].begun && asks_to_choose(ranking.stages[s])) last = ranking.stages[s].name;
  if (!last.empty()) return "after it by " + visible(last);
  switch (run.plan.objective.prefer) {
    case Objective::Prefer::cheapest: return "as the cheapest";
    case Objective::Prefer::fastest: return "as the fastest";
    case Objective::Prefer::utility: break;
  }
  return "by all the answers";
}

/// " That is about A; C was chosen after it by confirm, and about C it claims nothing."
std::string about_another(const Run& run, std::size_t stage) {
  const std::uint32_t leader = run.ranking.stages[stage].certificate->leader;
  if (!run.ranking.chosen || run.ranking.chosen == leader) return "";
  const auto chosen = named(run, *run.ranking.chosen);
  return fmt::format(" That is about {}; {} was chosen {}, and about {} it claims nothing.", named(run, leader), chosen,
                     came_after(run, stage, leader), chosen);
}

std::string reached_text(const Run& run, std::size_t stage) {
  const Certificate& c = *run.ranking.stages[stage].certificate;
  const auto how = c.kind == Kind::certified ? confidence(c) + " certified" : std::string(calibrated_label);
  const auto whom = run.ranking.chosen == c.leader ? std::string("Within") : named(run, c.leader) + " is within";
  return fmt::format("{} {} of {} {} ({}{}).{}", whom, points_of(c.within), field_of(run, run.ranking.stages[stage], " candidates"), scope_text(run, c), how,
                     share_of_calls(run, stage), about_another(run, stage));
}

std::string open_text(const Run& run, std::size_t stage) {
  const Certificate& c = *run.ranking.stages[stage].certificate;
  const bool proven = c.kind == Kind::certified;
  std::string text = fmt::format("Best so far: {}. ", named(run, c.leader));
  const std::string label = proven ? "Certified" : fmt::format("Not certified ({})", calibrated_label);
  text += c.gap ? fmt::format("{}: at most {} below {}.", label, points_of(*c.gap), field_of(run, run.ranking.stages[stage], ""))
                : fmt::format("Nothing is certified yet{}.", proven ? "" : fmt::format(" ({})", calibrated_label));
  std::string scope = scope_text(run, c);
  scope[0] = 'O';
  return text + fmt::format(" ({}, {}{}.){}", scope, proven ? confidence(c) : "no guarantee", share_of_calls(run, stage),
                            about_another(run, stage));
}

/// "Nothing is certified: all 2 candidates left in race, rounds 1 to 3."
std::string all_left_text(const Run& run, const StageReport& stage) {
  std::set<std::uint32_t> rounds;
  for (const Cut* cut : cuts_of(run, stage)) rounds.insert(cut->round);
  const auto where = rounds.empty() ? std::string()
                     : rounds.size() == 1 ? fmt::format(", round {}", *rounds.begin())
                                          : fmt::format(", rounds {} to {}", *rounds.begin(), *rounds.rbegin());
  return fmt::format("Nothing is certified: all {} left in {}{}.", plural(stage.certificate->entered, "candidate"), visible(stage.name), where);
}

std::string certificate_text(const Run& run, std::size_t stage) {
  const Certificate& c = *run.ranking.stages[stage].certificate;
  if (c.kind == Kind::none)
    return fmt::format("Nothing is certified: {}.", c.why_none.empty() ? "the race proves nothing" : visible(c.why_none));
  if (is_about_nobody(c)) return all_left_text(run, run.ranking.stages[stage]);
  return c.reached ? reached_text(run, stage) : open_text(run, stage);
}

}  // namespace

bool is_about_nobody(const Certificate& c) { return c.kind != Kind::none && c.possible.empty(); }

std::string scope_text(const Run& run, const Certificate& c) {
  const std::size_t items = all_items(run.plan), suites = run.plan.suites.size();
  const std::string clusters = c.units > 0 && c.units != items ? fmt::format(" in {} clusters", count_text(c.units)) : "";
  if (c.infinite)
    return fmt::format("on this task, of which these {} questions{} are a sample", count_text(items), clusters);
  if (suites == 1) return fmt::format("on this {}-question suite{}", count_text(items), clusters.empty() ? "" : " of" + clusters.substr(3));
  return fmt::format("on these {} suites of {} questions{}", suites, count_text(items), clusters);
}

std::vector<std::string> certificate_lines(const Run& run) {
  const auto& stages = run.ranking.stages;
  const auto count = std::count_if(stages.begin(), stages.end(), [](const auto& s) { return s.certificate.has_value(); });
  std::vector<std::string> lines;
  for (std::size_t s = 0; s < stages.size(); ++s)
    if (stages[s].certificate)
      lines.push_back((count > 1 ? visible(stages[s].name) + ": " : "") + certificate_text(run, s));
  return lines;
}

}  // namespace shortlist
