#include "harness/run/pacer.hpp"

#include <algorithm>

namespace shortlist {

// (60 s + slack) / n, rounded up: with the slack itself, a half-open minute then never sees more than n units.
Pacer::Pacer(std::optional<int> per_minute) {
  if (per_minute) interval_ = (std::chrono::minutes(1) + slack) / *per_minute + Duration(1);
}

Instant Pacer::ready() const { return interval_ ? due_ - slack : Instant::min(); }

void Pacer::spend(double units, Instant now) {
  if (!interval_) return;
  const auto cost = Duration(static_cast<Duration::rep>(units * static_cast<double>(interval_->count())));
  due_ = (units > 0 ? std::max(due_, now) : due_) + cost;
}

}  // namespace shortlist
