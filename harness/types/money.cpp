#include "harness/types/money.hpp"

#include <cmath>

namespace shortlist {

Money from_usd(double usd) { return {std::llround(usd * 1e9)}; }

}  // namespace shortlist
