#pragma once
// The metrics by name, one file each. Called by the table in metrics.cpp only.
#include <memory>

#include "harness/ports/metric.hpp"

namespace shortlist {

std::unique_ptr<Metric> make_exact(const MetricSpec& spec);
std::unique_ptr<Metric> make_contains(const MetricSpec& spec);
std::unique_ptr<Metric> make_regex(const MetricSpec& spec);
std::unique_ptr<Metric> make_choice(const MetricSpec& spec);
std::unique_ptr<Metric> make_number(const MetricSpec& spec);
std::unique_ptr<Metric> make_json(const MetricSpec& spec);
std::unique_ptr<Metric> make_length(const MetricSpec& spec);

}  // namespace shortlist
