#include "reports/stage_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/numbers.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

using Kind = Certificate::Kind;

std::string named(const Run& run, std::uint32_t candidate) { return visible(candidate_name(run, candidate)); }

std::size_t all_items(const Plan& plan) {
  std::size_t items = 0;
  for (const Suite& suite : plan.suites) items += suite_items(suite);
  return items;
}

bool narrows(const StageReport& stage) { return !stage.name.starts_with("decide") && !stage.name.starts_with("audit"); }

std::string field_text(const StageReport& s) {
  if (!s.begun) return "not begun";
  return fmt::format("{} -> {}{}", s.entered, s.stayed, s.finished ? "" : " so far");
}

/// "; 21 % of the calls": all calls until the end of this stage, of those that its field would have taken.
std::string share_of_calls(const Run& run, std::size_t stage) {
  std::size_t calls = 0;
  for (std::size_t s = 0; s <= stage; ++s) calls += run.ranking.stages[s].calls;
  const std::size_t full = run.ranking.stages[stage].entered * all_items(run.plan) * run.plan.repeats;
  if (full == 0 || calls > full) return "";
  return fmt::format("; {} of the calls", share(static_cast<double>(calls) / static_cast<double>(full)));
}

std::string confidence(const Certificate& c) { return fmt::format("{:g} %", std::round(1e4 * c.confidence) / 100); }

std::string field_size(const Certificate& c) { return fmt::format("the best of the {}", c.entered); }

std::string reached_text(const Run& run, const Certificate& c, const std::string& calls) {
  const auto how = c.kind == Kind::certified ? confidence(c) + " certified" : std::string(calibrated_label);
  const auto whom = run.ranking.chosen == c.leader ? std::string("Within") : named(run, c.leader) + " is within";
  return fmt::format("{} {} of {} candidates {} ({}{}). Not excluded as best: {}.", whom, points_of(c.within), field_size(c),
                     scope_text(run, c), how, calls, name_list(run, c.possible));
}

std::string open_text(const Run& run, const Certificate& c, const std::string& calls) {
  const bool proven = c.kind == Kind::certified;
  std::string text = fmt::format("Best so far: {}. ", named(run, c.leader));
  const std::string label = proven ? "Certified" : fmt::format("Not certified ({})", calibrated_label);
  text += c.gap ? fmt::format("{}: at most {} below {}.", label, points_of(*c.gap), field_size(c))
                : fmt::format("Nothing is certified yet{}.", proven ? "" : fmt::format(" ({})", calibrated_label));
  text += fmt::format(" Still possible: {}.", name_list(run, c.possible));
  std::string scope = scope_text(run, c);
  scope[0] = 'O';
  return text + fmt::format(" ({}, {}{}.)", scope, proven ? confidence(c) : "no guarantee", calls);
}

std::string certificate_text(const Run& run, std::size_t stage) {
  const Certificate& c = *run.ranking.stages[stage].certificate;
  if (c.kind == Kind::none)
    return fmt::format("Nothing is certified: {}.", c.why_none.empty() ? "the race proves nothing" : visible(c.why_none));
  const auto calls = share_of_calls(run, stage);
  return c.reached ? reached_text(run, c, calls) : open_text(run, c, calls);
}

std::string finding_text(const Run& run, const AuditFinding& f) {
  const auto name = named(run, f.candidate);
  if (!f.lead) return name + " has not been asked everything yet";
  const auto ahead = fmt::format("{} {} {} the chosen one", fixed(100 * std::abs(*f.lead), 1), "points",
                                 *f.lead > 0 ? "above" : "below");
  return fmt::format("{} ends {}: dropping it was {}", name, ahead, f.wrong ? "wrong" : "right");
}

}  // namespace

std::string points_of(double share) {
  const double value = std::round(1e4 * share) / 100;
  return fmt::format("{:g} point{}", value, value == 1 ? "" : "s");
}

std::string name_list(const Run& run, const std::vector<std::uint32_t>& candidates, std::size_t at_most) {
  std::string list;
  for (std::size_t i = 0; i < std::min(candidates.size(), at_most); ++i)
    list += (i == 0 ? "" : ", ") + named(run, candidates[i]);
  if (candidates.size() > at_most) list += fmt::format(" and {} more", candidates.size() - at_most);
  return list.empty() ? "nobody" : list;
}

std::string scope_text(const Run& run, const Certificate& c) {
  const std::size_t items = all_items(run.plan), suites = run.plan.suites.size();
  const std::string clusters = c.units > 0 && c.units != items ? fmt::format(" in {} clusters", count_text(c.units)) : "";
  if (c.infinite)
    return fmt::format("on this task, of which these {} questions{} are a sample", count_text(items), clusters);
  if (suites == 1) return fmt::format("on this {}-question suite{}", count_text(items), clusters.empty() ? "" : " of" + clusters.substr(3));
  return fmt::format("on these {} suites of {} questions{}", suites, count_text(items), clusters);
}

std::vector<StageRow> stage_rows(const Run& run) {
  std::vector<StageRow> rows;
  for (const StageReport& s : run.ranking.stages) {
    if (!narrows(s)) continue;
    StageRow row{visible(s.name), field_text(s), s.rounds > 0 ? count_text(s.rounds) : unknown,
                 s.calls > 0 ? count_text(s.calls) : unknown, {}, {}};
    for (const Cut& cut : run.ranking.cuts)
      if (cut.stage == s.name) row.left.push_back(fmt::format("{}: {}", named(run, cut.candidate), visible(cut.why)));
    for (const std::string& note : s.notes) row.notes.push_back(visible(note));
    rows.push_back(std::move(row));
  }
  return rows;
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

std::vector<std::string> audit_lines(const Run& run) {
  std::vector<std::string> lines;
  for (const AuditFinding& f : run.ranking.audit) lines.push_back("audit: " + finding_text(run, f));
  return lines;
}

}  // namespace shortlist
