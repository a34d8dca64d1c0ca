#pragma once
// Money is an integer count of nano-dollars: one token of a $0.20-per-million model is 200 of them, so a call of
// a cheap model is not rounded to nothing, and sums do not depend on their order. Range: +-9.2e9 dollars.
#include <compare>
#include <cstdint>

namespace shortlist {

struct Money {
  std::int64_t nano_usd = 0;

  friend auto operator<=>(const Money&, const Money&) = default;
  friend Money operator+(Money a, Money b) { return {a.nano_usd + b.nano_usd}; }
  Money& operator+=(Money other) { nano_usd += other.nano_usd; return *this; }
};

inline double to_usd(Money m) { return static_cast<double>(m.nano_usd) * 1e-9; }
Money from_usd(double usd);  ///< rounds half away from zero

}  // namespace shortlist
