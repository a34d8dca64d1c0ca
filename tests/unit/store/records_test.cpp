// What goes into a real SQLite file comes out the same, byte for byte.
#include "tests/unit/store/records.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "harness/store/store.hpp"
#include "harness/types/error.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/temporary_folder.hpp"

namespace shortlist {
namespace {

const WallTime now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

class Records : public testing::Test {
 protected:
  TemporaryFolder root_;
  Plan plan_ = fakes::plan_of(2, 10);
  std::unique_ptr<RunStore> store_ = RunStore::open(root_.str(), plan_, now);

  std::vector<std::string> stored() {
    std::vector<std::string> all;
    for (const Record& record : store_->records()) all.push_back(described(record));
    return all;
  }
};

TEST_F(Records, EveryFieldComesBack) {
  const std::vector batch{full_answer({0, 0, 1, 0}), full_failure({0, 0, 2, 0}),
                          Record{{{1, 0, 0, 0}, Completion{}, {}, {}, {}}, {}, {}, {}, {}}};
  store_->append(batch);
  EXPECT_EQ(stored(), (std::vector{described(batch[0]), described(batch[1]), described(batch[2])}));
}

TEST_F(Records, ComeSortedByKeyWhateverTheOrderOfStoring) {
  const std::vector batch{full_answer({1, 0, 0, 0}), full_answer({0, 0, 9, 1}), full_failure({0, 0, 9, 0})};
  store_->append(batch);
  EXPECT_EQ(stored(), (std::vector{described(batch[2]), described(batch[1]), described(batch[0])}));
  std::vector<CallKey> in_order_of_storing;
  store_->each([&](Record record) { in_order_of_storing.push_back(record.outcome.key); });
  EXPECT_EQ(in_order_of_storing, (std::vector<CallKey>{{1, 0, 0, 0}, {0, 0, 9, 1}, {0, 0, 9, 0}}));
}

TEST_F(Records, AreThereAfterTheStoreWasClosed) {
  store_->append(std::vector{full_answer({0, 0, 1, 0})});
  store_.reset();
  store_ = RunStore::open(root_.str(), plan_, now);
  EXPECT_EQ(stored(), std::vector{described(full_answer({0, 0, 1, 0}))});
}

struct ReplaceRow {
  const char* name;
  Record (*before)(const CallKey&);
  Record (*after)(const CallKey&);
  bool replaced;
};
const ReplaceRow replace_rows[] = {
    {"an answer for a failure", full_failure, full_answer, true},
    {"a failure for a failure", full_failure, full_failure, true},
    {"an answer judged anew", full_answer, full_answer, true},
    {"a failure never for an answer", full_answer, full_failure, false},
};

TEST_F(Records, ReplaceOthersOfTheirKey) {
  for (std::uint32_t i = 0; i < std::size(replace_rows); ++i) {
    SCOPED_TRACE(replace_rows[i].name);
    const CallKey key{0, 0, i, 0};
    const Record before = replace_rows[i].before(key);
    Record after = replace_rows[i].after(key);
    after.outcome.timing.done = from_ms(77);
    after.scores.clear();
    store_->append(std::vector{before});
    store_->append(std::vector{after});
    EXPECT_EQ(stored().back(), described(replace_rows[i].replaced ? after : before));
  }
  EXPECT_EQ(stored().size(), std::size(replace_rows));
}

TEST_F(Records, OfOneBatchMayShareAKey) {
  store_->append(std::vector{full_failure({0, 0, 1, 0}), full_answer({0, 0, 1, 0})});
  EXPECT_EQ(stored(), std::vector{described(full_answer({0, 0, 1, 0}))});
}

TEST_F(Records, AnEmptyBatchIsNoTrouble) {
  store_->append({});
  EXPECT_TRUE(stored().empty());
}

TEST_F(Records, OfALoadedRunCannotBeChanged) {
  store_->append(std::vector{full_answer({0, 0, 1, 0})});
  const auto loaded = RunStore::load(root_.str(), "latest");
  EXPECT_EQ(described(loaded->records().at(0)), described(full_answer({0, 0, 1, 0})));
  EXPECT_THROW(loaded->append(std::vector{full_answer({0, 0, 2, 0})}), UserError);
}

class Walks : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Walks, GoThroughAllInOrderWhateverIsStoredMeanwhile) {
  const std::uint32_t count = GetParam();
  TemporaryFolder root(memory_folder());
  auto store = RunStore::open(root.str(), fakes::plan_of(2, 10), now);
  std::vector<Record> batch;
  for (std::uint32_t i = 0; i < count; ++i) batch.push_back(full_answer({i % 2, 0, (count - i) / 2, 0}));
  store->append(batch);
  const auto all = store->stored();
  store->append(std::vector{full_failure({7, 7, 7, 7})});
  std::ranges::sort(batch, {}, [](const Record& record) { return record.outcome.key; });
  for (const bool open : {true, false}) {
    SCOPED_TRACE(open ? "beside the store" : "after it");
    if (!open) store.reset();
    ASSERT_EQ(all.size(), batch.size());
    auto expected = batch.begin();
    for (const Record& record : all) {
      ASSERT_NE(expected, batch.end());
      ASSERT_EQ(record.outcome.key, expected->outcome.key);
      if (expected - batch.begin() < 100) { ASSERT_EQ(described(record), described(*expected)); }
      ++expected;
    }
    EXPECT_EQ(expected, batch.end());
  }
}
INSTANTIATE_TEST_SUITE_P(Of, Walks, testing::Values(0u, 1u, 100u, 10'001u),
                         [](const auto& row) { return std::to_string(row.param); });

std::string bytes() { return *rc::gen::container<std::string>(rc::gen::arbitrary<char>()); }
template <class T>
std::optional<T> maybe() {
  const rc::Maybe<T> value = *rc::gen::maybe(rc::gen::arbitrary<T>());
  return value ? std::optional<T>(*value) : std::nullopt;
}

std::vector<Duration> gaps() {
  std::vector<Duration> all;
  for (const std::int64_t gap : *rc::gen::container<std::vector<std::int64_t>>(rc::gen::nonNegative<std::int64_t>()))
    all.emplace_back(gap);
  return all;
}

TEST_F(Records, AnyBytesAndNumbersComeBack) {
  rc::check([this] {
    Record record = full_answer({*rc::gen::arbitrary<std::uint32_t>(), 0, 0, 0});
    auto& answer = std::get<Completion>(record.outcome.result);
    answer.text = bytes();
    answer.reasoning = bytes();
    answer.usage = Usage{maybe<std::int64_t>(), maybe<std::int64_t>(), maybe<std::int64_t>(), maybe<std::int64_t>()};
    answer.tool_calls = {{bytes(), bytes(), bytes()}};
    record.outcome.attempts.at(0).detail = bytes();
    record.outcome.attempts.at(0).request_id = bytes();
    record.outcome.attempts.at(0).partial = bytes();
    record.outcome.timing.first_answer = Duration(*rc::gen::arbitrary<std::int64_t>());
    record.outcome.timing.gaps = gaps();
    record.outcome.asked = *rc::gen::arbitrary<AskedKey>();
    record.outcome.cached = *rc::gen::arbitrary<bool>();
    record.notices = {*rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()};
    record.scores = {{bytes(), maybe<double>(), bytes()}};
    record.quality = maybe<double>();
    store_->append(std::vector{record});
    const auto all = store_->records();
    const auto found = std::ranges::find(all, record.outcome.key, [](const Record& r) { return r.outcome.key; });
    RC_ASSERT(described(*found) == described(record));
  });
}

}  // namespace
}  // namespace shortlist
