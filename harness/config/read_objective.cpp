#include "harness/config/limits.hpp"
#include "harness/config/plan_names.hpp"
#include "harness/config/plan_parts.hpp"

namespace shortlist {
namespace {

/// {weight, cap}: both are needed, for a weight alone says nothing.
void read_weighted(const Value& value, double& weight, std::string_view cap_key, double& cap) {
  Fields fields(value);
  fields.need("weight", weight, between(0, max_weight));
  fields.need(cap_key, cap, more_than(0));
  fields.close();
}

void read_limits(const Value& value, Objective& out) {
  Fields fields(value);
  fields.read("p95_ms", out.limit_p95_ms, more_than(0));
  fields.read("ttft_p95_ms", out.limit_ttft_p95_ms, more_than(0));
  fields.read("usd_per_1k", out.limit_usd_per_1k, at_least(0));
  fields.close();
}

}  // namespace

Objective read_objective(const Value& map) {
  Objective out;
  Fields fields(map);
  fields.read("prefer", out.prefer, prefer_names);
  fields.read("within", out.within, between(0, 1));
  fields.read("quality", out.quality_weight, between(0, max_weight));
  if (auto v = fields.find("cost")) read_weighted(*v, out.cost_weight, "cap_usd_per_1k", out.cost_cap_usd_per_1k);
  if (auto v = fields.find("latency")) read_weighted(*v, out.latency_weight, "cap_ms", out.latency_cap_ms);
  if (auto v = fields.find("limits")) read_limits(*v, out);
  fields.close();
  if (out.quality_weight + out.cost_weight + out.latency_weight <= 0)
    map.complain("all weights are 0: give quality, cost or latency one above it");
  return out;
}

FailurePolicy read_failures(const Value& map) {
  FailurePolicy out;
  Fields fields(map);
  fields.read("refused", out.refused, answer_treatments);
  fields.read("truncated", out.truncated, answer_treatments);
  fields.read("empty", out.empty, answer_treatments);
  fields.read("unparsable", out.unparsable, answer_treatments);
  fields.read("transport", out.transport, transport_treatments);
  fields.close();
  return out;
}

}  // namespace shortlist
