#include "tests/sim/world.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace shortlist::sim {
namespace {

enum What : std::uint64_t {   // one number a question, so that no two share their dice
  candidates, items, second_suite, repeats, mode, lanes, concurrency, attempts, pace, price,
  is_right, is_fault, which_fault, is_refusal, is_silence, is_bad_key, waits, output_tokens, latency, skill
};

std::uint64_t packed(const CallKey& key) {
  const std::uint64_t who = std::uint64_t{key.candidate} << 48 | std::uint64_t{key.suite} << 40;
  return who | std::uint64_t{key.item} << 8 | key.repeat;
}

Plan make_plan(const Dice& dice) {
  Plan plan = fakes::plan_of(2 + dice.below(5, candidates), 3 + dice.below(22, items));
  if (dice.chance(0.3, second_suite)) {
    plan.suites.push_back(plan.suites[0]);
    plan.suites[1].name = "numbers-2";
    plan.suites[1].items = std::make_shared<fakes::NumberedItems>(3 + dice.below(9, items, 1));
  }
  plan.seed = dice.roll(mode, 7);
  plan.repeats = dice.chance(0.2, repeats) ? 2 : 1;
  plan.stages[0].mode = dice.chance(0.5, mode) ? "halving" : "full";
  for (Candidate& candidate : plan.candidates) {
    candidate.price = {0, 1, std::nullopt};   // as the fake grader counts
    candidate.sampling.max_tokens = 50;
  }
  return plan;
}

LaneLimits make_limits(const Dice& dice, std::size_t lane) {
  LaneLimits limits;
  limits.concurrency = static_cast<int>(1 + dice.below(8, concurrency, lane));
  limits.attempts = static_cast<int>(2 + dice.below(4, attempts, lane));
  limits.timeout = std::chrono::seconds(20);
  if (dice.chance(0.2, pace, lane)) limits.requests_per_minute = static_cast<int>(60 + dice.below(600, pace, lane, 1));
  return limits;
}

Reply fault(const Dice& dice, std::uint64_t call, int tries) {
  const auto which = dice.below(7, which_fault, call, static_cast<std::uint64_t>(tries));
  const auto kind = static_cast<FailureKind>(which);   // the first seven are worth another try
  const bool says_when = worth_retrying(kind) && which < 2 && dice.chance(0.5, waits, call);
  return fakes::failed(kind, says_when ? std::optional<Duration>(std::chrono::seconds(dice.below(9, waits, call, 1)))
                                       : std::nullopt);
}

}  // namespace

std::uint64_t Dice::roll(std::uint64_t what, std::uint64_t a, std::uint64_t b) const {
  std::seed_seq seeds{seed_, seed_ >> 32, what, a, a >> 32, b};
  std::uint32_t out[2];
  seeds.generate(std::begin(out), std::end(out));
  return std::uint64_t{out[0]} << 32 | out[1];
}

bool Dice::chance(double p, std::uint64_t what, std::uint64_t a, std::uint64_t b) const {
  return static_cast<double>(roll(what, a, b) >> 11) * 0x1.0p-53 < p;
}

World::World(std::uint64_t seed, std::uint64_t time_seed, Weather w)
    : dice(seed), time(time_seed), weather(w), plan(make_plan(dice)) {
  const std::size_t count = 1 + dice.below(plan.candidates.size(), lanes);
  for (std::size_t lane = 0; lane < count; ++lane) limits.push_back(make_limits(dice, lane));
  for (std::size_t i = 0; i < plan.candidates.size(); ++i) lane_of.push_back(i % count);
}

fakes::Answer World::answer(const Item& item, CallKey key, int tries) {
  last_ask = clock->now();
  asked_in_all += tries == 1;
  if (interrupt_at != 0 && backend->asked == interrupt_at) interrupts = 1;
  const std::uint64_t call = packed(key), number = static_cast<std::uint64_t>(tries);
  const Duration after = std::chrono::microseconds(1000 + time.below(400'000, latency, call, number));
  if (dice.chance(weather.bad_key, is_bad_key, call, number)) return {fakes::failed(FailureKind::auth), after};
  if (dice.chance(weather.refusal, is_refusal, call)) return {fakes::failed(FailureKind::bad_request), after};
  if (dice.chance(weather.silence, is_silence, call, number))
    return {.reply = {}, .after = {}, .never = true, .deaf = false};
  if (dice.chance(weather.fault, is_fault, call, number)) return {fault(dice, call, tries), after};
  const double knows = 0.2 + 0.7 * static_cast<double>(dice.below(100, skill, key.candidate)) / 100;
  const auto tokens = static_cast<std::int64_t>(1 + dice.below(50, output_tokens, call));
  return {fakes::completed(dice.chance(knows, is_right, call) ? item.target : "no idea", tokens), after};
}

RunResult World::process(RecordSink& sink, const std::vector<Record>& stored) {
  interrupts = 0;
  clock = std::make_unique<VirtualClock>();
  backend = std::make_unique<fakes::ScriptedBackend>(
      *clock, [this](const Candidate&, const Item& item, CallKey key, int tries) { return answer(item, key, tries); });
  race = std::make_unique<Race>(plan);
  Spent before;
  for (const Record& record : stored) {
    ++before.calls;
    before.money += record.cost.value_or(Money{});
    if (!asks_again(record)) race->observe(record);
  }
  const Instant too_late = clock->now() + std::chrono::hours(24);   // a run that hangs must not hang the test
  const auto watch = [&](const RunProgress&) {
    if (clock->now() > too_late) throw std::logic_error("the run does not end");
  };
  RunnerSetup setup{plan, *race, {}, lane_of, grader, sink, *clock, 0, &interrupts, before, watch};
  for (std::size_t lane = 0; lane < limits.size(); ++lane)
    setup.lanes.push_back({"lane-" + std::to_string(lane), backend.get(), limits[lane]});
  return run_race(setup);
}

std::size_t World::slots() const {
  std::size_t sum = 0;
  for (const LaneLimits& lane : limits) sum += static_cast<std::size_t>(*lane.concurrency);
  return sum;
}

}  // namespace shortlist::sim
