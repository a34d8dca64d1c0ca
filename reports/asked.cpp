#include "reports/asked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

std::uint32_t repeats_of(const Run& run, std::uint32_t candidate) {
  std::uint32_t repeats = run.plan.repeats;
  const std::size_t last = std::min({left_at(run, candidate), run.ranking.stages.size(), run.plan.stages.size()});
  for (std::size_t s = 0; s < last; ++s)
    if (const auto* confirm = std::get_if<ConfirmStage>(&run.plan.stages[s]); confirm && run.ranking.stages[s].begun)
      repeats = std::max(repeats, confirm->repeats);
  return repeats;
}

}  // namespace

std::vector<AskedOf> asked_of(const Run& run) {
  std::vector<AskedOf> asked(run.plan.candidates.size());
  for (const Standing& s : run.ranking.standings)
    if (s.rates.calls > 0) asked.at(s.candidate).repeats = repeats_of(run, s.candidate);
  if (run.ranking.effort.unsent == 0) return asked;   // most runs: spares a walk over a million records
  for (const Record& record : run.records)
    if (record.outcome.key.candidate < asked.size()) asked[record.outcome.key.candidate].unsent += was_unsent(record.outcome);
  return asked;
}

std::size_t made(const Effort& effort) { return effort.calls - std::min(effort.calls, effort.unsent); }

Rates of_made(Rates r, std::size_t unsent) {
  unsent = std::min(unsent, r.calls);
  const double failed = std::round(r.failed * static_cast<double>(r.calls)) - static_cast<double>(unsent);
  if (unsent == 0) return r;
  r.calls -= unsent;
  r.failed = r.calls > 0 ? std::max(0.0, failed) / static_cast<double>(r.calls) : 0;
  return r;
}

std::string repeats_note(const Run& run, const std::vector<AskedOf>& asked) {
  std::uint32_t most = 0, least = 0;
  for (const Standing& s : run.ranking.standings)
    if (const auto n = asked[s.candidate].repeats; s.quality && n > 0) most = std::max(most, n), least = least == 0 ? n : std::min(least, n);
  if (most == least) return "";
  std::vector<std::uint32_t> more;
  for (const Standing& s : run.ranking.standings)
    if (s.quality && asked[s.candidate].repeats == most) more.push_back(s.candidate);
  return fmt::format("{} answered each item {}, others {}: a figure is over all of its candidate's answers, so these are not of like "
                     "numbers", name_list(run, more, 4), times(most), times(least));
}

}  // namespace shortlist
