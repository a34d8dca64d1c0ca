// Lanes, the budget and the gate: what a run must keep to.
#include <fmt/format.h>

#include <cmath>

#include "harness/config/limits.hpp"
#include "harness/config/plan_parts.hpp"

namespace shortlist {
namespace {

Duration seconds(double s) { return Duration(std::llround(s * 1e9)); }

LaneLimits read_lane(const Value& map) {
  LaneLimits out;
  auto timeout_s = to_s(out.timeout);
  Fields fields(map);
  fields.read("concurrency", out.concurrency, 1, max_concurrency);
  fields.read("attempts", out.attempts, 1, max_attempts);
  fields.read("timeout_s", timeout_s, between(0.001, max_timeout_s));
  fields.read("requests_per_minute", out.requests_per_minute, 1);
  fields.read("tokens_per_minute", out.tokens_per_minute, 1);
  fields.close();
  out.timeout = seconds(timeout_s);
  return out;
}

GateCheck read_check(const Value& map) {
  static constexpr Named<std::string_view> metrics[] = {
      {"quality", "quality"}, {"cost", "cost"}, {"latency", "latency"}, {"failures", "failures"}};
  static constexpr Named<std::string_view> groups[] = {{"task", "task"}};
  std::string_view metric, per;
  GateCheck out;
  Fields fields(map);
  fields.need("metric", metric, metrics);
  fields.read("per", per, groups);
  fields.read("min", out.min);
  fields.read("max", out.max);
  fields.read("margin", out.margin, at_least(0));
  fields.read("max_ratio", out.max_ratio, more_than(0));
  fields.close();
  if (!out.min && !out.max && !out.margin && !out.max_ratio) map.complain("needs one of min, max, margin, max_ratio");
  if (out.min && out.max && *out.min > *out.max) map.complain("min is above max");
  out.metric = metric;
  out.per = per;
  out.where = map.where();
  return out;
}

}  // namespace

std::map<std::string, LaneLimits> read_lanes(const Value& map) {
  std::map<std::string, LaneLimits> out;
  for (const auto& [name, limits] : map.entries()) {
    if (name.empty()) map.complain("a lane's name must not be empty");
    out[name] = read_lane(limits);
  }
  return out;
}

Budget read_budget(const Value& map) {
  Budget out;
  std::optional<double> usd, minutes;
  Fields fields(map);
  fields.read("usd", usd, Range{0, max_budget_usd, true});
  fields.read("calls", out.calls, 1, INT64_MAX);
  fields.read("minutes", minutes, Range{0, max_budget_minutes, true});
  fields.close();
  if (usd) out.money = from_usd(*usd);
  if (minutes) out.time = seconds(*minutes * 60);
  return out;
}

Gate read_gate(const Value& map) {
  Gate out;
  Fields fields(map);
  fields.read("baseline", out.baseline, not_empty);
  if (auto checks = fields.find("checks"))
    for (const auto& check : checks->list()) out.checks.push_back(read_check(check));
  fields.close();
  return out;
}

}  // namespace shortlist
