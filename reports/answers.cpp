#include "reports/answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/stage_words.hpp"

namespace shortlist {
namespace {

std::string times(std::uint32_t n) { return n == 1 ? "once" : n == 2 ? "twice" : fmt::format("{} times", n); }

/// The stage at which it left, or one past the last: it takes part in all before it. Whom a confirm stage does not let in
/// leaves at that stage.
std::size_t left_at(const Run& run, std::uint32_t candidate) {
  const auto& stages = run.ranking.stages;
  std::size_t last = stages.size();
  for (const Cut& cut : run.ranking.cuts) {
    if (cut.candidate != candidate) continue;
    const auto at = std::find_if(stages.begin(), stages.end(), [&](const StageReport& s) { return s.name == cut.stage; });
    last = static_cast<std::size_t>(at - stages.begin());
  }
  return last;
}

}  // namespace

std::uint32_t answers_per_item(const Run& run, const Standing& standing) {
  if (standing.rates.calls == 0) return 0;
  std::uint32_t repeats = run.plan.repeats;
  const std::size_t last = std::min({left_at(run, standing.candidate), run.ranking.stages.size(), run.plan.stages.size()});
  for (std::size_t s = 0; s < last; ++s)
    if (const auto* confirm = std::get_if<ConfirmStage>(&run.plan.stages[s]); confirm && run.ranking.stages[s].begun)
      repeats = std::max(repeats, confirm->repeats);
  return repeats;
}

std::string repeats_note(const Run& run) {
  std::uint32_t most = 0, least = 0;
  for (const Standing& s : run.ranking.standings)
    if (const auto n = answers_per_item(run, s); s.quality && n > 0) most = std::max(most, n), least = least == 0 ? n : std::min(least, n);
  if (most == least) return "";
  std::vector<std::uint32_t> more;
  for (const Standing& s : run.ranking.standings)
    if (s.quality && answers_per_item(run, s) == most) more.push_back(s.candidate);
  return fmt::format("{} answered each item {}, others {}: a figure is over all of its candidate's answers, so these are not of like "
                     "numbers", name_list(run, more, 4), times(most), times(least));
}

}  // namespace shortlist
