#pragma once
// Figures as people read them. Unknown is "-", never 0. As many digits as the interval allows. Pure; no
// locale.
#include <cstdint>
#include <optional>
#include <string>

#include "harness/types/run.hpp"

namespace shortlist {

inline constexpr const char* unknown = "-";

std::string count_text(std::uint64_t n);  ///< "6,480"
/// Digits after the point that an interval of this width supports: two significant digits of the width, at
/// most 2.
int decimals_for(double width);
/// `value` with `decimals` digits; -0.0 is 0.0.
std::string fixed(double value, int decimals);
std::string signed_fixed(double value, int decimals);  ///< "+0.5"

/// In points of 100; decimals from the estimate's own interval unless given.
std::string percent(const std::optional<Estimate>& e, std::optional<int> decimals = {});  ///< "84.1 %"
std::string interval(const std::optional<Estimate>& e, std::optional<int> decimals = {},
                     const char* between = "..");  ///< "81.3..86.6"
std::string points(const Estimate& difference);    ///< "+0.5 points, -1.2 .. +2.2"
std::string share(double share);                   ///< "0.4 %"; tells little from nothing: "<0.1 %"

std::string seconds(const std::optional<Estimate>& ms);  ///< "0.21 s", "84 ms"
std::string seconds_of(double ms);
std::string usd_figure(std::optional<double> usd);  ///< "1.92", "0.011", "1,204"
std::string usd(std::optional<double> usd);         ///< "$1.92" or "unknown"
std::optional<double> value_of(const std::optional<Estimate>& e);

/// "1 item", "2 items".
std::string plural(std::uint64_t n, const char* noun);

}  // namespace shortlist
