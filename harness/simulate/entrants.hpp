#pragma once
// Who of a plan can be asked at all, and what that can come to.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/types/plan.hpp"

namespace shortlist::simulation {

/// The candidates that the constraints at the plan's beginning let in, ascending. Nobody else is ever asked:
/// not by an audit either. A variant that an optimise stage brings in later comes in if the first of its base
/// does.
std::vector<std::uint32_t> entrants(const Plan& plan);

/// Calls if each of so many candidates answers every item, as often as any stage asks for.
/// REQUIRES: the suites have their items.
std::size_t most_calls(const Plan& plan, std::size_t candidates);

/// The least share of "everyone left answers everything" that a race on a budget takes, however small its
/// budget: each of its ceil(log2 K) rounds asks all who are left at least one item more, and keeps the better
/// half (harness/race/budget.cpp). It keeps to every budget that is not smaller. `known`: first items that
/// all had been asked before, which count. REQUIRES: candidates, items >= 1.
double least_budget(std::size_t candidates, std::size_t items, std::size_t known = 0);

}  // namespace shortlist::simulation
