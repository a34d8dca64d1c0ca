#include "harness/score/cost.hpp"

#include <algorithm>
#include <cmath>

namespace shortlist {
namespace {

constexpr long double nano_per_token = 1000.0L;  ///< at one USD per million tokens
constexpr long double nano_max = 9.0e18L;        ///< below the range of Money

}  // namespace

std::optional<Money> cost_of(const Usage& usage, const Price& price) {
  if (!usage.input || !usage.output || !price.input_per_mtok || !price.output_per_mtok) return std::nullopt;
  const auto cached =
      std::clamp<std::int64_t>(usage.cached_input.value_or(0), 0, std::max<std::int64_t>(*usage.input, 0));
  const long double input = static_cast<long double>(*usage.input - cached) * *price.input_per_mtok;
  const long double reused =
      static_cast<long double>(cached) * price.cached_input_per_mtok.value_or(*price.input_per_mtok);
  const long double output = static_cast<long double>(*usage.output) * *price.output_per_mtok;
  const long double nano = (input + reused + output) * nano_per_token;
  if (!(nano >= 0 && nano < nano_max)) return std::nullopt;
  return Money{std::llround(nano)};
}

}  // namespace shortlist
