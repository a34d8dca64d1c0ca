#include "reports/claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/numbers.hpp"
#include "reports/stage_words.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

constexpr std::size_t named_at_most = 8;

std::string named(const Run& run, std::uint32_t candidate) { return visible(candidate_name(run, candidate)); }

/// The race that a stage of the plan is or holds; null: it is none.
const RaceStage* race_of(const Stage& stage) {
  if (const auto* race = std::get_if<RaceStage>(&stage)) return race;
  if (const auto* optimise = std::get_if<OptimiseStage>(&stage)) return &optimise->race;
  return nullptr;
}

/// The last certificate that claims something of somebody; null: there is none.
const Certificate* last_claim(const Run& run) {
  const Certificate* last = nullptr;
  for (const StageReport& stage : run.ranking.stages)
    if (stage.certificate && stage.certificate->kind != Certificate::Kind::none && !is_about_nobody(*stage.certificate))
      last = &*stage.certificate;
  return last;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string list;
  for (std::size_t i = 0; i < std::min(texts.size(), named_at_most); ++i) list += (i == 0 ? "" : "; ") + texts[i];
  if (texts.size() > named_at_most) list += fmt::format("; and {} more", texts.size() - named_at_most);
  return list;
}

std::string level_text(const Certificate& c) {
  return c.kind == Certificate::Kind::certified ? fmt::format("{:g} % certified", std::round(1e4 * c.confidence) / 100)
                                                : std::string(calibrated_label);
}

/// What it means not to be excluded: "the race stopped before it could drop them; 95 % certified".
std::string meaning(const Certificate& c) {
  const auto level = level_text(c);
  return fmt::format("the race {}; {}", c.reached ? "stopped before it could drop them" : "has not dropped them", level);
}

std::string interval_meaning(const Run& run) {
  std::size_t items = 0;
  bool all = true, any = false;
  for (const Standing& s : run.ranking.standings)
    if (s.versus_first && !s.distinguishable) all = all && is_exact(run, *s.versus_first), items = s.versus_first->n, any = true;
  return fmt::format("the {} interval of the difference includes 0", any && all ? "95 %" : level_of(run, items));
}

bool only_quality(const Objective& o) { return o.cost_weight == 0 && o.latency_weight == 0; }

/// Whether later stages asked it and the chosen one everything, and it is below: on these items it is not the best.
bool is_below(const Run& run, std::uint32_t candidate) {
  const Standing* s = standing_of(run, candidate);
  return s && s->versus_first && s->versus_first->value < 0 && is_exact(run, *s->versus_first) && only_quality(run.plan.objective);
}

/// The others that the claim leaves possible, ascending.
std::vector<std::uint32_t> possible_by(const Run& run, const Certificate& claim) {
  std::vector<std::uint32_t> others = claim.possible;
  std::erase_if(others, [&](std::uint32_t c) { return run.ranking.chosen == c || (!claim.infinite && is_below(run, c)); });
  std::sort(others.begin(), others.end());
  return others;
}

/// "mistral-small is 0.5 points ahead of gpt-5-mini"; the difference is the other's less the chosen one's.
std::string ahead_text(const Run& run, const Standing& other) {
  const Estimate& d = *other.versus_first;
  const auto chosen = named(run, *run.ranking.chosen), its = named(run, other.candidate);
  const char* in = only_quality(run.plan.objective) ? "" : " in quality";
  if (d.value == 0) return fmt::format("{} and {} are level{}", chosen, its, in);
  const auto points = fixed(100 * std::abs(d.value), std::max(decimals_for(100 * (d.high - d.low)), 1));
  return fmt::format("{} is {} points {} {}{}", chosen, points, d.value < 0 ? "ahead of" : "behind", its, in);
}

}  // namespace

std::string_view fast_label(const Run& run) {
  for (std::size_t s = 0; s < std::min(run.plan.stages.size(), run.ranking.stages.size()); ++s) {
    const RaceStage* race = race_of(run.plan.stages[s]);
    if (race && race->mode == RaceStage::Mode::fast && run.ranking.stages[s].begun) return calibrated_label;
  }
  for (const StageReport& stage : run.ranking.stages)
    if (stage.certificate && stage.certificate->kind == Certificate::Kind::calibrated) return calibrated_label;
  return "";
}

bool race_chose_when(const Run& run) {
  for (std::size_t s = 0; s < std::min(run.plan.stages.size(), run.ranking.stages.size()); ++s) {
    const RaceStage* race = race_of(run.plan.stages[s]);
    if (race && race->mode != RaceStage::Mode::full && run.ranking.stages[s].begun) return true;
  }
  return false;
}

std::string level_of(const Run& run, std::size_t items) {
  return race_chose_when(run) && items < weighed_items(run.plan) ? "nominal 95 %" : "95 %";
}

std::string interval_note(const Run& run) {
  if (!race_chose_when(run)) return "Intervals are 95 % for each comparison alone, fixed beforehand; they do not allow for having picked one of many.";
  std::string note = "Intervals are nominal: 95 % for one comparison over a number of items fixed beforehand, but here the race chose by "
                     "the answers when to stop, and one of many was picked.";
  const Certificate* claim = last_claim(run);
  if (const auto label = fast_label(run); !label.empty()) return note + fmt::format(" The race's own statement is {}.", label);
  return claim ? note + " What holds whenever it stops is the race's own statement." : note;
}

bool is_exact(const Run& run, const Estimate& difference) { return difference.n > 0 && difference.n == weighed_items(run.plan); }

std::string difference_text(const Run& run, const Estimate& d) {
  const auto text = points(d);
  const auto comma = text.find(", ");
  return is_exact(run, d) ? fmt::format("{} on these very items; for the task {}", text.substr(0, comma), text.substr(comma + 2)) : text;
}

std::vector<std::string> set_lines(const Run& run, const std::vector<std::string>& level) {
  std::vector<std::string> lines;
  const auto chosen = run.ranking.chosen;
  const Certificate* claim = last_claim(run);
  std::vector<std::uint32_t> equal;
  for (const Standing& s : run.ranking.standings)
    if (chosen != s.candidate && s.versus_first && !s.distinguishable) equal.push_back(s.candidate);
  std::sort(equal.begin(), equal.end());
  const auto possible = claim ? possible_by(run, *claim) : std::vector<std::uint32_t>{};
  if (claim && !possible.empty() && possible == equal)
    return {fmt::format("{}: {} ({}; nor distinguishable on the same items: {})", claim->reached ? "Not excluded as best" : "Still possible",
                        joined(level), meaning(*claim), interval_meaning(run))};
  if (run.plan.candidates.size() < 2) return lines;
  if (claim && possible.empty()) lines.push_back(fmt::format("Not excluded as best: none of the others ({})", level_text(*claim)));
  if (claim && !possible.empty())
    lines.push_back(fmt::format("{}: {} ({})", claim->reached ? "Not excluded as best" : "Still possible", name_list(run, possible, named_at_most), meaning(*claim)));
  if (!level.empty()) lines.push_back(fmt::format("Not distinguishable on the same items: {} ({})", joined(level), interval_meaning(run)));
  return lines;
}

std::string exact_line(const Run& run) {
  const Standing* next = run.ranking.decision ? standing_of(run, run.ranking.decision->runner_up) : nullptr;
  if (!next || !next->versus_first || !is_exact(run, *next->versus_first)) return "";
  const bool all = std::all_of(run.ranking.standings.begin(), run.ranking.standings.end(), [&](const Standing& s) {
    return run.ranking.chosen == s.candidate || (s.versus_first && is_exact(run, *s.versus_first));
  });
  const auto of = all ? fmt::format("all {}", run.ranking.standings.size())
                      : fmt::format("{} and {}", named(run, *run.ranking.chosen), named(run, next->candidate));
  const Estimate& d = *next->versus_first;
  const auto text = points(Estimate{-d.value, -d.high, -d.low, d.n});
  return fmt::format("Every item was asked of {}, so on these very items it is exact: {}. Whether that holds for the task: {} (paired "
                     "95 % interval)",
                     of, ahead_text(run, *next), text.substr(text.find(", ") + 2));
}

}  // namespace shortlist
