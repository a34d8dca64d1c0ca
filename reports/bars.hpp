#pragma once
// Interval bars as inline SVG: one axis for a whole column, x in per cent of its width, so that they stretch
// with the page while marks and text do not. No style attributes. Pure.
#include <optional>
#include <string>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

/// The axis of a column of qualities, in points of 100.
struct Axis {
  double low = 0, high = 100, step = 20;
  double x(double points) const;  ///< per cent of the width
};
/// Holds all intervals with round ends; 0 to 100 when there are none.
Axis axis_of(const std::vector<Standing>& standings);

std::string axis_svg(const Axis& axis);
/// `kind`: chosen (a diamond), level (a square) or other (a circle); `reference`: points at which a hairline
/// stands.
std::string bar_svg(const Axis& axis, const Estimate& quality, std::string_view kind,
                    std::optional<double> reference);

}  // namespace shortlist
