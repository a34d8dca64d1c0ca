#include "harness/cli/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/ports/items.hpp"
#include "harness/race/race.hpp"
#include "harness/run/purse.hpp"
#include "harness/simulate/power.hpp"
#include "harness/simulate/rehearse.hpp"
#include "harness/store/store.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
using namespace simulation;
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

/// The worst case of one call of each candidate, on average over the items; none where a price is unknown.
std::vector<double> worst_usd_a_call(const Plan& plan) {
  std::vector<double> all;
  double items = 0;
  for (const Suite& suite : plan.suites) items += static_cast<double>(suite.items->size());
  for (const Candidate& c : plan.candidates) {
    const auto usd = worst_usd(plan, c);
    if (!usd || items == 0) return {};
    all.push_back(*usd / items / plan.repeats);
  }
  return all;
}

constexpr double expected_share = 0.3;   // of a call's worst case: a token is some four bytes, few answers fill their limit

std::string calls_text(const Range& calls) {
  const auto whole = [](double value) { return grouped(static_cast<std::size_t>(std::llround(value))); };
  return calls.high < 0.5 ? "0" : fmt::format("{} / {} / {}", whole(calls.low), whole(calls.expected), whole(calls.high));
}

std::string usd_text(const std::optional<Range>& usd) {
  if (!usd) return "unknown";
  if (usd->high == 0) return dollars(Money{});
  return fmt::format("{} / {} / {}", dollars(from_usd(expected_share * usd->low)), dollars(from_usd(expected_share * usd->expected)),
                     dollars(from_usd(usd->high)));
}

std::string who_text(const StageForecast& stage) {
  return fmt::format("{:.0f} -> {:.0f}", stage.entered, stage.stayed.expected);
}

Range sum(const Range& a, const Range& b) { return {a.low + b.low, a.expected + b.expected, a.high + b.high}; }

bool same_suites(const Plan& a, const Plan& b) {
  return std::equal(a.suites.begin(), a.suites.end(), b.suites.begin(), b.suites.end(),
                    [](const Suite& x, const Suite& y) { return x.name == y.name; });
}

}  // namespace

std::optional<EarlierSd> earlier_sd(const std::string& runs, const Plan& plan, const std::string& except) {
  constexpr std::size_t most_records = 50'000, most_opened = 3;
  std::size_t opened = 0;
  for (const RunSummary& run : RunStore::list(runs)) {
    if (run.id == except || run.name != plan.name || run.state != "finished" || run.records > most_records) continue;
    if (++opened > most_opened) break;
    try {
      const auto store = RunStore::load(runs, run.id);
      const Run past{store->plan(), store->stored(), {}, {}};
      if (!same_suites(past.plan, plan)) continue;
      if (const auto measured = measured_sd_pair(past)) return EarlierSd{run.id, measured->sd};
    } catch (const UserError&) {
      continue;   // another process has it, or it cannot be read: the usual figure will do
    }
  }
  return std::nullopt;
}

std::string resolution(const Plan& plan, const std::optional<EarlierSd>& earlier) {
  const std::vector<SuiteUnits> suites = units_of(plan);
  std::size_t items = 0, units = 0;
  for (std::size_t s = 0; s < suites.size(); ++s) items += plan.suites[s].items->size(), units += suites[s].units;
  const auto gap = detectable(suites, earlier ? earlier->sd : usual_sd_pair);
  if (!gap) return "no items: nothing can be told apart";
  const std::string who = plan.suites.size() == 1 ? "this suite" : "these suites";
  std::string basis = fmt::format("80 % power, {} items", grouped(items));
  if (units < items) basis += fmt::format(" in {} clusters", grouped(units));
  if (earlier) basis += fmt::format("; answers as unlike as in run {}", earlier->run);
  if (*gap >= 1) return fmt::format("{} can tell nobody apart ({})", who, basis);
  return fmt::format("{} tell{} {:.1f} points apart ({})", who, plan.suites.size() == 1 ? "s" : "", 100 * *gap, basis);
}

std::string forecast(const Plan& plan) {
  const Forecast made_up = rehearse(plan, worst_usd_a_call(plan));
  constexpr const char* row = "{:<13} {:<12} {:<28} {}\n";
  std::string text = fmt::format(row, "stage", "candidates", "calls low / expected / high", "money likewise");
  Range calls;
  std::optional<Range> usd = Range{};
  for (const StageForecast& stage : made_up.stages) {
    text += fmt::format(row, stage.name, who_text(stage), calls_text(stage.calls), usd_text(stage.usd));
    calls = sum(calls, stage.calls);
    usd = usd && stage.usd ? std::optional(sum(*usd, *stage.usd)) : std::nullopt;
  }
  if (made_up.stages.size() > 1) text += fmt::format(row, "all", "", calls_text(calls), usd_text(usd));
  text += fmt::format("rehearsed on made-up answers{}: candidates far apart, as usual, close together; nobody fails\n",
                      made_up.items < made_up.of ? fmt::format(" to {} of the items", grouped(made_up.items)) : "");
  if (usd && usd->high > 0) text += fmt::format("money: {:.0f} % of each call's worst case, high all of it\n", 100 * expected_share);
  return text;
}

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
