#include "harness/run/adaptive.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace shortlist {

AdaptiveSlots::AdaptiveSlots(std::size_t ceiling) : ceiling_(static_cast<double>(ceiling)), limit_(ceiling_) {
  assert(ceiling >= 1);
}

bool AdaptiveSlots::refused(Instant sent, std::size_t in_flight, Instant now) {
  if (cut_at_ != Instant::min() && (sent <= cut_at_ || now - cut_at_ < cut_gap)) return false;
  const double used = std::min(limit_, static_cast<double>(in_flight));
  const double before = std::floor(limit_), cut = std::floor(std::max(cut_factor * used, cut_most * limit_));
  limit_ = std::max(1.0, std::min(cut, before - 1));
  cut_at_ = now;
  return limit_ < before;
}

bool AdaptiveSlots::served(bool busy, Instant now) {
  if (!busy || limit_ >= ceiling_ || now - cut_at_ < cool_down) return false;   // below the ceiling, so it was cut
  const std::size_t before = count();
  limit_ = std::min(ceiling_, limit_ + std::max(1.0, growth_share * limit_) / limit_);
  return count() != before;
}

}  // namespace shortlist
