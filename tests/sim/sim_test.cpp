// Seeded simulation of the real race, lanes, runner and graders: many worlds, a virtual clock, one thread. A failure
// names its seed:  SHORTLIST_SEED=17 ./sim  runs that world alone,  SHORTLIST_SEEDS=10000 ./sim  runs more of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <random>

#include "harness/run/outcome.hpp"
#include "harness/store/store.hpp"
#include "tests/sim/world.hpp"
#include "tests/support/temporary_folder.hpp"

namespace shortlist::sim {
namespace {

constexpr std::uint64_t seeds_by_default = 1000;
constexpr std::uint64_t one_in_that_stores_on_disk = 40, one_in_that_has_trouble = 2;

std::uint64_t number_in_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

bool the_only_seed() { return number_in_environment("SHORTLIST_SEED", 0) != 0; }

/// Stops at the first world that fails, whose seed is then in the message.
void for_each_seed(const std::function<void(std::uint64_t)>& test) {
  const std::uint64_t only = number_in_environment("SHORTLIST_SEED", 0);
  const std::uint64_t last = only ? only : number_in_environment("SHORTLIST_SEEDS", seeds_by_default);
  for (std::uint64_t seed = only ? only : 1; seed <= last && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("SHORTLIST_SEED=" + std::to_string(seed));
    test(seed);
  }
}

std::vector<Record> values(const std::map<CallKey, Record>& records) {
  std::vector<Record> all;
  for (const auto& [key, record] : records) all.push_back(record);
  return all;
}

std::string ranking_of(const Plan& plan, const std::vector<Record>& records) {
  Race race(plan);
  for (const Record& record : records) race.observe(record);
  return text_of(race.ranking());
}

/// What a call came to, apart from when.
std::string substance_of(const Record& record) {
  const auto* answer = completion(record.outcome);
  return answer ? answer->text : std::string(name_of(failure(record.outcome)->kind));
}

/// What came of an answer before its stream broke is kept, and no part of any other.
void check_partials(const std::vector<Record>& records) {
  for (const Record& record : records)
    for (const Attempt& attempt : record.outcome.attempts) {
      const bool broken_off = attempt.failure == FailureKind::truncated && !was_unsent(record.outcome);
      ASSERT_EQ(attempt.partial, broken_off ? "half of it" : "");
    }
}

/// Each call has exactly one end, and its attempts tell how it got there.
void check_records(const World& world, const std::vector<Record>& records) {
  for (const Record& record : records) {
    const Outcome& outcome = record.outcome;
    if (outcome.cached) {
      ASSERT_NE(completion(outcome), nullptr);
      continue;
    }
    const LaneLimits& limits = world.limits[world.lane_of[outcome.key.candidate]];
    ASSERT_FALSE(outcome.attempts.empty());
    ASSERT_LE(outcome.attempts.size(), static_cast<std::size_t>(limits.attempts));
    const bool last_failed = outcome.attempts.back().failure.has_value();
    ASSERT_EQ(last_failed, failure(outcome) != nullptr);
    for (std::size_t i = 0; i + 1 < outcome.attempts.size(); ++i) {
      ASSERT_TRUE(outcome.attempts[i].failure && worth_retrying(*outcome.attempts[i].failure));
      ASSERT_LE(outcome.attempts[i].at + outcome.attempts[i].took, outcome.attempts[i + 1].at);
    }
    ASSERT_EQ(record.quality.has_value(), completion(outcome) != nullptr);
  }
}

void check_backend(const World& world) {
  ASSERT_EQ(world.broken, "");
  ASSERT_LE(world.backend->most_in_flight, world.slots());
  ASSERT_EQ(world.backend->in_flight, 0u);
}

TEST(Simulation, ForOneSetOfRecordsThereIsOneRanking) {
  for_each_seed([](std::uint64_t seed) {
    World world(seed, seed, {});
    fakes::MemorySink sink;
    ASSERT_EQ(world.process(sink, {}).end, RunEnd::finished);
    auto records = values(sink.records);
    check_backend(world);
    check_records(world, records);
    check_partials(records);
    const std::string expected = text_of(world.race->ranking());
    std::mt19937_64 random(seed);
    std::shuffle(records.begin(), records.end(), random);
    ASSERT_EQ(ranking_of(world.plan, records), expected);
  });
}

TEST(Simulation, TheOrderOfArrivalDecidesNothing) {
  for_each_seed([](std::uint64_t seed) {
    World one(seed, seed, {}), other(seed, seed + 1'000'000, {});
    fakes::MemorySink of_one, of_other;
    one.process(of_one, {});
    other.process(of_other, {});
    ASSERT_EQ(timeless_text_of(one.race->ranking()), timeless_text_of(other.race->ranking()));
    ASSERT_EQ(of_one.records.size(), of_other.records.size());
    for (const auto& [key, record] : of_one.records)
      ASSERT_EQ(substance_of(record), substance_of(of_other.records.at(key)));
  });
}

/// A process that dies at a batch of its own choosing, before or after the batch is durable.
struct Killed {};
class MortalSink : public RecordSink {
 public:
  MortalSink(RecordSink& to, std::size_t batches, bool after) : to_(to), batches_(batches), after_(after) {}
  void append(std::span<const Record> records) override {
    const bool dies = batches_-- == 0;
    if (!dies || after_) to_.append(records);
    if (dies) throw Killed{};
  }

 private:
  RecordSink& to_;
  std::size_t batches_;
  bool after_;
};

struct Memory {
  fakes::MemorySink sink;
  std::vector<Record> records() { return values(sink.records); }
};

/// One world killed up to three times and then left to finish; gives its records.
void check_resumes(std::uint64_t seed, RecordSink& sink, const std::function<std::vector<Record>()>& stored) {
  World whole(seed, seed, {}), parts(seed, seed + 1, {});
  fakes::MemorySink uninterrupted;
  whole.process(uninterrupted, {});
  const std::size_t kills = 1 + parts.dice.below(3, 100);
  for (std::size_t i = 0; i < kills; ++i) {
    MortalSink mortal(sink, parts.dice.below(uninterrupted.batches + 1, 101, i), parts.dice.chance(0.5, 102, i));
    try {
      parts.process(mortal, stored());
    } catch (const Killed&) {
    }
  }
  ASSERT_EQ(parts.process(sink, stored()).end, RunEnd::finished);
  check_backend(parts);
  const auto records = stored();
  check_records(parts, records);
  ASSERT_EQ(records.size(), uninterrupted.records.size());
  std::size_t failed_for_now = 0;
  for (const Record& record : records) {
    ASSERT_EQ(substance_of(record), substance_of(uninterrupted.records.at(record.outcome.key)));
    failed_for_now += asks_again(record);
  }
  ASSERT_EQ(timeless_text_of(parts.race->ranking()), timeless_text_of(whole.race->ranking()));
  // Paid again: what was in flight or not yet stored when it died, and what had failed for now.
  ASSERT_LE(parts.asked_in_all, records.size() + kills * (2 * parts.slots() + failed_for_now));
}

TEST(Simulation, ARunThatWasKilledGoesOnToTheSameEnd) {
  for_each_seed([](std::uint64_t seed) {
    Memory memory;
    check_resumes(seed, memory.sink, [&] { return memory.records(); });
  });
}

TEST(Simulation, SoItDoesWithRecordsOnDisk) {
  for_each_seed([](std::uint64_t seed) {
    if (seed % one_in_that_stores_on_disk != 0 && !the_only_seed()) return;
    TemporaryFolder root(memory_folder());
    const World world(seed, seed, {});
    const auto store = RunStore::open(root.str(), world.plan, VirtualClock().wall_now());
    check_resumes(seed, *store, [&] { return store->records(); });
  });
}

/// Limits of calls, money or time, an interrupt, keys that are refused: whatever ends a run early, the books balance.
TEST(Simulation, NoBudgetIsOvershotAndEveryCallIsAccountedFor) {
  for_each_seed([](std::uint64_t seed) {
    World world(seed, seed,
                {.fault = 0.2, .silence = 0.005, .bad_key = seed % 3 ? 0 : 0.01, .crowded = seed % 4 == 0,
                 .metered = seed % 5 == 0});
    const Dice& dice = world.dice;
    Budget& budget = world.plan.budget;
    if (dice.chance(0.5, 200)) budget.calls = 1 + dice.below(80, 201);
    if (dice.chance(0.3, 202)) budget.money = Money{static_cast<std::int64_t>(10'000 * (1 + dice.below(400, 203)))};
    if (dice.chance(0.3, 204)) budget.time = std::chrono::milliseconds(100 + dice.below(20'000, 205));
    if (dice.chance(0.3, 206)) world.interrupt_at = 1 + dice.below(60, 207);
    fakes::MemorySink sink;
    const Instant start = VirtualClock().now();
    const RunResult result = world.process(sink, {});
    check_backend(world);
    check_records(world, values(sink.records));
    Money spent;
    for (const auto& [key, record] : sink.records)
      if (!record.outcome.cached) spent += record.cost.value_or(Money{});
    ASSERT_EQ(result.progress.spent, spent);
    ASSERT_EQ(result.progress.asked, world.asked_in_all);
    if (budget.calls) {
      ASSERT_LE(world.asked_in_all, *budget.calls);
    }
    if (budget.money) {
      ASSERT_LE(spent, *budget.money + Money{50'000}) << "no more than the first call's worst case";
    }
    if (budget.time) {
      ASSERT_LT(world.last_ask, start + *budget.time);
    }
    if (result.end == RunEnd::finished) {
      ASSERT_TRUE(world.race->finished());
    }
    if (result.end != RunEnd::finished) {
      ASSERT_FALSE(result.notes.empty());
    }
  });
}

/// Providers that take fewer calls at once, or in ten seconds, than the plan asks for: lanes find that out, and hardly a
/// call runs out of tries for it.
TEST(Simulation, LanesSettleOnWhatProvidersTake) {
  std::size_t turned_away = 0, records = 0, failed = 0;
  for_each_seed([&](std::uint64_t seed) {
    World world(seed, seed, {.fault = 0, .refusal = 0, .remembered = 0.05, .silence = 0, .crowded = seed % 2 == 0,
                             .metered = seed % 3 != 0});
    for (LaneLimits& limits : world.limits) limits.attempts = 6;
    fakes::MemorySink sink;
    const RunResult result = world.process(sink, {});
    check_backend(world);
    check_records(world, values(sink.records));
    ASSERT_EQ(result.end, RunEnd::finished);
    ASSERT_TRUE(world.race->finished());
    for (const LaneHistory& lane : result.lanes) {
      ASSERT_FALSE(lane.steps.empty());
      ASSERT_EQ(lane.steps[0].why, "start");
      for (std::size_t i = 1; i < lane.steps.size(); ++i) ASSERT_LE(lane.steps[i - 1].at, lane.steps[i].at);
    }
    turned_away += world.turned_away;
    records += sink.records.size();
    failed += result.progress.failed;
  });
  EXPECT_LE(static_cast<double>(failed), 0.005 * static_cast<double>(records) + 5);
  EXPECT_LE(static_cast<double>(turned_away), 0.5 * static_cast<double>(records) + 50);
}

/// A provider in trouble (half of all tries fail) or gone for good: every call is accounted for, and once it has
/// recovered the next processes bring the run to the end that it would have had.
TEST(Simulation, AProviderInTroubleLosesNothing) {
  for_each_seed([](std::uint64_t seed) {
    if (seed % one_in_that_has_trouble != 0 && !the_only_seed()) return;
    World world(seed, seed, {}), calm(seed, seed, {});
    fakes::MemorySink sink, whole;
    ASSERT_EQ(calm.process(whole, {}).end, RunEnd::finished);
    world.weather.fault = seed % 3 == 0 ? 1.0 : 0.5;
    if (seed % 7 == 0) world.weather.silence = 0.1;   // what fails in the calm fails in the storm too
    const RunResult first = world.process(sink, {});
    check_backend(world);
    check_records(world, values(sink.records));
    check_partials(values(sink.records));
    std::size_t answered = 0;
    for (const auto& [key, record] : sink.records) answered += completion(record.outcome) != nullptr;
    world.weather = calm.weather;
    const RunResult second = world.process(sink, values(sink.records));
    check_backend(world);
    ASSERT_EQ(second.end, RunEnd::finished);
    std::size_t now_answered = 0;
    for (const auto& [key, record] : sink.records) now_answered += completion(record.outcome) != nullptr;
    ASSERT_GE(now_answered, answered);
    for (const auto& [key, record] : whole.records) {
      if (!completion(record.outcome)) continue;
      ASSERT_TRUE(sink.records.contains(key));
      ASSERT_EQ(substance_of(sink.records.at(key)), substance_of(record));
    }
    ASSERT_NE(first.end, RunEnd::interrupted);
  });
}

}  // namespace
}  // namespace shortlist::sim
