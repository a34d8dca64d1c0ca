#pragma once
// Plans and records out of thin air, and a text of a ranking in which every bit counts.
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "harness/board/random.hpp"
#include "harness/ports/items.hpp"
#include "harness/race/race.hpp"

namespace shortlist::testing {

class CountedItems : public Items {
 public:
  explicit CountedItems(std::size_t size) : size_(size) {}
  std::size_t size() const override { return size_; }
  std::string id(std::size_t index) const override { return std::to_string(index); }
  Item item(std::size_t index, const Prompting&) const override {
    Item made;
    made.id = id(index);
    return made;
  }

 private:
  std::size_t size_;
};

inline Plan make_plan(std::size_t candidates, const std::vector<std::size_t>& sizes, Stage stage = RaceStage{.mode = RaceStage::Mode::full, .within = {}, .favourites = {}}) {
  Plan plan;
  plan.seed = 7;
  plan.stages = {std::move(stage)};
  for (std::size_t c = 0; c < candidates; ++c) {
    plan.candidates.emplace_back();
    plan.candidates.back().name = fmt::format("c{}", c);
  }
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    plan.suites.emplace_back();
    plan.suites.back().name = fmt::format("s{}", s);
    plan.suites.back().items = std::make_shared<CountedItems>(sizes[s]);
  }
  return plan;
}

inline Stage race_stage(RaceStage::Mode mode, std::optional<double> within = std::nullopt) {
  RaceStage race;
  race.mode = mode, race.within = within;
  return race;
}
inline Stage halving(double budget = 0.5) {
  RaceStage race;
  race.mode = RaceStage::Mode::budget, race.budget = budget;
  return race;
}

/// An answer at the first try: 50 ms to the first token.
inline Record answer(CallKey key, double quality, double total_ms = 100, std::optional<double> usd = 0.001) {
  Record record;
  record.outcome.key = key;
  record.outcome.result = Completion{};
  record.outcome.attempts.resize(1);
  record.outcome.timing.queued = record.outcome.timing.written.emplace(from_ms(1));
  record.outcome.timing.first_token = from_ms(51);
  record.outcome.timing.last_token = record.outcome.timing.done = from_ms(1 + total_ms);
  record.quality = quality;
  if (usd) record.cost = from_usd(*usd);
  return record;
}

inline Record failed(CallKey key, FailureKind kind = FailureKind::timeout) {
  Record record;
  record.outcome.key = key;
  record.outcome.result = Failure{kind, "", {}};
  record.outcome.attempts.resize(3);
  return record;
}

/// A uniform number in [0, 1) that depends on the seed and the key alone.
inline double chance(std::uint64_t seed, const CallKey& k, std::uint64_t salt = 0) {
  Random mixed = Random(seed).fork(salt).fork(k.candidate).fork(k.suite).fork(k.item).fork(k.repeat);
  return static_cast<double>(mixed.next() >> 11) * 0x1p-53;
}

/// What this world says to a call, the same whenever it is asked: better candidates first, some calls fail, some
/// answers are retried, flawed, not judged or of unknown cost.
inline Record world(std::uint64_t seed, const CallKey& key, double fault_rate = 0.1) {
  if (chance(seed, key, 1) < fault_rate / 4) return failed(key);
  const double skill = 0.9 - 0.07 * key.candidate;
  const double drawn = chance(seed, key, 2);
  Record record = answer(key, drawn < skill ? 1 : drawn < skill + 0.05 ? 0.5 : 0, 20 + 400 * chance(seed, key, 3),
                         1e-4 + 1e-3 * chance(seed, key, 4));
  if (chance(seed, key, 5) < fault_rate / 4) record.outcome.attempts.resize(2);
  if (chance(seed, key, 6) < fault_rate / 4) record.quality.reset();
  if (chance(seed, key, 7) < fault_rate / 4) record.flaw = Flaw::truncated, record.quality = 0;
  if (chance(seed, key, 8) < fault_rate / 400) record.cost.reset();
  if (chance(seed, key, 9) < fault_rate / 4) record.outcome.cached = true;
  auto& completion = std::get<Completion>(record.outcome.result);
  completion.model_served = fmt::format("m-{:.0f}", 20 * chance(seed, key, 10));
  completion.usage = Usage{10, {}, 5, {}};
  record.notices.other_model = chance(seed, key, 11) < fault_rate;
  for (int gap = 0; gap < 4; ++gap) record.outcome.timing.gaps.push_back(from_ms(40 * chance(seed, key, 12 + gap)));
  return record;
}

inline std::string text_of(const std::optional<Estimate>& e) {
  return e ? fmt::format("{:a}[{:a},{:a}]{}", e->value, e->low, e->high, e->n) : "-";
}

inline std::string text_of(const Quantiles& q) {
  return fmt::format("{} {} {} {} ", text_of(q.p50), text_of(q.p90), text_of(q.p95), text_of(q.p99));
}

inline std::string text_of(const Latency& l) {
  std::string text = fmt::format(" timed {} {} {} ", l.timed, l.reasons, l.coalesced);
  for (const auto& q : {l.ttft, l.first_answer, l.total, l.tpot, l.itl, l.queued, l.connect}) text += text_of(q);
  return text;
}

inline std::string text_of(const Served& s) {
  std::string text = fmt::format(" served {} {} {} {} {}", s.more_models, s.more_fingerprints, s.prompt_cut, s.other_model, s.no_usage);
  for (const auto& [name, n] : s.models) text += fmt::format(" {} {}", name, n);
  return text;
}

/// Every field of a ranking, floating-point numbers in hexadecimal.
inline std::string text_of(const Ranking& ranking) {
  std::string text = fmt::format("chosen {} complete {}\n", ranking.chosen ? int(*ranking.chosen) : -1, ranking.complete);
  for (const Cut& cut : ranking.cuts) text += fmt::format("cut {} {} {} {}\n", cut.candidate, cut.stage, cut.round, cut.why);
  for (const Standing& s : ranking.standings) {
    text += fmt::format("{} {} q {} ", s.place, s.candidate, text_of(s.quality));
    for (const auto& e : s.by_suite) text += text_of(e) + " ";
    for (const auto& e : {s.ttft_p50, s.ttft_p95, s.total_p50, s.total_p95, s.usd_per_1k, s.versus_first})
      text += text_of(e) + " ";
    text += fmt::format("passed {:a} u {:a} {}{}{} {} {} {}", s.usd_per_1k_passed.value_or(-1), s.utility.value_or(-1),
                        s.distinguishable, s.pareto, s.within_limits, s.limits_broken, s.left_at, s.why);
    const Rates& r = s.rates;
    text += fmt::format(" {} {} {} {} {:a} {:a} {:a} {:a} {:a} {:a}", r.calls, r.answers, r.retried, r.cached, r.failed,
                        r.refused, r.truncated, r.empty, r.unparsable, r.not_judged);
    text += text_of(s.latency) + text_of(s.served) + "\n";
  }
  const auto& [missing, failed, flawed] = ranking.open;
  const auto& [calls, cached, unsent, spent, unknown, broken] = ranking.effort;
  text += fmt::format("open {} {} {} took {} {} {} {} {} {}\n", missing, failed, flawed, calls, cached, unsent,
                      spent.nano_usd, unknown, broken);
  for (const std::string& note : ranking.notes) text += "note " + note + "\n";
  return text;
}

}  // namespace shortlist::testing
