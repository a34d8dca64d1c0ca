#include "reports/stage_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/numbers.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

std::string named(const Run& run, std::uint32_t candidate) { return visible(candidate_name(run, candidate)); }

bool is_kind(const StageReport& stage, std::string_view kind) { return stage.name.starts_with(kind); }

/// Whom an audit stage asks: at most as many as the plan says, of those who had been dropped by then, not by declared facts.
std::string audited_text(const Run& run, std::size_t stage) {
  const auto& stages = run.ranking.stages;
  std::size_t dropped = 0;
  for (const Cut& cut : run.ranking.cuts) {
    const auto at = std::find_if(stages.begin(), stages.end(), [&](const StageReport& s) { return s.name == cut.stage; });
    dropped += at - stages.begin() < static_cast<std::ptrdiff_t>(stage) && !cut.stage.starts_with("constraints");
  }
  const auto* audit = stage < run.plan.stages.size() ? std::get_if<AuditStage>(&run.plan.stages[stage]) : nullptr;
  const auto asked = std::min(dropped, audit ? audit->candidates : dropped);
  return fmt::format("{} of {}{}", asked, dropped, stages[stage].finished ? "" : " so far");
}

std::string field_text(const Run& run, std::size_t stage) {
  const StageReport& s = run.ranking.stages[stage];
  if (!s.begun) return "not begun";
  if (is_kind(s, "audit")) return audited_text(run, stage);
  return fmt::format("{} -> {}{}", s.entered, s.stayed, s.finished ? "" : " so far");
}

/// The margin of the last race, by which an audit judges.
double margin_of(const Run& run) {
  double within = 0;
  for (const StageReport& stage : run.ranking.stages)
    if (stage.certificate) within = stage.certificate->within;
  return within;
}

std::size_t failures(const Rates& r) { return static_cast<std::size_t>(std::llround(r.failed * static_cast<double>(r.calls))); }

std::string verdict_text(const Run& run, const AuditFinding& f) {
  if (const Standing* s = standing_of(run, f.candidate); s && !s->within_limits)
    return fmt::format(", but breaks a limit ({}): dropping it was right", visible(s->limits_broken));
  if (f.wrong) return ": dropping it was wrong";
  if (*f.lead > 0) return fmt::format(", no more than the race's margin of {}: dropping it was not wrong", points_of(margin_of(run)));
  return ": dropping it was right";
}

std::string finding_text(const Run& run, const AuditFinding& f) {
  const auto name = named(run, f.candidate);
  const Standing* s = standing_of(run, f.candidate);
  if (s && s->rates.answers == 0)
    return name + " gave no answer, so nothing says whether dropping it was wrong";
  if (!f.lead) return name + " has not been asked everything yet";
  const auto by = fixed(100 * std::abs(*f.lead), 1);
  const auto ends = by == "0.0" ? std::string("level with") : fmt::format("{} points {}", by, *f.lead > 0 ? "above" : "below");
  const auto failed = s && s->rates.failed > 0 ? fmt::format(" ({} of its {} failed{})", failures(s->rates),
                                                             plural(s->rates.calls, "call"),
                                                             run.plan.failures.transport == Treatment::wrong ? " and count as wrong" : "")
                                               : std::string();
  return fmt::format("{} ends {} the chosen one{}{}", name, ends, failed, verdict_text(run, f));
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

bool asks_to_choose(const StageReport& stage) {
  return !is_kind(stage, "constraints") && !is_kind(stage, "decide") && !is_kind(stage, "audit");
}

std::vector<StageRow> stage_rows(const Run& run) {
  std::vector<StageRow> rows;
  for (std::size_t i = 0; i < run.ranking.stages.size(); ++i) {
    const StageReport& s = run.ranking.stages[i];
    if (is_kind(s, "decide")) continue;
    StageRow row{visible(s.name), field_text(run, i), s.rounds > 0 ? count_text(s.rounds) : unknown,
                 s.calls > 0 ? count_text(s.calls) : unknown, {}, {}};
    for (const Cut& cut : run.ranking.cuts)
      if (cut.stage == s.name) row.left.push_back(fmt::format("{}: {}", named(run, cut.candidate), visible(cut.why)));
    if (is_kind(s, "audit") && s.begun)
      row.left.push_back(row.field.starts_with("0 of 0") ? "nobody had been dropped" : "of those who had been dropped, asked everything after all");
    for (const std::string& note : s.notes) row.notes.push_back(visible(note));
    rows.push_back(std::move(row));
  }
  return rows;
}

bool is_judged(const Run& run, const AuditFinding& f) {
  const Standing* s = standing_of(run, f.candidate);
  return f.lead.has_value() && !(s && s->rates.answers == 0);
}

std::vector<std::string> audit_lines(const Run& run) {
  std::vector<std::string> lines;
  for (const AuditFinding& f : run.ranking.audit) lines.push_back("audit: " + finding_text(run, f));
  const auto& stages = run.ranking.stages;
  const bool nobody = std::any_of(stages.begin(), stages.end(), [](const auto& s) { return is_kind(s, "audit") && s.finished; });
  if (lines.empty() && nobody && run.ranking.chosen) lines.push_back("audit: nobody had been dropped whom it could ask");
  return lines;
}

}  // namespace shortlist
