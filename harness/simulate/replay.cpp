#include <algorithm>
#include <cmath>

#include "harness/ports/items.hpp"
#include "harness/race/race.hpp"
#include "harness/simulate/drive.hpp"
#include "harness/simulate/simulate.hpp"

namespace shortlist::simulation {
namespace {

constexpr double hair = 1e-9;   // below any difference of two means that is one

class DrawnItems : public Items {
 public:
  DrawnItems(const Table& table, std::vector<std::uint32_t> columns) : table_(table), columns_(std::move(columns)) {}
  std::size_t size() const override { return columns_.size(); }
  std::string id(std::size_t index) const override { return table_.columns[columns_[index]].name; }
  std::string cluster(std::size_t index) const override { return table_.columns[columns_[index]].cluster; }
  Item item(std::size_t index, const Prompting&) const override {
    Item item;
    item.id = id(index);
    return item;
  }
  std::uint32_t column(std::size_t index) const { return columns_[index]; }

 private:
  const Table& table_;
  std::vector<std::uint32_t> columns_;
};

/// A part of a table as a plan, and its answers as records. A suite of which nothing was drawn has no items.
class Scene {
 public:
  Scene(const Table& table, const Draw& part, const Setting& setting, std::uint64_t seed) : table_(table), part_(part) {
    plan_.name = "simulation", plan_.seed = seed, plan_.objective = setting.objective;
    for (const std::uint32_t row : part.rows) plan_.candidates.emplace_back().name = table.candidates[row];
    std::vector<std::vector<std::uint32_t>> columns(table.suites.size());
    for (const std::uint32_t column : part.columns) columns[table.columns[column].suite].push_back(column);
    for (std::size_t s = 0; s < columns.size(); ++s) {
      auto items = std::make_shared<DrawnItems>(table, std::move(columns[s]));
      items_.push_back(items.get());
      Suite& suite = plan_.suites.emplace_back();
      suite.name = table.suites[s].name, suite.weight = table.suites[s].weight, suite.items = std::move(items);
    }
    plan_.stages = {stage_for(setting.stage)};
  }

  const Plan& plan() const { return plan_; }
  std::size_t calls() const { return part_.rows.size() * part_.columns.size(); }
  bool priced() const { return !table_.cost_usd.empty(); }
  double cost_of_all() const {
    double sum = 0;
    for (const std::uint32_t row : part_.rows)
      for (const std::uint32_t column : part_.columns) sum += table_.cost_usd[table_.cell(row, column)];
    return sum;
  }
  std::size_t cell(const CallKey& key) const {
    return table_.cell(part_.rows[key.candidate], items_[key.suite]->column(key.item));
  }
  void answer(std::size_t cell, Record& record) const {
    record.quality = table_.quality[cell];
    if (priced()) record.cost = from_usd(table_.cost_usd[cell]);
    if (table_.latency_ms.empty()) return;   // no attempt on record, hence no time
    record.outcome.attempts.resize(1);
    Timing& timing = record.outcome.timing;
    timing.written = Duration{};
    timing.last_token = timing.done = from_ms(table_.latency_ms[cell]);
  }

 private:
  RaceStage stage_for(RaceStage stage) const {
    std::erase_if(stage.favourites, [&](const std::string& name) {
      return std::none_of(plan_.candidates.begin(), plan_.candidates.end(), [&](const Candidate& c) { return c.name == name; });
    });
    return stage;
  }

  const Table& table_;
  const Draw& part_;
  Plan plan_;
  std::vector<const DrawnItems*> items_;
};

std::optional<Certificate> last_certificate(const Race& race) {
  std::optional<Certificate> last;
  for (StageReport& report : race.stages())
    if (report.certificate) last = std::move(report.certificate);
  return last;
}

Look look_at(const Race& race, const std::vector<double>& truth, double best) {
  const auto certificate = last_certificate(race);
  const bool proven = certificate && !certificate->possible.empty();
  const std::span<const std::uint32_t> possible = proven ? std::span<const std::uint32_t>(certificate->possible) : race.racing();
  return {possible.size(), std::any_of(possible.begin(), possible.end(), [&](auto c) { return truth[c] >= best - hair; })};
}

void conclude(const Race& race, const std::vector<double>& truth, double best, Replay& result) {
  const auto certificate = last_certificate(race);
  const bool named = certificate && certificate->kind != Certificate::Kind::none;
  const auto chosen = named ? std::optional(certificate->leader) : race.ranking().chosen;
  result.regret = chosen ? best - truth[*chosen] : best;
  result.finished = named ? certificate->reached : race.finished();
}

Replay replay(const Table& table, const Setting& setting, Random random) {
  const Draw part = draw(table, setting.candidates, setting.items, random.fork(0));
  const Scene scene(table, part, setting, random.fork(1).next());
  const std::vector<double> truth = true_utilities(table, part, setting.objective);
  const double best = *std::max_element(truth.begin(), truth.end());
  Race race(scene.plan());
  Replay result;
  std::size_t calls = 0, look = 0;
  double cost = 0;
  const auto all = static_cast<double>(scene.calls());
  drive(race, [&](const CallKey& key, Record& record) {
    for (; look < std::size(looks) && static_cast<double>(calls) >= looks[look] * all; ++look)
      result.shortlist[look] = look_at(race, truth, best);
    const std::size_t cell = scene.cell(key);
    scene.answer(cell, record);
    ++calls;
    if (scene.priced()) cost += table.cost_usd[cell];
  });
  for (; look < std::size(looks); ++look) result.shortlist[look] = look_at(race, truth, best);
  result.share_of_calls = static_cast<double>(calls) / all;
  if (scene.priced())
    if (const double everything = scene.cost_of_all(); everything > 0) result.share_of_cost = cost / everything;
  conclude(race, truth, best, result);
  return result;
}

}  // namespace

Replay replay(const Source& source, const Setting& setting, std::uint64_t number) {
  const Random random = Random(setting.seed).fork(number);
  if (const auto* table = std::get_if<Table>(&source)) return replay(*table, setting, random);
  return replay(least_favourable(std::get<World>(source), random.fork(2)), setting, random);
}

}  // namespace shortlist::simulation
