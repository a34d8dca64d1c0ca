#include "harness/simulate/rehearse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "harness/ports/items.hpp"
#include "harness/simulate/drive.hpp"
#include "harness/simulate/entrants.hpp"
#include "harness/simulate/world.hpp"

namespace shortlist::simulation {
namespace {

constexpr double abilities[] = {1.2, 0.5, 0.05}, difficulty = 1.5;
constexpr std::size_t most_replays = 20, most_played = 1'500'000,
                      most_cells = 100'000;  // calls: of all replays together

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
  const double share = std::min(
      1.0, static_cast<double>(most_cells) / static_cast<double>(std::max<std::size_t>(1, width * items)));
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

/// Who stood at a stage's first call, and how many items of each had been asked by then.
struct Begun {
  std::size_t racing = 0, known = 0;
};

struct Played {
  std::vector<StageReport> stages;
  std::vector<std::vector<double>> calls;   // by stage and candidate
  std::vector<std::optional<Begun>> begun;  // by stage; unset where it asked nobody
};

Begun begun_with(const Race& race, const std::vector<std::vector<double>>& calls, std::uint32_t repeats) {
  Begun begun{race.racing().size(), 0};
  for (const std::uint32_t candidate : race.racing()) {
    double asked = 0;
    for (const auto& stage : calls) asked += stage[candidate];
    begun.known = std::max(begun.known, static_cast<std::size_t>(asked) / repeats);
  }
  return begun;
}

Played play(const Plan& plan, double ability, Random random) {
  Plan own = plan;
  own.seed = random.fork(0).next();
  const Abilities field(own, ability, random.fork(1));
  Race race(own);
  Played played;
  played.calls.assign(own.stages.size(), std::vector<double>(own.candidates.size()));
  played.begun.resize(own.stages.size());
  drive(race, [&](const CallKey& key, Record& record) {
    record.quality = field.quality(key);
    const std::size_t stage = race.stage();
    if (!played.begun[stage]) played.begun[stage] = begun_with(race, played.calls, own.repeats);
    ++played.calls[stage][key.candidate];
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

Range capped(Range range, double most) {
  return {std::min(range.low, most), std::min(range.expected, most), std::min(range.high, most)};
}

double dot(const std::vector<double>& calls, std::span<const double> each) {
  double sum = 0;
  for (std::size_t c = 0; c < calls.size(); ++c) sum += calls[c] * (each.empty() ? 1 : each[c]);
  return sum;
}

double dot_of_all(const Played& played, std::span<const double> each) {
  double sum = 0;
  for (const auto& calls : played.calls) sum += dot(calls, each);
  return sum;
}

/// In every replay; with fewer candidates it may be less.
std::optional<StageForecast::Overshoot> overshoot_of(const std::vector<Played> (&fields)[3], std::size_t s,
                                                     const Stage& stage, std::size_t items) {
  const RaceStage* race = std::get_if<RaceStage>(&stage);
  if (const auto* optimise = std::get_if<OptimiseStage>(&stage)) race = &optimise->race;
  if (!race || race->mode != RaceStage::Mode::budget) return std::nullopt;
  std::optional<StageForecast::Overshoot> least;
  for (const auto& field : fields)
    for (const Played& played : field) {
      if (!played.begun[s]) return std::nullopt;
      const auto [racing, known] = *played.begun[s];
      const double share = least_budget(racing, items, known);
      if (!least || share < least->at_least) least = {race->budget, share, known};
    }
  return least && least->at_least > least->budget + 1e-9 ? least : std::nullopt;
}

StageForecast forecast_of(const std::vector<Played> (&fields)[3], std::size_t s,
                          std::span<const double> worst_usd, double up) {
  StageForecast stage;
  stage.name = fields[0][0].stages[s].name;
  stage.entered =
      range_of(fields, [&](const Played& p) { return static_cast<double>(p.stages[s].entered); }).expected;
  stage.stayed = range_of(fields, [&](const Played& p) { return static_cast<double>(p.stages[s].stayed); });
  stage.calls = scaled(range_of(fields, [&](const Played& p) { return dot(p.calls[s], {}); }), up);
  if (!worst_usd.empty())
    stage.usd = scaled(range_of(fields, [&](const Played& p) { return dot(p.calls[s], worst_usd); }), up);
  return stage;
}

/// All stages together.
void sum_up(const std::vector<Played> (&fields)[3], const Plan& plan, std::span<const double> worst_usd,
            double up, Forecast& forecast) {
  const std::vector<std::uint32_t> asked = entrants(plan);
  forecast.calls = capped(scaled(range_of(fields, [&](const Played& p) { return dot_of_all(p, {}); }), up),
                          static_cast<double>(most_calls(plan, asked.size())));
  if (worst_usd.empty()) return;
  double each = 0;
  for (const std::uint32_t candidate : asked) each += worst_usd[candidate];
  forecast.usd =
      capped(scaled(range_of(fields, [&](const Played& p) { return dot_of_all(p, worst_usd); }), up),
             each * static_cast<double>(most_calls(plan, 1)));
}

}  // namespace

Forecast rehearse(const Plan& plan, std::span<const double> worst_usd) {
  const Plan small = rehearsed(plan);
  Forecast forecast;
  forecast.items = all_items(small), forecast.of = all_items(plan);
  if (forecast.items == 0 || plan.candidates.empty()) return forecast;
  const std::size_t worst = worst_case_calls(small) * std::size(abilities);
  const std::size_t replays =
      std::clamp<std::size_t>(most_played / std::max<std::size_t>(1, worst), 3, most_replays);
  std::vector<Played> fields[3];
  for (std::size_t f = 0; f < 3; ++f)
    for (std::size_t i = 0; i < replays; ++i)
      fields[f].push_back(play(small, abilities[f], Random(plan.seed).fork(f).fork(i)));
  const double up = static_cast<double>(forecast.of) / static_cast<double>(forecast.items);
  for (std::size_t s = 0; s < plan.stages.size(); ++s) {
    forecast.stages.push_back(forecast_of(fields, s, worst_usd, up));
    forecast.stages.back().overshoot = overshoot_of(fields, s, plan.stages[s], forecast.of);
  }
  sum_up(fields, plan, worst_usd, up, forecast);
  return forecast;
}

}  // namespace shortlist::simulation
