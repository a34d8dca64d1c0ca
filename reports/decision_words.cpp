#include "reports/decision_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/claims.hpp"
#include "reports/numbers.hpp"
#include "reports/stage_words.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

std::string named(const Run& run, std::uint32_t candidate) { return visible(candidate_name(run, candidate)); }

/// Percentages by which a factor below 1 lowers something, with the range that the records leave open; one digit where
/// the two cannot be told apart as it is.
std::string fall(const Turn& turn, bool level) {
  const auto percent_off = [](double factor) { return 100 * (1 - factor); };
  const double at = percent_off(turn.at);
  if (level) return fmt::format("about {} %", at < 10 ? fixed(at, 0) : fixed(10 * std::round(at / 10), 0));
  std::string text = fixed(at, at < 10 ? 1 : 0) + " %";
  if (!turn.level_from) return text;
  const auto from = fixed(percent_off(*turn.level_from), 0);
  return text + (turn.sure ? fmt::format(" ({} .. {} %)", from, fixed(percent_off(*turn.sure), 0))
                           : fmt::format(" (at least {} %)", from));
}

std::string times(double factor) { return fixed(factor, factor < 0.95 ? 2 : factor < 10 ? 1 : 0); }

std::string weighs(const Turn& turn, bool level) {
  if (level) return fmt::format("about {} x as much", times(turn.at));
  std::string text = fmt::format("{} x as much", times(turn.at));
  if (!turn.level_from) return text;
  if (!turn.sure) return text + fmt::format(" (at {} {} x)", turn.at > 1 ? "least" : "most", times(*turn.level_from));
  return text + fmt::format(" ({} .. {} x)", times(*turn.level_from), times(*turn.sure));
}

/// All the way down to nothing is no condition that a seller could meet.
std::string price_text(const Turn& turn, bool level) {
  return turn.at < 0.005 ? "it costs nothing" : "its price falls " + fall(turn, level);
}

std::string flip_text(const Run& run, const Flip& f) {
  std::vector<std::string> ways;
  if (f.price) ways.push_back(price_text(*f.price, f.level));
  if (f.latency) ways.push_back("it takes less time by " + fall(*f.latency, f.level));
  if (f.quality_weight) ways.push_back("quality weighs " + weighs(*f.quality_weight, f.level));
  const char* by = f.lead ? "utility" : f.price ? "cost" : "latency";
  const auto level = f.level ? fmt::format(" (not distinguishable in {} as it is)", by) : "";
  return fmt::format("flips to {}{} if {}", named(run, f.candidate), level, fmt::join(ways, " or "));
}

std::string weight_text(double weight) { return weight >= 100 ? fixed(weight, 0) : fmt::format("{:.2g}", weight); }

std::string span_text(const Run& run, const WeightAxis& axis, std::size_t i) {
  const auto& span = axis.spans[i];
  std::string text = named(run, span.candidate);
  if (!span.level.empty()) text += fmt::format(" (not distinguishable: {})", name_list(run, span.level, 3));
  if (axis.spans.size() == 1) return text + " at any weight";
  return i + 1 < axis.spans.size() ? fmt::format("{} up to {}", text, weight_text(axis.spans[i + 1].from))
                                   : fmt::format("{} beyond", text);
}

std::string axis_text(const Run& run, const WeightAxis& axis, std::size_t items) {
  const bool cost = axis.what == WeightAxis::What::cost;
  std::string text = fmt::format("by weight of {}: ", cost ? "cost" : "latency");
  for (std::size_t i = 0; i < axis.spans.size(); ++i) text += (i == 0 ? "" : ", ") + span_text(run, axis, i);
  const auto cap = cost ? usd(axis.cap) + " per 1,000 calls" : seconds_of(axis.cap);
  return text + fmt::format("; now {}; the cap is {}{}; on the {} that these {} were all asked", weight_text(axis.now), cap,
                            axis.cap_observed ? ", the largest mean observed" : "", plural(items, "item"),
                            run.ranking.decision->weighed.size());
}

/// Behind what rests on an interval: what the interval is worth.
std::string worth_text(const Run& run, const Estimate& d) {
  const std::string_view label = fast_label(run);
  if (level_of(run, d.n) == "95 %") return "97.5 % for this comparison alone";
  return fmt::format("nominal, for the race chose when to stop{}{}", label.empty() ? "" : "; the race is ", label);
}

std::string how_shown(const Run& run, const Replacement& r) {
  const auto by = points_of(r.margin);
  const auto difference = r.difference ? fmt::format(" ({})", difference_text(run, *r.difference)) : std::string();
  if (r.certified) return fmt::format("certified at most {} below it{}", by, difference);
  if (r.exact) return fmt::format("at most {} below it on these very items, all of which both were asked{}", by, difference);
  return fmt::format("at most {} below it by the interval of the difference on the same items{}; {}", by, difference,
                     r.difference ? worth_text(run, *r.difference) : "");
}

/// "tiny (-2.8 points, -6.1 .. +0.6)" of those whose figures on these items say so, or of the others.
std::string unshown_list(const Run& run, const Replacement& r, bool exact) {
  constexpr std::size_t named_at_most = 4;
  std::string list;
  std::size_t n = 0;
  for (const auto& u : r.unshown) {
    if (u.exact != exact || ++n > named_at_most) continue;
    const auto difference = u.difference ? difference_text(run, *u.difference) : std::string("not compared on the same items");
    list += fmt::format("{}{} ({})", n == 1 ? "" : ", ", named(run, u.candidate), difference);
  }
  return n > named_at_most ? list + fmt::format(" and {} more", n - named_at_most) : list;
}

std::string stay(const Run& run, const Replacement& r) {
  if (const Standing* s = standing_of(run, r.incumbent); s && !s->within_limits)
    return "it breaks a limit (" + visible(s->limits_broken) + ")";
  if (!r.incumbent_usd_per_1k) return "nothing can stand in for it: its cost is unknown, so nothing can be called cheaper";
  if (r.unshown.empty()) return "nothing can stand in for it: no candidate that may stand in for it is known to be cheaper";
  const auto below = unshown_list(run, r, true), unshown = unshown_list(run, r, false);
  std::string text = "nothing can stand in for it: cheaper, but ";
  if (!below.empty()) text += fmt::format("more than {} below it on these very items: {}", points_of(r.margin), below);
  if (!unshown.empty())
    text += fmt::format("{}not shown to be at most {} below it: {}", below.empty() ? "" : "; ", points_of(r.margin), unshown);
  return text;
}

}  // namespace

bool saves(const Run& run) {
  const auto& ranking = run.ranking;
  return ranking.decision && ranking.open.missing == 0 && ranking.decision->savings.calls < ranking.decision->savings.full_calls;
}

std::string instead_of(const Run& run) {
  if (!saves(run) || !(run.ranking.decision->savings.full_usd > 0)) return "";
  const Savings& s = run.ranking.decision->savings;
  if (s.unpriced.empty()) return usd(s.usd) == usd(s.full_usd) ? "" : " instead of " + usd(s.full_usd);
  return fmt::format(" instead of {} and what {} would cost, which is unknown", usd(s.full_usd), name_list(run, s.unpriced, 3));
}

std::string full_evaluation(const Run& run) {
  if (!run.ranking.decision) return "";
  const Savings& s = run.ranking.decision->savings;
  if (s.calls == s.full_calls) return "";
  const std::size_t candidates = run.plan.candidates.size() - std::min(run.plan.candidates.size(), s.kept_out.size());
  std::string text = "full evaluation";
  if (!saves(run)) text += fmt::format(" would take {}", plural(s.full_calls, "call"));
  text += fmt::format(": {} of {}", plural(all_items(run.plan), "item"),
                      s.kept_out.empty() ? fmt::format("all {}", plural(candidates, "candidate"))
                                         : fmt::format("the {} that passed the constraints", plural(candidates, "candidate")));
  return run.plan.repeats > 1 ? text + fmt::format(", {} answers each", run.plan.repeats) : text;
}

std::vector<std::string> flip_lines(const Run& run) {
  std::vector<std::string> lines;
  if (run.ranking.decision)
    for (const Flip& f : run.ranking.decision->flips) lines.push_back(flip_text(run, f));
  return lines;
}

std::vector<std::string> weight_lines(const Run& run) {
  std::vector<std::string> lines;
  if (run.ranking.decision)
    for (const WeightAxis& axis : run.ranking.decision->weights)
      lines.push_back(axis_text(run, axis, run.ranking.decision->weighed_items));
  return lines;
}

std::string incumbent_line(const Run& run) {
  if (!run.ranking.decision || !run.ranking.decision->replacement) return "";
  const Replacement& r = *run.ranking.decision->replacement;
  const auto head = fmt::format("incumbent {}: ", named(run, r.incumbent));
  if (r.candidate == r.incumbent) return head + stay(run, r);
  const double ratio = *r.usd_per_1k / *r.incumbent_usd_per_1k;
  return head + fmt::format("{} can stand in for it at {} x the cost: {}", named(run, r.candidate), fixed(ratio, 2), how_shown(run, r));
}

}  // namespace shortlist
