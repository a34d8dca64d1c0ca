#include "reports/calls.hpp"

#include "harness/ports/items.hpp"

namespace shortlist {
namespace {

Ordered ms_json(const std::optional<Duration>& d) { return d ? Ordered(to_ms(*d)) : Ordered(nullptr); }

template <class T>
Ordered optional_json(const std::optional<T>& value) {
  return value ? Ordered(*value) : Ordered(nullptr);
}

Ordered usage_json(const Completion* answer) {
  if (!answer || !answer->usage) return nullptr;
  const auto& u = *answer->usage;
  return {{"input", optional_json(u.input)},
          {"cached", optional_json(u.cached_input)},
          {"output", optional_json(u.output)},
          {"reasoning", optional_json(u.reasoning)}};
}

Ordered timing_json(const Timing& t) {
  std::optional<Duration> connect;
  if (t.connected) connect = *t.connected - t.queued;
  return {{"queue", to_ms(t.queued)},
          {"connect", ms_json(connect)},
          {"ttft", ms_json(ttft(t))},
          {"total", to_ms(total(t))}};
}

Ordered failure_json(const Failure* failure) {
  if (!failure) return nullptr;
  return {{"kind", name_of(failure->kind)}, {"detail", failure->detail}};
}

Ordered cost_json(const std::optional<Money>& cost) {
  if (!cost) return nullptr;
  return static_cast<double>(cost->nano_usd) /
         1e9;  // one rounding, so that the shortest digits are the cost's own
}

Ordered scores_json(const std::vector<Score>& scores) {
  Ordered object = Ordered::object();
  for (const auto& score : scores) object[score.metric] = number_json(score.value);
  return object;
}

}  // namespace

std::string item_id(const Run& run, const CallKey& key) {
  const auto& items = run.plan.suites.at(key.suite).items;
  return items && key.item < items->size() ? items->id(key.item) : std::to_string(key.item);
}

Ordered call_json(const Run& run, const Record& record) {
  const auto& outcome = record.outcome;
  const auto* answer = completion(outcome);
  return {{"schema", "shortlist.call/1"},
          {"run", run.provenance.run_id},
          {"candidate", run.plan.candidates.at(outcome.key.candidate).name},
          {"suite", run.plan.suites.at(outcome.key.suite).name},
          {"item", item_id(run, outcome.key)},
          {"repeat", outcome.key.repeat},
          {"status", answer ? "completed" : "failed"},
          {"text", answer ? Ordered(answer->text) : Ordered(nullptr)},
          {"finish", answer ? Ordered(name_of(answer->finish)) : Ordered(nullptr)},
          {"failure", failure_json(failure(outcome))},
          {"usage", usage_json(answer)},
          {"timing_ms", timing_json(outcome.timing)},
          {"attempts", outcome.attempts.size()},
          {"cached_reply", outcome.cached},
          {"cost_usd", cost_json(record.cost)},
          {"scores", scores_json(record.scores)}};
}

}  // namespace shortlist
