#include "backends/http/lag.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace shortlist {

std::size_t LagHistogram::bucket_of(std::uint64_t ns) {
  if (ns < per_octave) return static_cast<std::size_t>(ns);
  const auto octave = static_cast<std::size_t>(std::bit_width(ns)) - 4;   // 8 .. 15 ns is octave 0
  return std::min((octave + 1) * per_octave + static_cast<std::size_t>(ns >> octave) % per_octave,
                  per_octave * octaves - 1);
}

double LagHistogram::end_ms(std::size_t bucket) {
  if (bucket < per_octave) return static_cast<double>(bucket + 1) * 1e-6;
  const std::size_t octave = bucket / per_octave - 1;
  return std::ldexp(static_cast<double>(per_octave + bucket % per_octave + 1), static_cast<int>(octave)) * 1e-6;
}

void LagHistogram::note(Duration late) {
  const auto ns = static_cast<std::uint64_t>(std::max<Duration::rep>(0, late.count()));
  auto& count = counts_[bucket_of(ns)];
  count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);   // one thread writes
}

std::optional<ClientLag> LagHistogram::so_far() const {
  ClientLag lag;
  for (const auto& count : counts_) lag.n += count.load(std::memory_order_relaxed);
  if (lag.n == 0) return std::nullopt;
  const auto rank = [&](double q) { return static_cast<std::size_t>(std::ceil(q * static_cast<double>(lag.n))); };
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
