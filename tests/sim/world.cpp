#include "tests/sim/world.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <unordered_set>

#include "harness/run/key_hash.hpp"

namespace shortlist::sim {
namespace {

enum What : std::uint64_t {   // one number a question, so that no two share their dice
  candidates, items, second_suite, repeats, mode, lanes, concurrency, attempts, pace, price,
  is_right, is_fault, which_fault, is_refusal, is_silence, is_bad_key, waits, output_tokens, latency, skill, is_known,
  takes, window
};

std::uint64_t packed(const CallKey& key) {
  const std::uint64_t who = std::uint64_t{key.candidate} << 48 | std::uint64_t{key.suite} << 40;
  return who | std::uint64_t{key.item} << 8 | key.repeat;
}

/// Any race, or a longer way.
std::vector<Stage> make_stages(const Dice& dice) {
  RaceStage race;
  race.mode = static_cast<RaceStage::Mode>(dice.below(5, mode, 1));
  if (dice.chance(0.5, mode, 2)) return {race};
  return {ConstraintsStage{}, SmokeStage{.items = 2}, race, ConfirmStage{.repeats = 2, .keep = 2}, DecideStage{}, AuditStage{}};
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
  plan.stages = make_stages(dice);
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
  Reply reply = fakes::failed(kind, says_when ? std::optional<Duration>(std::chrono::seconds(dice.below(9, waits, call, 1)))
                                              : std::nullopt);
  if (kind == FailureKind::truncated) reply.partial = "half of it";
  return reply;
}

/// splitmix64's output function (Steele, Lea, Flood, 2014).
std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

/// Earlier runs that knew some of the answers, and know them by the prompt as the candidate sees it.
class Memories : public Answers {
 public:
  Memories(const World& world) : world_(world) {}
  AskedKey key_of(const CallKey& key, const Item& item) const override {
    last_ = {key, item};
    AskedKey asked{};
    const std::uint64_t call = packed(key);
    std::memcpy(asked.data(), &call, sizeof call);
    asked.back() = 1;   // never all zero
    return asked;
  }
  bool any() override { return world_.weather.remembered > 0; }
  std::optional<Outcome> recall(const AskedKey& asked) override {
    std::uint64_t call = 0;
    std::memcpy(&call, asked.data(), sizeof call);
    if (!world_.dice.chance(world_.weather.remembered, is_known, call)) return std::nullopt;
    Outcome outcome;
    outcome.result = answer_of(world_.dice, last_.item, last_.key).result;
    outcome.attempts = {Attempt{}};
    outcome.asked = asked;
    outcome.cached = true;
    return outcome;
  }

 private:
  struct Asked { CallKey key; Item item; };
  const World& world_;
  mutable Asked last_;
};

constexpr auto window_length = std::chrono::seconds(10);

}  // namespace

/// Keeps the books beside the run: what was stored in this process, and what it cost.
class World::Ledger : public RecordSink {
 public:
  Ledger(World& world, RecordSink& to) : world_(world), to_(to) {}
  void append(std::span<const Record> records) override {
    to_.append(records);
    for (const Record& record : records) {
      world_.expect(keys.insert(record.outcome.key).second, "a call has one end");
      if (record.outcome.cached) {
        world_.expect(!world_.backend->tries.contains(record.outcome.key), "what is remembered is not asked");
        continue;
      }
      spent += record.cost.value_or(Money{});
    }
  }
  std::unordered_set<CallKey, KeyHash> keys;
  Money spent;

 private:
  World& world_;
  RecordSink& to_;
};

std::uint64_t Dice::roll(std::uint64_t what, std::uint64_t a, std::uint64_t b) const {
  std::uint64_t state = seed_;
  for (const std::uint64_t value : {what, a, b}) state = mix((state ^ value) + 0x9e3779b97f4a7c15ULL);
  return state;
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

Reply answer_of(const Dice& dice, const Item& item, const CallKey& key) {
  const std::uint64_t call = packed(key);
  const double knows = 0.2 + 0.7 * static_cast<double>(dice.below(100, skill, key.candidate)) / 100;
  const auto tokens = static_cast<std::int64_t>(1 + dice.below(50, output_tokens, call));
  return fakes::completed(dice.chance(knows, is_right, call) ? item.target : "no idea", tokens);
}

fakes::Answer World::answer(const Item& item, CallKey key, int tries) {
  last_ask = clock->now();
  asked_in_all += tries == 1;
  if (interrupt_at != 0 && backend->asked == interrupt_at) interrupts = 1;
  Provider& provider = providers_[lane_of[key.candidate]];
  fakes::Answer answer = reply(item, key, tries);
  if (turns_away(provider, answer.reply)) return {.reply = answer.reply, .after = std::chrono::milliseconds(3)};
  if (answer.never) return answer;
  ++provider.serving;   // until it is done, whether or not the caller still waits
  clock->at(clock->now() + answer.after, [&provider] { --provider.serving; });
  return answer;
}

/// What would come of it if the provider had all the room in the world.
fakes::Answer World::reply(const Item& item, CallKey key, int tries) const {
  const std::uint64_t call = packed(key), number = static_cast<std::uint64_t>(tries);
  const Duration after = std::chrono::microseconds(1000 + time.below(400'000, latency, call, number));
  if (dice.chance(weather.bad_key, is_bad_key, call, number)) return {fakes::failed(FailureKind::auth), after};
  if (dice.chance(weather.refusal, is_refusal, call)) return {fakes::failed(FailureKind::too_long), after};
  if (dice.chance(weather.silence, is_silence, call, number))
    return {.reply = {}, .after = {}, .never = true, .deaf = false};
  if (dice.chance(weather.fault, is_fault, call, number)) return {fault(dice, call, tries), after};
  return {answer_of(dice, item, key), after};
}

/// Too many at once, or more than its window allows; what is left of the window is in the headers of every reply.
bool World::turns_away(Provider& provider, Reply& reply) {
  if (provider.takes > 0 && provider.serving >= provider.takes) {
    ++turned_away;
    reply = fakes::failed(FailureKind::rate_limited);
    return true;
  }
  if (provider.window_limit == 0) return false;
  const Instant now = clock->now();
  if (now >= provider.window + window_length) provider.window = now, provider.in_window = 0;
  const Duration reset = provider.window + window_length - now;
  const bool over = ++provider.in_window > provider.window_limit;
  turned_away += over;
  if (over) reply = fakes::failed(FailureKind::rate_limited, reset);
  reply.quota.requests_limit = static_cast<double>(provider.window_limit);
  reply.quota.requests_left = static_cast<double>(provider.window_limit - std::min(provider.window_limit, provider.in_window));
  reply.quota.requests_reset = reset;
  return over;
}

void World::expect(bool holds, const char* what) {
  if (!holds && broken.empty())
    broken = std::string(what) + " (after " + std::to_string(backend->asked) + " tries)";
}

void World::check_step(const RunProgress& p, const Ledger& ledger) {
  expect(p.in_flight <= slots(), "no more in flight than the lanes allow");
  expect(backend->in_flight <= p.in_flight, "what the backend holds is known to be in flight");
  expect(backend->asked_twice_at_once == 0, "no key is with the backend twice");
  expect(p.spent == before_.money + ledger.spent, "the purse holds what the records cost");
  expect(p.race.observed == observed_before_ + ledger.keys.size(), "each record is seen once, and only when stored");
  expect(ledger.keys.size() <= p.asked + p.cached + p.failed, "no record from nowhere");
  if (plan.budget.calls) expect(before_.calls + p.asked <= *plan.budget.calls, "no call beyond the budget");
  if (plan.budget.money)
    expect(p.spent <= *plan.budget.money + worst_call, "no more money than the budget and one call's worst case");
}

RunResult World::process(RecordSink& sink, const std::vector<Record>& stored) {
  interrupts = 0;
  clock = std::make_unique<VirtualClock>();
  backend = std::make_unique<fakes::ScriptedBackend>(
      *clock, [this](const Candidate&, const Item& item, CallKey key, int tries) { return answer(item, key, tries); });
  race = std::make_unique<Race>(plan);
  before_ = {};
  for (const Record& record : stored) {
    if (!record.outcome.cached) ++before_.calls, before_.money += record.cost.value_or(Money{});
    if (!asks_again(record)) race->observe(record);
  }
  observed_before_ = race->progress().observed;
  open_providers();
  Ledger ledger(*this, sink);
  Memories memories(*this);
  const Instant too_late = clock->now() + std::chrono::hours(24);   // a run that hangs must not hang the test
  const auto watch = [&](const RunProgress& progress) {
    check_step(progress, ledger);
    if (clock->now() > too_late) throw std::logic_error("the run does not end");
  };
  RunnerSetup setup{plan, *race, {}, lane_of, grader, ledger, *clock, 0, &interrupts, before_, watch,
                    &memories};
  for (std::size_t lane = 0; lane < limits.size(); ++lane)
    setup.lanes.push_back({"lane-" + std::to_string(lane), backend.get(), limits[lane]});
  return run_race(setup);
}

void World::open_providers() {
  providers_.assign(limits.size(), {});
  for (std::size_t lane = 0; lane < limits.size(); ++lane) {
    if (weather.crowded) providers_[lane].takes = 1 + dice.below(4, takes, lane);
    if (weather.metered) providers_[lane].window_limit = 12 + dice.below(60, window, lane);
  }
}

std::size_t World::slots() const {
  std::size_t sum = 0;
  for (const LaneLimits& lane : limits) sum += static_cast<std::size_t>(*lane.concurrency);
  return sum;
}

}  // namespace shortlist::sim
