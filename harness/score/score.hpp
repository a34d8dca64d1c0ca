#pragma once
// Front door of the judgement: the metric table, and the grader that applies a plan's metrics to outcomes.
#include <memory>
#include <span>
#include <string_view>

#include "harness/ports/grader.hpp"
#include "harness/ports/metric.hpp"
#include "harness/types/plan.hpp"

namespace shortlist {

struct MetricRow {
  std::string_view kind, summary;
  std::unique_ptr<Metric> (*make)(const MetricSpec& spec);  ///< throws UserError naming spec.where
};
std::span<const MetricRow> metric_table();
/// Throws UserError for an unknown kind ("did you mean") or bad options.
std::unique_ptr<Metric> make_metric(const MetricSpec& spec);

/// Applies the plan's metrics, failure policy and prices. REQUIRES: the plan outlives it and its suites are
/// loaded.
std::unique_ptr<Grader> make_grader(const Plan& plan);

}  // namespace shortlist
