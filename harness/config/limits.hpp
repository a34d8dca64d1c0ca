#pragma once
// Upper bounds of a plan's numbers. Beyond each stands a typing mistake, or a figure that would lose digits.
#include <cstdint>

namespace shortlist {

constexpr std::int64_t max_few_shot = 1'000;
constexpr std::int64_t max_repeats = 1'000;
constexpr std::int64_t max_concurrency = 10'000;
constexpr std::int64_t max_attempts = 100;
constexpr double max_timeout_s = 86'400;      // a day
constexpr double max_budget_minutes = 10'080; // a week
constexpr double max_budget_usd = 1e6;        // nano-dollars still exact in a double
constexpr double max_weight = 1e6;
constexpr std::int64_t max_valid_days = 3'650;
constexpr std::size_t max_name = 200;         // characters of a candidate's or the plan's name

}  // namespace shortlist
