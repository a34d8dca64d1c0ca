#include "harness/simulate/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>

#include "harness/board/statistics.hpp"

namespace shortlist::simulation {
namespace {

std::vector<Replay> all_replays(const Source& source, const Setting& setting) {
  std::vector<Replay> replays(setting.replays);
  std::atomic<std::size_t> next = 0;
  std::exception_ptr failed;
  std::mutex guard;  // of `failed`
  const auto work = [&] {
    try {
      for (std::size_t i; (i = next.fetch_add(1)) < replays.size();) replays[i] = replay(source, setting, i);
    } catch (...) {
      const std::lock_guard lock(guard);
      failed = std::current_exception();
      next = replays.size();
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned j = 1; j < std::min<std::size_t>(setting.jobs, replays.size()); ++j)
      helpers.emplace_back(work);
    work();
  }
  if (failed) std::rethrow_exception(failed);
  return replays;
}

/// Quantiles by nearest rank.
Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  const auto at = [&](double q) {
    return values[std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(q * n - 1e-9))) - 1];
  };
  return {std::accumulate(values.begin(), values.end(), 0.0) / n, at(0.5), at(0.9)};
}

template <class Figure>
double mean_over(const std::vector<Replay>& replays, Figure figure) {
  double sum = 0;
  for (const Replay& r : replays) sum += static_cast<double>(figure(r));
  return sum / static_cast<double>(replays.size());
}

void take_shares(const std::vector<Replay>& replays, Summary& summary) {
  std::vector<double> calls, costs;
  for (const Replay& r : replays) {
    calls.push_back(r.share_of_calls);
    if (r.share_of_cost) costs.push_back(*r.share_of_cost);
  }
  summary.share_of_calls = spread_of(std::move(calls));
  if (costs.size() == replays.size()) summary.share_of_cost = spread_of(std::move(costs));
}

}  // namespace

Summary simulate(const Source& source, const Setting& setting) {
  const std::vector<Replay> replays = all_replays(source, setting);
  Summary s;
  s.setting = setting;
  const auto* table = std::get_if<Table>(&source);
  const auto* world = std::get_if<World>(&source);
  s.candidates = setting.candidates ? setting.candidates
                 : table            ? table->candidates.size()
                                    : world->candidates;
  s.items = setting.items ? setting.items : table ? table->columns.size() : world->items;
  take_shares(replays, s);
  Sample wrong;
  for (const Replay& r : replays) wrong.add(r.regret > setting.stage.within.value_or(0) + 1e-9);
  s.error = mean_of_scores(wrong);
  s.share_best = mean_over(replays, [](const Replay& r) { return r.regret <= 1e-9; });
  s.mean_regret = mean_over(replays, [](const Replay& r) { return r.regret; });
  s.finished = mean_over(replays, [](const Replay& r) { return r.finished; });
  s.asked_all = mean_over(replays, [](const Replay& r) { return r.share_of_calls == 1; });
  for (std::size_t i = 0; i < std::size(looks); ++i)
    s.shortlist.push_back({looks[i], mean_over(replays, [&](const Replay& r) { return r.shortlist[i].size; }),
                           mean_over(replays, [&](const Replay& r) { return r.shortlist[i].covers; })});
  return s;
}

}  // namespace shortlist::simulation
