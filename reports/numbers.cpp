#include "reports/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace shortlist {
namespace {

constexpr int decimals_max = 2;

int own_decimals(const Estimate& e, double scale) { return decimals_for((e.high - e.low) * scale); }

/// Two significant digits, in plain notation.
std::string two_digits(double value) {
  if (value == 0 || !std::isfinite(value)) return fmt::format("{}", value);
  const auto rounded = fmt::format("{:.1e}", value);  // its exponent, once rounded: 0.0996 is 0.10
  const int magnitude = std::stoi(rounded.substr(rounded.find('e') + 1));
  return fixed(value, std::clamp(1 - magnitude, 0, 9));
}

}  // namespace

std::string count_text(std::uint64_t n) {
  auto text = std::to_string(n);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

int decimals_for(double width) {
  if (!(width > 0) || !std::isfinite(width)) return 1;
  return std::clamp(1 - static_cast<int>(std::floor(std::log10(width))), 0, decimals_max);
}

std::string fixed(double value, int decimals) {
  if (!std::isfinite(value)) return unknown;
  auto text = fmt::format("{:.{}f}", value, decimals);
  const bool zero = text.find_first_of("123456789") == text.npos;
  return zero && text.starts_with('-') ? text.substr(1) : text;
}

std::string signed_fixed(double value, int decimals) {
  const auto text = fixed(value, decimals);
  return text.starts_with('-') || text == unknown ? text : "+" + text;
}

std::string percent(const std::optional<Estimate>& e, std::optional<int> decimals) {
  if (!e) return unknown;
  return fixed(100 * e->value, decimals.value_or(own_decimals(*e, 100))) + " %";
}

std::string interval(const std::optional<Estimate>& e, std::optional<int> decimals, const char* between) {
  if (!e) return unknown;
  const int digits = decimals.value_or(own_decimals(*e, 100));
  return fixed(100 * e->low, digits) + between + fixed(100 * e->high, digits);
}

std::string points(const Estimate& d) {
  const int digits = own_decimals(d, 100);
  return fmt::format("{} points, {} .. {}", signed_fixed(100 * d.value, digits),
                     signed_fixed(100 * d.low, digits), signed_fixed(100 * d.high, digits));
}

std::string share(double share) {
  if (share > 0 && share < 0.001) return "<0.1 %";
  return fixed(100 * share, share > 0 && share < 0.1 ? 1 : 0) + " %";
}

std::string seconds_of(double ms) {
  if (ms < 99.5) return two_digits(ms) + " ms";
  return (ms < 9'950 ? two_digits(ms / 1000) : fixed(ms / 1000, 0)) + " s";
}

std::string seconds(const std::optional<Estimate>& ms) { return ms ? seconds_of(ms->value) : unknown; }

std::string usd_figure(std::optional<double> usd) {
  constexpr double exact_max = 1e15;   // beyond it a double holds no cents, and soon no integer holds it
  if (!usd || !std::isfinite(*usd)) return unknown;
  if (*usd >= exact_max) return fmt::format("{:.2e}", *usd);
  if (*usd >= 999.995) return count_text(static_cast<std::uint64_t>(std::llround(*usd)));
  if (*usd >= 0.1) return fixed(*usd, 2);
  return two_digits(*usd);
}

std::string usd(std::optional<double> usd) { return usd ? "$" + usd_figure(usd) : "unknown"; }

std::optional<double> value_of(const std::optional<Estimate>& e) {
  return e ? std::optional(e->value) : std::nullopt;
}

std::string plural(std::uint64_t n, const char* noun) {
  return fmt::format("{} {}{}", count_text(n), noun, n == 1 ? "" : "s");
}

}  // namespace shortlist
