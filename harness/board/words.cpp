#include "harness/board/words.hpp"

#include <fmt/format.h>

#include <cmath>

namespace shortlist {
namespace {

double tenths(double share) { return std::round(share * 1000) / 10 + 0.0; }   // + 0.0: no "-0.0"

}  // namespace

std::string percent(double share) { return fmt::format("{:.1f} %", tenths(share)); }
std::string points(double difference) { return fmt::format("{:.1f}", std::abs(tenths(difference))); }
std::string range(const Estimate& d) { return fmt::format("{:.1f} .. {:.1f}", tenths(d.low), tenths(d.high)); }

std::string compared(const Estimate& d, std::string_view other) {
  if (tenths(d.value) == 0) return fmt::format("level with {}", other);
  return fmt::format("{} points {} {}", points(d.value), d.value < 0 ? "behind" : "ahead of", other);
}

std::string count(std::size_t n, std::string_view noun) { return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s"); }

std::string ms_text(double ms) { return ms >= 10 ? fmt::format("{:.0f} ms", ms) : fmt::format("{:.2g} ms", ms); }
std::string usd_text(double usd) { return usd >= 0.1 ? fmt::format("${:.2f}", usd) : fmt::format("${:.2g}", usd); }

std::string calls_of(std::size_t made, std::size_t unsent) {
  return count(made, "call") + (unsent > 0 ? fmt::format(" ({} more never sent)", unsent) : "");
}

std::string grouped_digits(std::int64_t n) {
  std::string digits = std::to_string(n);
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string unjudged(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) {
  const std::size_t failed = board.failed(candidate, items, repeats);
  if (failed == 0) return count(items, "item");
  return fmt::format("{} ({} of {} failed)", count(items, "item"), failed, count(items * repeats, "call"));
}

}  // namespace shortlist
