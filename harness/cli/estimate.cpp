#include "harness/cli/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/ports/items.hpp"
#include "harness/run/purse.hpp"
#include "harness/simulate/entrants.hpp"
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

/// The worst case of one call, on average over all items.
std::optional<double> worst_usd(const Plan& plan, const Candidate& candidate) {
  double usd = 0, items = 0;
  for (const Suite& suite : plan.suites) {
    const auto a_call = mean_worst_usd(suite, candidate);
    if (!a_call) return std::nullopt;
    const auto size = static_cast<double>(suite.items->size());
    usd += *a_call * size, items += size;
  }
  return items > 0 ? usd / items : 0;
}

/// Likewise, one a candidate; of those whom declared facts keep out 0. `unknown`: the first of the others without a price.
struct WorstCalls {
  std::vector<double> usd;
  const Candidate* unknown = nullptr;
};
WorstCalls worst_calls(const Plan& plan, const std::vector<std::uint32_t>& asked) {
  WorstCalls all{std::vector<double>(plan.candidates.size()), nullptr};
  for (const std::uint32_t c : asked) {
    const auto usd = worst_usd(plan, plan.candidates[c]);
    if (!usd) return {{}, &plan.candidates[c]};
    all.usd[c] = *usd;
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

namespace {

struct Size { std::size_t items = 0, units = 0; };
Size size_of(const Plan& plan, const std::vector<SuiteUnits>& suites) {
  Size size;
  for (std::size_t s = 0; s < suites.size(); ++s) size.items += plan.suites[s].items->size(), size.units += suites[s].units;
  return size;
}

std::string items_text(const Size& size) {
  std::string text = fmt::format("{} items", grouped(size.items));
  if (size.units < size.items) text += fmt::format(" in {} clusters", grouped(size.units));
  return text;
}

/// "one candidate", "declared facts leave one candidate".
std::string the_only_one(const Plan& plan) {
  return plan.candidates.size() == 1 ? "one candidate" : fmt::format("of {} candidates declared facts leave one", plan.candidates.size());
}

/// Where fewer than two may be asked.
std::string no_choice(const Plan& plan, std::size_t asked, const std::vector<SuiteUnits>& suites) {
  if (asked == 0) return "declared facts keep all candidates out: nobody is asked";
  const double within = known_within(suites).value_or(1);
  return fmt::format("{}: nothing to choose between; its quality is measured, to about {:.1f} points either way at worst once all is asked "
                     "(95 %, {})", the_only_one(plan), 100 * within, items_text(size_of(plan, suites)));
}

std::string spread_text(const std::vector<SuiteUnits>& suites, const std::optional<EarlierSd>& earlier) {
  if (earlier) return fmt::format("for answers as unlike as in run {}: paired sd {:.2f}", earlier->run, earlier->sd);
  return fmt::format("for answers as unlike as usual: paired sd {:.2f} ({:.1f} points at {:.2f}, {:.1f} at {:.2f})", usual_sd_pair,
                     100 * *detectable(suites, alike_sd_pair), alike_sd_pair, 100 * *detectable(suites, unlike_sd_pair), unlike_sd_pair);
}

}  // namespace

std::string resolution(const Plan& plan, const std::optional<EarlierSd>& earlier) {
  const std::vector<SuiteUnits> suites = units_of(plan);
  const auto gap = detectable(suites, earlier ? earlier->sd : usual_sd_pair);
  if (!gap) return "no items: nothing can be told apart";
  if (const std::size_t asked = entrants(plan).size(); asked < 2) return no_choice(plan, asked, suites);
  const bool one = plan.suites.size() == 1;
  const std::string who = one ? "this suite" : "these suites", basis = "80 % power, " + items_text(size_of(plan, suites));
  const std::string told = *gap >= 1 ? fmt::format("{} can tell nobody apart ({})", who, basis)
                                     : fmt::format("{} tell{} {:.1f} points apart ({})", who, one ? "s" : "", 100 * *gap, basis);
  return fmt::format("{}\n  on {} task (two-sided, 5 %), {}; on these very items every difference shows once all are asked", told,
                     one ? "its" : "their", spread_text(suites, earlier));
}

namespace {

bool highs_do_not_add_up(const Forecast& made_up) {
  double sum = 0;
  for (const StageForecast& stage : made_up.stages) sum += stage.calls.high;
  return std::llround(sum) > std::llround(made_up.calls.high);
}

/// What a reader of the table must know of single stages, a line each.
std::string remarks(const Plan& plan, const Forecast& made_up) {
  std::string text;
  for (const StageForecast& stage : made_up.stages)
    if (const auto& over = stage.overshoot)
      text += fmt::format("{}: asked for {:.3g} % of the calls, takes at least {:.3g} %: each of its rounds asks all who are left one item more{}\n",
                          stage.name, 100 * over->budget, 100 * over->at_least,
                          over->known ? fmt::format(", and {} of each that were asked before count", over->known) : "");
  const auto all = static_cast<double>(most_calls(plan, 1));
  if (entrants(plan).size() == 1 && made_up.calls.high < all)
    text += fmt::format("{}, so its race ends at once: these stages ask {} of {} calls; race: {{mode: full}} asks all\n", the_only_one(plan),
                        calls_text(made_up.calls), grouped(most_calls(plan, 1)));
  return text;
}

}  // namespace

std::string forecast(const Plan& plan) {
  const Forecast made_up = rehearse(plan, worst_calls(plan, entrants(plan)).usd);
  constexpr const char* row = "{:<13} {:<12} {:<28} {}\n";
  std::string text = fmt::format(row, "stage", "candidates", "calls low / expected / high", "money likewise");
  for (const StageForecast& stage : made_up.stages)
    text += fmt::format(row, stage.name, who_text(stage), calls_text(stage.calls), usd_text(stage.usd));
  if (made_up.stages.size() > 1) text += fmt::format(row, "all", "", calls_text(made_up.calls), usd_text(made_up.usd));
  text += remarks(plan, made_up);
  text += fmt::format("rehearsed on made-up answers{}: candidates far apart, as usual, close together; nobody fails\n",
                      made_up.items < made_up.of ? fmt::format(" to {} of the items", grouped(made_up.items)) : "");
  if (highs_do_not_add_up(made_up)) text += "all: stages are high in different rehearsals, so their highs together are more than any took\n";
  if (made_up.usd && made_up.usd->high > 0)
    text += fmt::format("money: {:.0f} % of each call's worst case, high all of it\n", 100 * expected_share);
  return text;
}

WorstCase worst_case(const Plan& plan) {
  const std::vector<std::uint32_t> asked = entrants(plan);
  const WorstCalls each = worst_calls(plan, asked);
  WorstCase result{most_calls(plan, asked.size()), Money{}, ""};
  if (each.unknown) return {result.calls, std::nullopt, fmt::format("{} has no price", each.unknown->name)};
  const auto calls = static_cast<double>(most_calls(plan, 1));
  for (const std::uint32_t c : asked) *result.cost += from_usd(each.usd[c] * calls);
  return result;
}

std::string too_dear(const Plan& plan) {
  std::string text;
  if (!plan.budget.money) return text;
  for (const std::uint32_t c : entrants(plan))
    if (const auto usd = worst_usd(plan, plan.candidates[c]); usd && from_usd(*usd) > *plan.budget.money)
      text += fmt::format("the budget of {} does not cover one call of {}: {}\n", dollars(*plan.budget.money), plan.candidates[c].name,
                          way_out(plan.candidates[c], from_usd(*usd)));
  return text;
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
