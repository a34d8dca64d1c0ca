#include "reports/method.hpp"

#include <fmt/format.h>

#include "reports/claims.hpp"
#include "reports/numbers.hpp"
#include "reports/served.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

const char* name_of_treatment(Treatment treatment) {
  switch (treatment) {
    case Treatment::wrong:
      return "count as wrong";
    case Treatment::judged:
      return "count as scored";
    case Treatment::skipped:
      return "are left out of the mean";
    case Treatment::incomplete:
      return "are left out and make the run incomplete";
  }
  return "";
}

Notes quality_note(const Run& run) {
  Notes note{"Quality", {}};
  note.lines.push_back(
      "Mean score of the items, each the weighted mean of its metrics; suites by their weights. Intervals "
      "are two-sided.");
  note.lines.push_back(interval_note(run));
  note.lines.push_back(
      "Candidates are compared by their differences on the same items; the overlap of two single intervals "
      "says little.");
  if (run.ranking.chosen)
    note.lines.push_back(
        "The chosen candidate's quality is selected, hence biased upwards: whoever is picked for a high "
        "score was also lucky. Fresh items show how much.");
  return note;
}

Notes policy_note(const FailurePolicy& p) {
  Notes note{"Flawed answers", {}};
  const auto add = [&](const char* what, Treatment how) {
    note.lines.push_back(fmt::format("{} {}", what, name_of_treatment(how)));
  };
  add("Refused answers", p.refused);
  add("Truncated answers", p.truncated);
  add("Empty answers", p.empty);
  add("Unparsable answers", p.unparsable);
  add("Failed calls", p.transport);
  return note;
}

Notes time_and_money_note() {
  return {
      "Time and money",
      {"TTFT counts from the request written to the first token, reasoning included; total to the last one. "
       "Waiting for a free slot and connecting are apart. Only answers that this run asked for, and got at "
       "the first try, have a time here; p95 is the time that 95 of 100 of them keep.",
       "TPOT is the time per output token after the first, by the provider's count of tokens. ITL is the gap "
       "between chunks; it is called coalesced, and says little, where more than 10 % of the chunks came "
       "together or chunks and tokens differ by more than 10 %. Both, and the times before the request was "
       "written, are within 1 %.",
       "Cost is in USD from the tokens that were reported and the plan's prices; $/1k is per 1,000 "
       "calls, $/1k passed per 1,000 points of quality earned. What is unknown stays unknown.",
       "On the Pareto front (*): no other candidate is at least as good on quality, time and cost and "
       "better on one."}};
}

Notes order_note(const Objective& o) {
  switch (o.prefer) {
    case Objective::Prefer::cheapest:
      return {"Order",
              {fmt::format("The cheapest of those within {} points of the highest quality",
                           fixed(100 * o.within, 1))}};
    case Objective::Prefer::fastest:
      return {"Order",
              {fmt::format("The fastest of those within {} points of the highest quality",
                           fixed(100 * o.within, 1))}};
    case Objective::Prefer::utility:
      break;
  }
  return {"Order",
          {fmt::format("By the plan's utility: quality weighs {:g}, cost {:g}, latency {:g}",
                       o.quality_weight, o.cost_weight, o.latency_weight)}};
}

Notes suites_note(const Run& run) {
  Notes note{"Suites", {}};
  for (const auto& s : run.plan.suites) {
    auto line = fmt::format("{}: {}, weight {:g}", visible(s.name), plural(suite_items(s), "item"), s.weight);
    if (!s.version.empty()) line += ", version " + visible(s.version);
    if (!s.asked_digest.empty()) line += ", asked " + visible(s.asked_digest.substr(0, 16));
    if (!s.judged_digest.empty()) line += ", judged " + visible(s.judged_digest.substr(0, 16));
    note.lines.push_back(line);
  }
  return note;
}

Notes provenance_note(const Run& run) {
  const auto& p = run.provenance;
  Notes note{"Provenance", {}};
  const auto add = [&](const char* what, const std::string& value) {
    if (!value.empty()) note.lines.push_back(fmt::format("{} {}", what, visible(value)));
  };
  add("run", p.run_id);
  add("shortlist", p.version);
  add("started", p.started);
  add("finished", p.finished);
  add("plan", run.plan.path);
  note.lines.push_back(
      fmt::format("seed {}, {} asked of each item", run.plan.seed, plural(run.plan.repeats, "answer")));
  for (const auto& [name, value] : p.facts) note.lines.push_back(visible(name) + ": " + visible(value));
  return note;
}

}  // namespace

std::vector<Notes> method_notes(const Run& run) {
  std::vector<Notes> notes{quality_note(run),
                           order_note(run.plan.objective),
                           policy_note(run.plan.failures),
                           time_and_money_note(),
                           suites_note(run),
                           provenance_note(run)};
  if (auto names = served_names(run); !names.empty()) notes.push_back({"What was served", std::move(names)});
  return notes;
}

}  // namespace shortlist
