// What the reader of a ranking must know: what is missing, left out or unknown. One line a matter, not a candidate.
#include <fmt/format.h>

#include <algorithm>

#include "harness/board/words.hpp"
#include "harness/ranking/contenders.hpp"

namespace shortlist {
namespace {

constexpr std::size_t named_at_most = 8;
constexpr std::size_t p95_needs = 72;   // .95^72 < .025: an upper end for p95, see statistics.hpp

using Pick = std::string (*)(const Board&, std::uint32_t candidate);   // "" leaves the candidate out

std::string part(std::size_t some, std::size_t all, std::string_view noun) {
  return some == 0 ? "" : fmt::format("{} of {}", some, count(all, noun));
}

struct Matter { std::string_view headline; Pick pick; };
const Matter matters[] = {
    {"no answer at all",
     [](const Board& b, std::uint32_t c) {
       const Tally& t = b.tally(c);
       return t.records > 0 && t.answers == 0 ? fmt::format("{} failed", calls_of(t.calls, t.effort.unsent)) : "";
     }},
    {"left open by failures, so the run is incomplete",
     [](const Board& b, std::uint32_t c) { return part(b.tally(c).incomplete, b.tally(c).records, "call"); }},
    {"skipped as the failure policy says",
     [](const Board& b, std::uint32_t c) { return part(b.tally(c).skipped, b.tally(c).records, "call"); }},
    {"not judged",
     [](const Board& b, std::uint32_t c) { return part(b.tally(c).not_judged, b.tally(c).answers, "answer"); }},
    {"cost unknown",
     [](const Board& b, std::uint32_t c) {
       const Objective& o = b.plan().objective;
       const bool matters_here = o.cost_weight > 0 || o.limit_usd_per_1k || o.prefer == Objective::Prefer::cheapest;
       return matters_here ? part(b.tally(c).cost_unknown, b.tally(c).answers, "answer") : "";
     }},
};

std::string listed(const Board& board, const Matter& matter) {
  std::string line;
  std::size_t named = 0;
  for (std::uint32_t c = 0; c < board.candidates(); ++c) {
    const std::string said = matter.pick(board, c);
    if (said.empty() || ++named > named_at_most) continue;
    line += fmt::format("{}{} ({})", named == 1 ? "" : ", ", board.plan().candidates[c].name, said);
  }
  if (named > named_at_most) line += fmt::format(" and {} more", named - named_at_most);
  return line.empty() ? "" : fmt::format("{}: {}", matter.headline, line);
}

std::string unjudged_suites(const Board& board, const std::vector<Contender>& entries) {
  std::string names;
  for (std::size_t s = 0; s < board.plan().suites.size(); ++s) {
    const auto judged = [&](const Contender& e) { return e.standing.by_suite[s].has_value(); };
    if (board.order().suite_size(s) == 0 || std::any_of(entries.begin(), entries.end(), judged)) continue;
    names += (names.empty() ? "" : ", ") + board.plan().suites[s].name;
  }
  return names.empty() ? "" : "nothing is judged in, and so no part of the quality: " + names;
}

std::string short_p95(const std::vector<Contender>& entries) {
  const bool any = std::any_of(entries.begin(), entries.end(), [](const Contender& e) {
    return e.cut == nullptr && e.standing.total_p95 && e.standing.total_p95->n < p95_needs;
  });
  return any ? fmt::format("a p95 of fewer than {} first tries has the slowest of them as its upper end", p95_needs) : "";
}

std::string no_choice(const std::vector<Contender>& entries) {
  const auto fits = [](const Contender& e) { return e.judged() && e.whole && e.standing.within_limits; };
  const auto broke = [](const Contender& e) { return e.cut == nullptr && e.judged() && !e.standing.within_limits; };
  const auto unasked = [](const Contender& e) { return e.cut != nullptr && e.standing.rates.calls + e.standing.rates.unsent == 0; };
  if (!entries.empty() && std::ranges::all_of(entries, unasked))
    return "nobody is chosen: all left before anyone was asked; loosen what the stage asks for, or add candidates";
  if (std::none_of(entries.begin(), entries.end(), [](const Contender& e) { return e.judged(); }))
    return "nobody is chosen: no answer is judged";
  if (std::none_of(entries.begin(), entries.end(), [](const Contender& e) { return e.judged() && e.standing.quality->value > 0; }))
    return "nobody is chosen: no answer of any candidate is right; look at a few (`shortlist export`): the metric or the prompt may be wrong";
  if (std::none_of(entries.begin(), entries.end(), fits)) return "nobody is chosen: no candidate keeps the limits";
  if (std::any_of(entries.begin(), entries.end(), broke))
    return "nobody is chosen: all who stayed break a limit; raise the limit or let more candidates stay";
  return "nobody is chosen: none of those who stayed is judged in all suites";
}

}  // namespace

std::vector<std::string> make_notes(const Board& board, const std::vector<Contender>& entries, const RaceStatus& status,
                                    bool chosen) {
  std::vector<std::string> notes;
  const auto add = [&](std::string note) {
    if (!note.empty()) notes.push_back(std::move(note));
  };
  if (!status.finished)
    add(fmt::format("not finished: {} of {} in {} {} missing", status.open_missing, count(status.open_calls, "call"),
                    status.open, status.open_missing == 1 ? "is" : "are"));
  if (!chosen) add(no_choice(entries));
  for (const Matter& matter : matters) add(listed(board, matter));
  if (board.records() > 0) add(unjudged_suites(board, entries));
  add(short_p95(entries));
  if (status.strays) add("some records belong to no call of this plan and were left out");
  return notes;
}

}  // namespace shortlist
