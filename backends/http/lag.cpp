#include "backends/http/lag.hpp"

#include <cmath>

namespace shortlist {

void LagHistogram::note(Duration late) {
  auto& count = counts_[Cut::index_of(late)];
  count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);   // one thread writes
}

std::optional<ClientLag> LagHistogram::so_far() const {
  ClientLag lag;
  for (const auto& count : counts_) lag.n += count.load(std::memory_order_relaxed);
  if (lag.n == 0) return std::nullopt;
  const auto rank = [&](double q) { return static_cast<std::size_t>(std::ceil(q * static_cast<double>(lag.n))); };
  const auto end_ms = [](std::size_t bucket) { return static_cast<double>(Cut::end(bucket)) * 1e-6; };
  std::size_t seen = 0;
  for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
    const std::size_t here = counts_[bucket].load(std::memory_order_relaxed);
    if (here == 0) continue;
    if (seen < rank(0.5) && seen + here >= rank(0.5)) lag.p50_ms = end_ms(bucket);
    if (seen < rank(0.99) && seen + here >= rank(0.99)) lag.p99_ms = end_ms(bucket);
    lag.max_ms = end_ms(bucket);
    seen += here;
  }
  return lag;
}

std::optional<ClientLag> Lag::so_far() const {
  const auto served = serving.so_far(), woke = waking.so_far();
  if (!served || !woke) return served;
  return woke->p99_ms > served->p99_ms ? woke : served;
}

}  // namespace shortlist
