// Several objectives: a candidate leaves once another is certified better on quality, cost and latency at once, as far as
// these have a cap. For each ordered pair and objective one process bets against "no better on it" from the first unit on. A
// pair's claim needs all its processes (an intersection-union test: no price for the number of objectives); K (K - 1) pairs
// share the error, so nobody on the true front leaves with a probability above it. Who breaks a hard limit by its figures
// so far drives nobody out, and whom it had driven out before comes back.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "harness/board/words.hpp"
#include "harness/board/figures.hpp"
#include "harness/race/bet.hpp"
#include "harness/race/limit_tests.hpp"
#include "harness/race/policies.hpp"

namespace shortlist {
namespace {

constexpr std::size_t first_items = 5, least_step = 5;
constexpr double growth = 0.1;

/// One objective: values in [0, 1], more is better.
struct Axis {
  Board::Figure figure;
  double cap;   ///< where the value is 0; quality has none
  std::string_view name;
  double value(const Board& board, std::uint32_t candidate, std::size_t position) const {
    const double amount = board.mean(figure, candidate, position, board.plan().repeats);
    if (std::isnan(amount)) return 0;
    return figure == Board::Figure::quality ? amount : 1 - std::min(1.0, amount / cap);
  }
};

std::vector<Axis> axes_of(const Objective& o) {
  std::vector<Axis> axes{{Board::Figure::quality, 1, "quality"}};
  if (o.cost_cap_usd_per_1k > 0) axes.push_back({Board::Figure::cost_usd, o.cost_cap_usd_per_1k / 1000, "cost"});
  if (o.latency_cap_ms > 0) axes.push_back({Board::Figure::total_ms, o.latency_cap_ms, "latency"});
  return axes;
}

struct Duel {
  std::vector<Past> pasts;    // one an axis
  std::vector<double> logs;
};

class ParetoRace : public Policy {
 public:
  ParetoRace(const RaceStage& stage, const Field& field)
      : axes_(axes_of(field.board.plan().objective)), population_{field.board.order().size(), stage.infinite},
        duels_(field.asked.size() * field.asked.size()), candidates_(field.asked.size()),
        confidence_(stage.confidence), limited_(has_limits(field.board.plan().objective)),
        limits_(field.board.plan().objective, field, 1 - stage.confidence, stage.infinite) {
    const auto k = static_cast<double>(std::max<std::size_t>(field.racing.size(), 2));
    bar_ = std::log(k * (k - 1) / (1 - stage.confidence));
  }

  std::vector<Target> open(const Field& field) override {
    std::vector<Target> all;
    std::size_t reached = 0;
    for (const std::uint32_t c : field.racing) reached = std::max(reached, field.asked[c]);
    if (field.racing.size() < 2 && field.round > 1) return all;
    if (reached == population_.units && field.round > 1) return all;
    const auto step = std::max(least_step, static_cast<std::size_t>(std::ceil(growth * static_cast<double>(reached))));
    const std::size_t to = field.round == 1 ? std::max(first_items, reached) : reached + step;
    for (const std::uint32_t c : field.racing) all.push_back({c, std::min(population_.units, to)});
    return all;
  }

  std::vector<Cut> close(const Field& field) override {
    std::vector<Cut> cuts = limits_.cut(field);
    std::vector<bool> over(candidates_);   // by what is known so far: it drives nobody out
    for (const std::uint32_t c : field.racing) over[c] = limited_ && !limits_broken(field.board.plan().objective, figures_of(field, c), Unknown::passes).empty();
    for (const Cut& cut : cuts) over[cut.candidate] = true;
    let_back(over);
    for (const std::uint32_t out : field.racing)
      for (const std::uint32_t better : field.racing)
        if (out != better && beaten(field, out, better) && !over[better] && std::ranges::find(cuts, out, &Cut::candidate) == cuts.end()) {
          driven_out_.push_back({out, better});
          cuts.push_back({out, {}, 0, fmt::format("{} is better on {} on {}{}", field.board.plan().candidates[better].name,
                                                  objectives(), count(field.asked[out], "item"), certifies() ? " (certified)" : ""),
                          certifies() ? Cut::Ground::proof : Cut::Ground::figures});
          break;
        }
    return cuts;
  }

  std::vector<std::uint32_t> taken_back() override { return std::exchange(returning_, {}); }

  std::vector<std::string> notes(const Field& field) const override {
    std::vector<std::string> all{fmt::format("who leaves is worse than another on {}; {}", objectives(),
        certifies() ? fmt::format("with {:g} % confidence nobody on the true front of these items left", 100 * confidence_)
                    : "times depend on when they were measured, so nothing is certified")};
    if (axes_.size() == 1) all.push_back("only quality has no cap to set: with objective.cost.cap or objective.latency.cap they would be objectives too");
    if (field.racing.size() > 1)
      all.push_back(fmt::format("{} are left: none of them is shown to be worse than another on {}", field.racing.size(), objectives()));
    return all;
  }

  std::size_t rounds() const override { return 1; }

 private:
  struct DrivenOut { std::uint32_t candidate, by; };

  static Expense figures_of(const Field& field, std::uint32_t candidate) {
    return expense(field.board, candidate, field.asked[candidate], field.board.plan().repeats);
  }
  /// Whom somebody drove out who turns out to break a limit.
  void let_back(const std::vector<bool>& over) {
    for (const DrivenOut& one : driven_out_)
      if (over[one.by]) returning_.push_back(one.candidate);
    std::erase_if(driven_out_, [&](const DrivenOut& one) { return over[one.by]; });
  }

  std::string objectives() const {
    std::string names;
    for (std::size_t a = 0; a < axes_.size(); ++a)
      names += fmt::format("{}{}", a == 0 ? "" : a + 1 == axes_.size() ? " and " : ", ", axes_[a].name);
    return names;
  }
  /// Times depend on when they were measured (C10).
  bool certifies() const { return axes_.back().figure != Board::Figure::total_ms; }

  bool beaten(const Field& field, std::uint32_t out, std::uint32_t better) {
    Duel& duel = duels_[out * candidates_ + better];
    duel.pasts.resize(axes_.size()), duel.logs.resize(axes_.size());
    const std::size_t end = std::min(field.asked[out], field.asked[better]);
    bool all = true;
    for (std::size_t a = 0; a < axes_.size(); ++a) {
      for (std::size_t p = duel.pasts[a].seen; p < end; ++p) {
        const double y = axes_[a].value(field.board, better, p) - axes_[a].value(field.board, out, p);
        duel.logs[a] += log_factor(duel.pasts[a], y, 0, population_);
        duel.pasts[a].add(y);
      }
      all = all && duel.logs[a] >= bar_;
    }
    return all;
  }

  std::vector<Axis> axes_;
  Population population_;
  std::vector<Duel> duels_;   // by who might leave, by who might be better
  std::size_t candidates_;
  double confidence_;
  bool limited_;
  LimitTests limits_;
  std::vector<DrivenOut> driven_out_;
  std::vector<std::uint32_t> returning_;
  double bar_ = 0;
};

}  // namespace

std::unique_ptr<Policy> make_pareto(const RaceStage& stage, const Field& field) {
  return std::make_unique<ParetoRace>(stage, field);
}

}  // namespace shortlist
