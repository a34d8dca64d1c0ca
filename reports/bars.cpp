#include "reports/bars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/html.hpp"
#include "reports/numbers.hpp"

namespace shortlist {
namespace {

constexpr double margin = 4;  ///< per cent of the width left free at both ends, for marks and labels
constexpr int height = 34;
constexpr int ticks_max = 6;

std::string mark(std::string_view kind) {
  if (kind == "chosen") return R"(<path class="m chosen" d="M0 -5.8L5.8 0L0 5.8L-5.8 0Z"/>)";
  if (kind == "level") return R"(<rect class="m level" x="-4" y="-4" width="8" height="8"/>)";
  return R"(<circle class="m other" r="4.1"/>)";
}

}  // namespace

double Axis::x(double points) const {
  const double share = high > low ? (std::clamp(points, low, high) - low) / (high - low) : 0.5;
  return margin + share * (100 - 2 * margin);
}

Axis axis_of(const std::vector<Standing>& standings) {
  double low = 100, high = 0;
  for (const auto& s : standings) {
    if (!s.quality) continue;
    low = std::min(low, 100 * s.quality->low);
    high = std::max(high, 100 * s.quality->high);
  }
  if (low > high) return {};
  constexpr std::array<double, 5> steps{1, 2, 5, 10, 20};
  const auto fits = [&](double step) { return std::ceil(high / step) - std::floor(low / step) <= ticks_max; };
  const auto found = std::find_if(steps.begin(), steps.end(), fits);
  const double step = found == steps.end() ? steps.back() : *found;
  Axis axis{std::max(0.0, std::floor(low / step) * step), std::min(100.0, std::ceil(high / step) * step),
            step};
  if (axis.low == axis.high)
    axis.low = std::max(0.0, axis.low - step), axis.high = std::min(100.0, axis.high + step);
  return axis;
}

std::string axis_svg(const Axis& axis) {
  std::string labels;
  for (double at = axis.low; at <= axis.high + 1e-9; at += axis.step)
    labels += fmt::format(R"(<text class="tick" x="{:.2f}%" y="11" text-anchor="middle">{}</text>)",
                          axis.x(at), fixed(at, 0));
  return fmt::format(R"(<svg class="bar" width="100%" height="14" aria-hidden="true">{}</svg>)", labels);
}

std::string bar_svg(const Axis& axis, const Estimate& quality, std::string_view kind,
                    std::optional<double> reference) {
  const int middle = height / 2;
  std::string line;
  if (reference)
    line =
        fmt::format(R"(<line class="ref" x1="{0:.2f}%" x2="{0:.2f}%" y1="-6" y2="40"/>)", axis.x(*reference));
  const auto label = fmt::format("{}, 95 % interval {}", percent(quality), interval(quality));
  return fmt::format(
      R"(<svg class="bar" width="100%" height="{}" role="img" aria-label="{}">{}<line class="ci {}" x1="{:.2f}%" x2="{:.2f}%" y1="{}" y2="{}"/><svg x="{:.2f}%" y="{}" overflow="visible">{}</svg></svg>)",
      height, html_text(label), line, kind, axis.x(100 * quality.low), axis.x(100 * quality.high), middle,
      middle, axis.x(100 * quality.value), middle, mark(kind));
}

}  // namespace shortlist
