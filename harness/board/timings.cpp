#include "harness/board/timings.hpp"

#include <algorithm>
#include <cstdlib>

namespace shortlist {
namespace {

template <class OfQ>
Quantiles at_each(OfQ of) {
  return {of(0.5), of(0.9), of(0.95), of(0.99)};
}

}  // namespace

void Timings::add(const Outcome& outcome) {
  const Timing& t = outcome.timing;
  ++timed_;
  queued_.add(t.queued);
  if (t.connected) connect_.add(*t.connected - t.queued);
  if (const auto answer = time_to_answer(t)) {
    first_answer_.add(*answer);
    if (t.first_token && *t.first_token < *t.first_answer) ++reasoned_;
  }
  if (const auto per_token = tpot(outcome)) tpot_.add(*per_token);
  for (Duration gap : t.gaps) gaps_.add(gap);
  const auto tokens = streamed_tokens(*completion(outcome));
  const auto pieces = static_cast<std::int64_t>(chunks(t));
  if (!tokens || *tokens <= 0 || pieces == 0) return;
  tokens_ += static_cast<std::uint64_t>(*tokens);
  differing_ += static_cast<std::uint64_t>(std::max<std::int64_t>(std::abs(*tokens - pieces) - 1, 0));
}

bool Timings::coalesced() const {
  const auto above = [](std::uint64_t part, std::uint64_t whole) {
    return static_cast<double>(part) > coalesced_above * static_cast<double>(whole);
  };
  return above(gaps_.zeros(), gaps_.count()) || above(differing_, tokens_);
}

Latency Timings::figures(RankTable& ranks) const {
  Latency l;
  l.timed = timed_, l.reasons = reasoned_ > 0, l.coalesced = coalesced();
  l.first_answer = quantiles(first_answer_, ranks);
  l.tpot = quantiles(tpot_, ranks), l.itl = quantiles(gaps_, ranks);
  l.queued = quantiles(queued_, ranks), l.connect = quantiles(connect_, ranks);
  return l;
}

Quantiles quantiles(std::span<const float> ascending, RankTable& ranks) {
  if (ascending.empty()) return {};
  return at_each([&](double q) { return std::optional(quantile(ascending, q, ranks)); });
}

Quantiles quantiles(const Histogram& histogram, RankTable& ranks) {
  return at_each([&](double q) { return quantile_ms(histogram, q, ranks); });
}

}  // namespace shortlist
