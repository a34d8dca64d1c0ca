#include "harness/run/quota_guard.hpp"

#include <algorithm>
#include <optional>

namespace shortlist {
namespace {

/// One of the two things that providers count.
struct Counted {
  std::optional<double> left, limit;
  std::optional<Duration> reset;
  double a_call;   ///< units that one call takes
};

/// Time between two calls that makes `left` last until the reset; the whole time where not even one more fits.
std::optional<Duration> spread(const Counted& c, std::size_t in_flight) {
  if (!c.left || !c.reset || *c.reset <= Duration{} || *c.reset > QuotaGuard::window_max) return std::nullopt;
  const double left = std::max(*c.left, 0.0);
  const double near = std::max(c.limit.value_or(0) * QuotaGuard::near_share, c.a_call * static_cast<double>(in_flight));
  if (left > 0 && left >= near) return std::nullopt;
  const double calls = c.a_call > 0 ? left / c.a_call : left;
  if (calls < 1) return c.reset;
  return Duration(static_cast<Duration::rep>(static_cast<double>(c.reset->count()) / calls));
}

}  // namespace

Instant QuotaGuard::Hold::ready(Instant last_sent) const { return std::min(last_sent + interval, ends); }

bool QuotaGuard::heed(std::uint32_t candidate, const Quota& q, const Load& load, Instant now) {
  const Counted counted[] = {{q.requests_left, q.requests_limit, q.requests_reset, 1},
                             {q.tokens_left, q.tokens_limit, q.tokens_reset, load.tokens_a_call}};
  std::optional<Hold> hold;
  for (const Counted& c : counted)
    if (const auto interval = spread(c, load.in_flight); interval && (!hold || hold->interval < *interval))
      hold = Hold{*interval, now + *c.reset};
  if (hold) return holds_.insert_or_assign(candidate, *hold).second;
  if (q.requests_left || q.tokens_left) holds_.erase(candidate);   // a reply without headers says nothing new
  return false;
}

Instant QuotaGuard::ready() const {
  Instant ready = Instant::min();
  for (const auto& [candidate, hold] : holds_) ready = std::max(ready, hold.ready(last_sent_));
  return ready;
}

void QuotaGuard::sent(Instant now) { last_sent_ = now; }

}  // namespace shortlist
