#include "harness/simulate/entrants.hpp"

#include <algorithm>
#include <bit>

#include "harness/ports/items.hpp"
#include "harness/race/race.hpp"

namespace shortlist::simulation {
namespace {

bool is_constraints(const Stage& stage) { return std::holds_alternative<ConstraintsStage>(stage); }
bool is_optimise(const Stage& stage) { return std::holds_alternative<OptimiseStage>(stage); }

/// One a candidate: whether its own facts let it in. Nothing is asked, so the race is over at once.
std::vector<bool> let_in(const Plan& plan) {
  Plan facts = plan;
  facts.suites.clear();
  facts.stages.erase(std::find_if_not(facts.stages.begin(), facts.stages.end(), is_constraints),
                     facts.stages.end());
  if (facts.stages.empty()) return std::vector<bool>(plan.candidates.size(), true);
  std::vector<bool> in(plan.candidates.size());
  const Race race(facts);
  for (const std::uint32_t candidate : race.racing()) in[candidate] = true;
  return in;
}

}  // namespace

std::vector<std::uint32_t> entrants(const Plan& plan) {
  std::vector<bool> in = let_in(plan);
  if (std::any_of(plan.stages.begin(), plan.stages.end(), is_optimise))
    for (std::size_t c = 1; c < in.size(); ++c)
      if (const std::string& base = plan.candidates[c].base;
          !base.empty() && base == plan.candidates[c - 1].base)
        in[c] = in[c - 1];
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t c = 0; c < in.size(); ++c)
    if (in[c]) numbers.push_back(c);
  return numbers;
}

std::size_t most_calls(const Plan& plan, std::size_t candidates) {
  std::size_t items = 0;
  for (const Suite& suite : plan.suites) items += suite.items->size();
  return items * candidates * most_repeats(plan);
}

double least_budget(std::size_t candidates, std::size_t items, std::size_t known) {
  const std::size_t rounds = std::max<std::size_t>(1, std::bit_width(candidates - 1));
  std::size_t calls = candidates * std::min(items, known), racing = candidates;
  for (std::size_t round = 0; round < rounds && known + round < items; ++round) {
    calls += racing;
    racing = (racing + 1) / 2;
  }
  return static_cast<double>(calls) / static_cast<double>(candidates * items);
}

}  // namespace shortlist::simulation
