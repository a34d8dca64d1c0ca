#pragma once
// What a plan may cost before anyone is asked.
#include <optional>
#include <string>

#include "harness/types/plan.hpp"

namespace shortlist {

/// The most that all calls of a plan could cost: everyone whom declared facts let in answers all items, as often as any
/// stage repeats, each call at its `worst_cost` (harness/run/purse). `unknown_why` names the first of them without a price;
/// then there is no figure. Large suites are estimated from an
/// even sample of 2,000 items.
struct WorstCase {
  std::size_t calls = 0;
  std::optional<Money> cost;
  std::string unknown_why;
};
WorstCase worst_case(const Plan& plan);

/// "support-replies · 7 candidates · 2 suites · 520 items · worst case 6,480 calls, $14.81 (budget $15.00)"
std::string headline(const Plan& plan);

/// What the better candidates' answers differed by in an earlier run with the same suites, and which run that was.
struct EarlierSd {
  std::string run;
  double sd = 0;
};
/// The newest such run below `runs`, but for `except` (an id). Only a few small ones are looked into.
std::optional<EarlierSd> earlier_sd(const std::string& runs, const Plan& plan, const std::string& except = "");

/// "this suite tells 4.9 points apart (80 % power, 520 items)", and a line on what that claims and assumes
/// (harness/simulate/power.hpp); of a plan with one candidate, what is measured instead.
std::string resolution(const Plan& plan, const std::optional<EarlierSd>& earlier);

/// What each stage will probably take, as a table, and what that assumes.
std::string forecast(const Plan& plan);

/// Candidates of whom not even one average call fits into the budget at its worst, a line each with the way out; or "".
std::string too_dear(const Plan& plan);

/// 6480 -> "6,480"
std::string grouped(std::size_t count);
/// "$14.81"; small sums keep two significant digits: "$0.0031"
std::string dollars(Money money);

}  // namespace shortlist
