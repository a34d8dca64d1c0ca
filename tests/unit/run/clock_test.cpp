#include "harness/run/clock.hpp"

#include <gtest/gtest.h>

#include "harness/run/mailbox.hpp"

namespace shortlist {
namespace {

using std::chrono::seconds;

TEST(VirtualClock, RunsEventsInTheOrderOfTimeThenOfAsking) {
  VirtualClock clock;
  const Instant start = clock.now();
  std::string seen;
  clock.at(start + seconds(2), [&] { seen += 'c'; });
  clock.at(start + seconds(1), [&] { seen += 'a'; });
  clock.at(start + seconds(1), [&] { seen += 'b'; });
  clock.at(start - seconds(9), [&] { seen += '0'; });
  while (clock.now() < start + seconds(3)) EXPECT_TRUE(clock.step(start + seconds(3)));
  EXPECT_EQ(seen, "0abc");
  EXPECT_EQ(clock.now(), start + seconds(3));
}

TEST(VirtualClock, StepsNoFurtherThanAskedAndNeverBack) {
  VirtualClock clock;
  const Instant start = clock.now();
  bool rung = false;
  clock.at(start + seconds(5), [&] { rung = true; });
  clock.step(start + seconds(2));
  EXPECT_EQ(clock.now(), start + seconds(2));
  clock.step(start);
  EXPECT_EQ(clock.now(), start + seconds(2));
  EXPECT_FALSE(rung);
}

TEST(VirtualClock, WallTimeMovesWithIt) {
  VirtualClock clock;
  const WallTime before = clock.wall_now();
  clock.step(clock.now() + seconds(10));
  EXPECT_EQ(clock.wall_now() - before, seconds(10));
}

TEST(Mailbox, WaitsUnderAVirtualClockByMovingIt) {
  VirtualClock clock;
  const Instant start = clock.now();
  Mailbox<int> box(clock);
  clock.at(start + seconds(3), [&] { box.put(1); });
  clock.at(start + seconds(3), [&] { box.put(2); });
  EXPECT_TRUE(box.take_all(start + seconds(1)).empty());
  EXPECT_EQ(clock.now(), start + seconds(1));
  EXPECT_EQ(box.take_all(start + seconds(60)), std::deque{1});
  EXPECT_EQ(clock.now(), start + seconds(3)) << "it stops at the first mail";
  EXPECT_EQ(box.take_one(start + seconds(60)), 2);
  EXPECT_EQ(box.take_one(start + seconds(60)), std::nullopt);
  EXPECT_EQ(clock.now(), start + seconds(60));
}

TEST(Mailbox, ADeadlineThatHasPassedStillGivesWhatIsThere) {
  SystemClock clock;
  Mailbox<int> box(clock);
  box.put(1);
  EXPECT_EQ(box.take_all(clock.now() - seconds(1)), std::deque{1});
  EXPECT_TRUE(box.take_all(clock.now() - seconds(1)).empty());
}

TEST(Mailbox, CarriesEverythingBetweenThreads) {
  constexpr int senders = 4, each = 2000;
  SystemClock clock;
  Mailbox<int> box(clock);
  std::vector<std::thread> threads;
  for (int i = 0; i < senders; ++i)
    threads.emplace_back([&box] {
      for (int n = 0; n < each; ++n) box.put(1);
    });
  int sum = 0;
  while (sum < senders * each)
    for (const int value : box.take_all(clock.now() + seconds(10))) sum += value;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(sum, senders * each);
}

TEST(Mailbox, ClosingEndsEveryWait) {
  SystemClock clock;
  Mailbox<int> box(clock);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] { EXPECT_EQ(box.take_one(clock.now() + std::chrono::hours(1)), std::nullopt); });
  box.close();
  for (auto& thread : threads) thread.join();
}

TEST(SystemClock, RunsEventsOfItsOwnAccordAndInOrder) {
  SystemClock clock;
  Mailbox<int> box(clock);
  const Instant soon = clock.now() + std::chrono::milliseconds(5);
  clock.at(soon + std::chrono::milliseconds(1), [&] { box.put(2); });
  clock.at(soon, [&] { box.put(1); });
  EXPECT_EQ(box.take_one(clock.now() + seconds(10)), 1);
  EXPECT_EQ(box.take_one(clock.now() + seconds(10)), 2);
  EXPECT_GE(clock.now(), soon);
}

TEST(SystemClock, EndsWithEventsStillToCome) {
  bool rung = false;
  {
    SystemClock clock;
    clock.at(clock.now() + std::chrono::hours(1), [&] { rung = true; });
  }
  EXPECT_FALSE(rung);
}

}  // namespace
}  // namespace shortlist
