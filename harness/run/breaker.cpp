#include "harness/run/breaker.hpp"

namespace shortlist {

bool refuses_in_health(FailureKind kind) {
  return kind == FailureKind::too_long || kind == FailureKind::bad_request || kind == FailureKind::content_filter;
}

bool asks_to_slow_down(FailureKind kind) {
  return kind == FailureKind::rate_limited || kind == FailureKind::overloaded;
}

Instant Breaker::ready() const {
  if (!until_) return failures_ < failures_max ? Instant::min() : streak_from_ + streak_min;
  return probing_ ? Instant::max() : *until_;
}

void Breaker::answered() {
  failures_ = probes_failed_ = 0;
  ever_answered_ = true;
  probing_ = false;
  until_.reset();
}

void Breaker::open(Instant now) {
  until_ = now + pause * (1 << probes_failed_);
  probing_ = false;
}

bool Breaker::failed(FailureKind kind, bool probe, Instant sent, Instant now) {
  if (refuses_in_health(kind) || (probe && kind == FailureKind::rate_limited)) return answered(), false;
  if (until_) {
    if (!probe) return false;   // sent before it opened
    if (++probes_failed_ == probes_max) return true;
    open(now);
    return false;
  }
  if (asks_to_slow_down(kind) || kind == FailureKind::cancelled) return false;
  if (failures_ == 0) streak_from_ = now;
  if (failures_ == 0 || sent >= streak_from_) ++failures_;
  if (failures_ < failures_max || now - streak_from_ < streak_min) return false;
  if (!ever_answered_) return true;
  open(now);
  return false;
}

}  // namespace shortlist
