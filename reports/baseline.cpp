#include "reports/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/types/error.hpp"
#include "reports/figures.hpp"
#include "reports/gate.hpp"
#include "reports/reports.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

constexpr const char* schema = "shortlist.baseline/1";

Json estimate(const std::optional<Estimate>& e) {
  if (!e) return nullptr;
  return {{"value", e->value}, {"low", e->low}, {"high", e->high}, {"n", e->n}};
}

Json point(std::optional<double> value) {
  return value ? estimate(Estimate{*value, *value, *value, 0}) : Json(nullptr);
}

Json failed_share(std::size_t failed, std::size_t calls) {
  return calls > 0 ? point(static_cast<double>(failed) / static_cast<double>(calls)) : Json(nullptr);
}

Json suite_entry(const SuiteFigures& figures, const std::optional<Estimate>& quality) {
  Json items = Json::object();
  for (const auto& [id, item] : figures.items) items[id] = item.quality;
  return {{"quality", estimate(quality)},
          {"latency", estimate(figures.total_p95)},
          {"cost", point(figures.usd_per_1k)},
          {"failures", failed_share(figures.failed, figures.calls)},
          {"items", items}};
}

Json candidate_entry(const Run& run, const Standing& s, const Figures& figures) {
  Json suites = Json::object();
  for (std::uint32_t i = 0; i < run.plan.suites.size(); ++i) {
    const auto found = figures.find({s.candidate, i});
    const auto quality = i < s.by_suite.size() ? s.by_suite[i] : std::nullopt;
    if (found != figures.end()) suites[run.plan.suites[i].name] = suite_entry(found->second, quality);
  }
  const auto& candidate = run.plan.candidates.at(s.candidate);
  return {{"backend", candidate.backend},
          {"model", candidate.model},
          {"quality", estimate(s.quality)},
          {"latency", estimate(s.total_p95)},
          {"cost", estimate(s.usd_per_1k)},
          {"failures", s.rates.calls > 0 ? point(s.rates.failed) : Json(nullptr)},
          {"suites", suites}};
}

std::string text_of(const Json& object, const std::string& name) {
  const bool there = object.is_object() && object.contains(name) && object.at(name).is_string();
  return there ? object.at(name).get<std::string>() : std::string();
}

/// What of a suite is not as the baseline had it; "" if nothing.
std::string difference(const Json& suites, const Suite& suite) {
  if (!suites.contains(suite.name))
    return fmt::format("suite {} is not in the baseline", visible(suite.name));
  const auto& before = suites.at(suite.name);
  std::string what;
  for (const auto& [name, digest] :
       {std::pair{"asked", suite.asked_digest}, {"judged", suite.judged_digest}}) {
    const auto old = text_of(before, fmt::format("{}_digest", name));
    if (old != digest)
      what +=
          fmt::format("{}suite {} is {} otherwise ({} then, {} now)", what.empty() ? "" : "; ",
                      visible(suite.name), name, visible(old.substr(0, 12)), visible(digest.substr(0, 12)));
  }
  return what;
}

void require_same_suites(const Json& suites, const Plan& plan, const std::string& where) {
  std::string what;
  for (const auto& suite : plan.suites)
    if (const auto d = difference(suites, suite); !d.empty()) what += (what.empty() ? "" : "; ") + d;
  for (const auto& [name, entry] : suites.items())
    if (std::none_of(plan.suites.begin(), plan.suites.end(), [&](const auto& s) { return s.name == name; }))
      what += fmt::format("{}suite {} is in the baseline only", what.empty() ? "" : "; ", visible(name));
  if (!what.empty())
    throw UserError(fmt::format("{}: not comparable: {}; bless a new baseline", where, what));
}

}  // namespace

Json baseline_json(const Run& run) {
  const auto figures = figures_of(run);
  Json suites = Json::object(), candidates = Json::object();
  for (const auto& s : run.plan.suites)
    suites[s.name] = {
        {"asked_digest", s.asked_digest}, {"judged_digest", s.judged_digest}, {"weight", s.weight}};
  for (const auto& s : run.ranking.standings)
    candidates[candidate_name(run, s.candidate)] = candidate_entry(run, s, figures);
  const auto* judged = gated(run);
  return {{"schema", schema},
          {"plan", run.plan.name},
          {"run", run.provenance.run_id},
          {"version", run.provenance.version},
          {"finished", run.provenance.finished},
          {"seed", run.plan.seed},
          {"repeats", run.plan.repeats},
          {"complete", run.ranking.complete},
          {"chosen", judged ? Json(candidate_name(run, judged->candidate)) : Json(nullptr)},
          {"suites", suites},
          {"candidates", candidates}};
}

const Json& comparable(const Json& baseline, const Plan& plan, const std::string& where) {
  const auto refuse = [&](const std::string& what) -> const Json& { throw UserError(where + ": " + what); };
  if (!baseline.is_object() || baseline.value("schema", Json()) != schema)
    return refuse(fmt::format("no baseline (\"schema\" should be \"{}\")", schema));
  const auto part = [&](const char* name) {
    return baseline.contains(name) && baseline.at(name).is_object();
  };
  if (!part("suites") || !part("candidates")) return refuse("the baseline lacks its suites or candidates");
  if (baseline.value("complete", Json()) != true) return refuse("the baseline is of an incomplete run");
  const auto chosen = baseline.value("chosen", Json());
  if (!chosen.is_string() || !baseline.at("candidates").contains(chosen.get<std::string>()))
    return refuse("the baseline names no candidate");
  require_same_suites(baseline.at("suites"), plan, where);
  return baseline.at("candidates").at(chosen.get<std::string>());
}

std::optional<Estimate> baseline_estimate(const Json& entry, const char* name) {
  if (!entry.is_object() || !entry.contains(name) || !entry.at(name).is_object()) return std::nullopt;
  const auto& e = entry.at(name);
  for (const char* part : {"value", "low", "high"})
    if (!e.contains(part) || !e.at(part).is_number()) return std::nullopt;
  return Estimate{e.at("value"), e.at("low"), e.at("high"),
                  e.contains("n") && e.at("n").is_number_unsigned() ? e.at("n").get<std::size_t>() : 0};
}

std::map<std::string, double> baseline_items(const Json& candidate, const std::string& suite) {
  std::map<std::string, double> items;
  const auto pointer = Json::json_pointer() / "suites" / suite / "items";
  if (!candidate.contains(pointer)) return items;
  for (const auto& [id, quality] : candidate.at(pointer).items())
    if (quality.is_number()) items[id] = quality.get<double>();
  return items;
}

}  // namespace shortlist
