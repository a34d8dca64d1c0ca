#include "harness/simulate/rehearse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "harness/ports/items.hpp"
#include "harness/simulate/drive.hpp"
#include "harness/simulate/world.hpp"

namespace shortlist::simulation {
namespace {

constexpr double abilities[] = {1.2, 0.5, 0.05}, difficulty = 1.5;
constexpr std::size_t most_replays = 20, most_calls = 1'500'000, most_cells = 100'000;   // calls: of all replays together

/// So many items, with the clusters of the real ones.
class StandIns : public Items {
 public:
  StandIns(const Suite& suite, std::size_t size) : real_(suite.items), size_(size) {}
  std::size_t size() const override { return size_; }
  std::string id(std::size_t index) const override { return std::to_string(index); }
  std::string cluster(std::size_t index) const override { return real_->cluster(index); }
  Item item(std::size_t index, const Prompting&) const override {
    Item item;
    item.id = id(index);
    return item;
  }

 private:
  std::shared_ptr<const Items> real_;
  std::size_t size_;
};

std::size_t all_items(const Plan& plan) {
  std::size_t items = 0;
  for (const Suite& suite : plan.suites) items += suite.items->size();
  return items;
}

/// The plan with suites cut down to a size that can be played through.
Plan rehearsed(const Plan& plan) {
  Plan small = plan;
  const std::size_t width = plan.candidates.size() * shortlist::most_repeats(plan), items = all_items(plan);
  const double share = std::min(1.0, static_cast<double>(most_cells) / static_cast<double>(std::max<std::size_t>(1, width * items)));
  for (Suite& suite : small.suites) {
    const auto size = static_cast<std::size_t>(std::ceil(share * static_cast<double>(suite.items->size())));
    suite.items = std::make_shared<StandIns>(suite, size);
  }
  return small;
}

/// Answers out of the latent ability of a candidate and the difficulty of an item.
class Abilities {
 public:
  Abilities(const Plan& plan, double ability, Random random) : random_(random.fork(0)) {
    Random draws = random.fork(1);
    for (std::size_t c = 0; c < plan.candidates.size(); ++c) abilities_.push_back(ability * normal(draws));
    for (const Suite& suite : plan.suites)
      for (auto& items = difficulties_.emplace_back(); items.size() < suite.items->size();)
        items.push_back(difficulty * normal(draws));
  }
  double quality(const CallKey& key) const {
    const double odds = 0.5 + abilities_[key.candidate] - difficulties_[key.suite][key.item];
    Random own = random_.fork(key.candidate).fork(key.suite).fork(key.item).fork(key.repeat);
    return uniform(own) < 1 / (1 + std::exp(-odds)) ? 1 : 0;
  }

 private:
  Random random_;
  std::vector<double> abilities_;
  std::vector<std::vector<double>> difficulties_;
};

struct Played {
  std::vector<StageReport> stages;
  std::vector<std::vector<double>> calls;   // by stage and candidate
};

Played play(const Plan& plan, double ability, Random random) {
  Plan own = plan;
  own.seed = random.fork(0).next();
  const Abilities field(own, ability, random.fork(1));
  Race race(own);
  Played played;
  played.calls.assign(own.stages.size(), std::vector<double>(own.candidates.size()));
  drive(race, [&](const CallKey& key, Record& record) {
    record.quality = field.quality(key);
    ++played.calls[race.stage()][key.candidate];
  });
  played.stages = race.stages();
  return played;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double decile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(std::lround(q * static_cast<double>(values.size() - 1)))];
}

/// One figure of all replays of the three fields.
template <class Figure>
Range range_of(const std::vector<Played> (&fields)[3], Figure figure) {
  std::vector<double> values[3];
  for (std::size_t f = 0; f < 3; ++f)
    for (const Played& played : fields[f]) values[f].push_back(figure(played));
  Range range{decile(values[0], 0.1), mean(values[1]), decile(values[2], 0.9)};
  range.low = std::min(range.low, range.expected), range.high = std::max(range.high, range.expected);
  return range;
}

Range scaled(Range range, double by) { return {range.low * by, range.expected * by, range.high * by}; }

double dot(const std::vector<double>& calls, std::span<const double> each) {
  double sum = 0;
  for (std::size_t c = 0; c < calls.size(); ++c) sum += calls[c] * (each.empty() ? 1 : each[c]);
  return sum;
}

StageForecast forecast_of(const std::vector<Played> (&fields)[3], std::size_t s, std::span<const double> worst_usd, double up) {
  StageForecast stage;
  stage.name = fields[0][0].stages[s].name;
  stage.entered = range_of(fields, [&](const Played& p) { return static_cast<double>(p.stages[s].entered); }).expected;
  stage.stayed = range_of(fields, [&](const Played& p) { return static_cast<double>(p.stages[s].stayed); });
  stage.calls = scaled(range_of(fields, [&](const Played& p) { return dot(p.calls[s], {}); }), up);
  if (!worst_usd.empty()) stage.usd = scaled(range_of(fields, [&](const Played& p) { return dot(p.calls[s], worst_usd); }), up);
  return stage;
}

}  // namespace

Forecast rehearse(const Plan& plan, std::span<const double> worst_usd) {
  const Plan small = rehearsed(plan);
  Forecast forecast{{}, all_items(small), all_items(plan)};
  if (forecast.items == 0 || plan.candidates.empty()) return forecast;
  const std::size_t worst = worst_case_calls(small) * std::size(abilities);
  const std::size_t replays = std::clamp<std::size_t>(most_calls / std::max<std::size_t>(1, worst), 3, most_replays);
  std::vector<Played> fields[3];
  for (std::size_t f = 0; f < 3; ++f)
    for (std::size_t i = 0; i < replays; ++i) fields[f].push_back(play(small, abilities[f], Random(plan.seed).fork(f).fork(i)));
  const double up = static_cast<double>(forecast.of) / static_cast<double>(forecast.items);
  for (std::size_t s = 0; s < plan.stages.size(); ++s) forecast.stages.push_back(forecast_of(fields, s, worst_usd, up));
  return forecast;
}

}  // namespace shortlist::simulation
