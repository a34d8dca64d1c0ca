// The ranking in words: why each stands where it does.
#include <fmt/format.h>

#include <algorithm>

#include "harness/board/words.hpp"
#include "harness/ranking/contenders.hpp"

namespace shortlist {
namespace {

using Prefer = Objective::Prefer;

std::string figure(const Objective& o, const Standing& s) {
  if (o.prefer == Prefer::cheapest)
    return s.usd_per_1k ? usd_text(s.usd_per_1k->value) + " per 1k" : "unknown cost";
  return s.total_p95 ? "p95 " + ms_text(s.total_p95->value) : "unknown latency";
}

/// "; exactly level with b and c: the plan's order decided", or nothing.
std::string tie(const Plan& plan, const std::vector<Contender>& entries) {
  const auto& cost = entries.front().standing.usd_per_1k;
  bool cheaper = true;
  constexpr std::size_t named_at_most = 4;
  std::vector<std::string_view> names;
  for (const Contender& e : entries)
    if (e.tied) {
      names.push_back(plan.candidates[e.standing.candidate].name);
      cheaper = cheaper && cost && (!e.standing.usd_per_1k || e.standing.usd_per_1k->value > cost->value);
    }
  if (names.empty()) return "";
  const std::size_t more = names.size() > named_at_most ? names.size() - named_at_most : 0;
  names.resize(names.size() - more);
  return fmt::format("; exactly level with {}{}: {} decided", fmt::join(names, ", "),
                     more > 0 ? fmt::format(" and {} more", more) : "", cheaper ? "the lower cost" : "the plan's order");
}

std::string why_chosen(const Objective& o, const std::vector<Contender>& entries, const Standing& s) {
  if (o.prefer == Prefer::utility) {
    const auto asked = static_cast<std::size_t>(std::ranges::count_if(
        entries, [](const Contender& e) { return e.standing.rates.calls > 0 || e.cut == nullptr; }));   // the others were kept out
    const auto judged = static_cast<std::size_t>(std::ranges::count_if(entries, &Contender::judged));
    std::string field = fmt::format("of {}", count(asked, "candidate"));
    if (judged < asked) field += fmt::format(" ({} without a judged answer)", asked - judged);
    if (entries.front().leads) return fmt::format("{} in the race {}, {}", std::ranges::any_of(entries, &Contender::tied) ? "not outbid" : "ahead", field, percent(s.quality->value));
    if (!weighs_expense(o)) return fmt::format("highest quality {}, {}", field, percent(s.quality->value));
    return fmt::format("highest utility {}, {:.3f}", field, s.utility.value_or(0));
  }
  const auto near = std::count_if(entries.begin(), entries.end(),
                                  [](const Contender& e) { return e.eligible() && e.near_best; });
  return fmt::format("{} of {} within {} points of the highest quality, {}",
                     o.prefer == Prefer::cheapest ? "cheapest" : "fastest", near, points(o.within), figure(o, s));
}

std::string why_behind(const Board& board, const Contender& e, const Contender* first) {
  const Objective& o = board.plan().objective;
  const Standing& s = e.standing;
  std::string line;
  if (o.prefer != Prefer::utility)
    line = e.near_best ? figure(o, s) : fmt::format("not within {} points of the highest quality", points(o.within));
  else if (weighs_expense(o) && s.utility)
    line = fmt::format("utility {:.3f}", *s.utility);
  if (!first || !s.versus_first) return line.empty() ? percent(s.quality->value) : line;
  const std::string_view name = board.plan().candidates[first->standing.candidate].name;
  return fmt::format("{}{}{} ({}){}", line, line.empty() ? "" : "; ", compared(*s.versus_first, name),
                     range(*s.versus_first), s.distinguishable ? "" : ", not distinguishable");
}

}  // namespace

std::string reason(const Board& board, const std::vector<Contender>& entries, const Contender& e, const Contender* first) {
  const Standing& s = e.standing;
  if (e.cut) return fmt::format("left in {}: {}", s.left_at, e.cut->why);
  if (s.rates.calls + s.rates.unsent == 0) return "not asked yet";
  if (!e.judged()) return fmt::format("no judged answer on {}", calls_of(s.rates.calls, s.rates.unsent));
  if (!e.whole) return fmt::format("no judged answer in {}", e.missing);
  if (!s.within_limits) return fmt::format("breaks a limit: {}", s.limits_broken);
  if (&e == first) return why_chosen(board.plan().objective, entries, s) + tie(board.plan(), entries);
  return why_behind(board, e, first);
}

}  // namespace shortlist
