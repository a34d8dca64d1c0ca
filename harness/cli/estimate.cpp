#include "harness/cli/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/ports/items.hpp"
#include "harness/race/race.hpp"
#include "harness/run/purse.hpp"

namespace shortlist {
namespace {

constexpr std::size_t sample_size = 2000;   // items of a suite that are looked at

/// The worst case of one call, on average over an even sample of the suite.
std::optional<double> mean_worst_usd(const Suite& suite, const Candidate& candidate) {
  const std::size_t size = suite.items->size(), step = std::max<std::size_t>(1, size / sample_size);
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < size; i += step, ++count) {
    const auto cost = worst_cost(candidate, suite.items->item(i, candidate.prompting));
    if (!cost) return std::nullopt;
    sum += to_usd(*cost);
  }
  return count > 0 ? sum / count : 0;
}

std::optional<double> worst_usd(const Plan& plan, const Candidate& candidate) {
  double usd = 0;
  for (const Suite& suite : plan.suites) {
    const auto a_call = mean_worst_usd(suite, candidate);
    if (!a_call) return std::nullopt;
    usd += *a_call * static_cast<double>(suite.items->size()) * plan.repeats;
  }
  return usd;
}

}  // namespace

WorstCase worst_case(const Plan& plan) {
  WorstCase result{worst_case_calls(plan), Money{}, ""};
  for (const Candidate& c : plan.candidates) {
    const auto usd = worst_usd(plan, c);
    if (!usd) return {result.calls, std::nullopt, fmt::format("{} has no price", c.name)};
    *result.cost += from_usd(*usd);
  }
  return result;
}

std::string grouped(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string dollars(Money money) {
  const double usd = to_usd(money);
  if (usd == 0 || std::abs(usd) >= 0.1) return fmt::format("${:.2f}", usd);
  const int digits = 1 - static_cast<int>(std::floor(std::log10(std::abs(usd))));
  return fmt::format("${:.{}f}", usd, digits);
}

std::string headline(const Plan& plan) {
  std::size_t items = 0;
  for (const Suite& suite : plan.suites) items += suite.items->size();
  const WorstCase worst = worst_case(plan);
  std::string text = fmt::format("{} · {} candidate{} · {} suite{} · {} items · worst case {} calls", plan.name,
                                 plan.candidates.size(), plan.candidates.size() == 1 ? "" : "s", plan.suites.size(),
                                 plan.suites.size() == 1 ? "" : "s", grouped(items), grouped(worst.calls));
  text += worst.cost ? ", " + dollars(*worst.cost) : ", cost unknown (" + worst.unknown_why + ")";
  if (plan.budget.money) text += fmt::format(" (budget {})", dollars(*plan.budget.money));
  return text;
}

}  // namespace shortlist
