// The retry decision is pure: one table of cases, jitter given.
#include "harness/run/retry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace shortlist {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Row {
  const char* name;
  FailureKind kind;
  int tries;
  double jitter;
  std::optional<Duration> retry_after;
  std::optional<Duration> expected;
  int attempts_max = 6;
};

const Row rows[] = {
    {"first wait is below the base", FailureKind::server_error, 1, 0.5, {}, milliseconds(250)},
    {"the bound doubles", FailureKind::server_error, 3, 0.5, {}, seconds(1)},
    {"and stops at the ceiling", FailureKind::server_error, 40, 0.5, {}, seconds(30), 100},
    {"the ceiling of a class is its own", FailureKind::network, 40, 0.5, {}, seconds(15), 100},
    {"no jitter, no wait", FailureKind::network, 2, 0.0, {}, Duration{}},
    {"the server's wait is a floor", FailureKind::rate_limited, 1, 0.0, seconds(7), seconds(7)},
    {"jitter spreads above the floor", FailureKind::rate_limited, 1, 0.5, seconds(7), milliseconds(7500)},
    {"a negative wait is none", FailureKind::rate_limited, 1, 0.0, seconds(-7), Duration{}},
    {"the longest wait that is obeyed", FailureKind::overloaded, 1, 0.0, seconds(120), seconds(120)},
    {"a longer one ends the call", FailureKind::overloaded, 1, 0.0, seconds(121), std::nullopt},
    {"the last try ends the call", FailureKind::server_error, 6, 0.5, {}, std::nullopt},
    {"one try only", FailureKind::server_error, 1, 0.5, {}, std::nullopt, 1},
    {"a bad key ends the call", FailureKind::auth, 1, 0.5, {}, std::nullopt},
    {"so does an empty account", FailureKind::quota, 1, 0.5, seconds(1), std::nullopt},
    {"so does a prompt too long", FailureKind::too_long, 1, 0.5, {}, std::nullopt},
    {"so does a request not understood", FailureKind::bad_request, 1, 0.5, {}, std::nullopt},
    {"so does a filter", FailureKind::content_filter, 1, 0.5, {}, std::nullopt},
    {"so does our own cancelling", FailureKind::cancelled, 1, 0.5, {}, std::nullopt},
};

TEST(Retry, Table) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(retry_wait(Failure{row.kind, "", row.retry_after}, row.tries, row.attempts_max, row.jitter),
              row.expected);
  }
}

TEST(Retry, EveryClassWorthRetryingHasARuleAndNoOtherHas) {
  for (int i = 0; i <= static_cast<int>(FailureKind::cancelled); ++i) {
    const auto kind = static_cast<FailureKind>(i);
    EXPECT_EQ(retry_rule(kind) != nullptr, worth_retrying(kind)) << name_of(kind);
  }
}

TEST(Retry, JitterIsUniformAndFollowsFromSeedKeyAndTry) {
  std::set<double> seen;
  double sum = 0;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const double jitter = retry_jitter(7, {0, 0, i, 0}, 1);
    EXPECT_GE(jitter, 0);
    EXPECT_LT(jitter, 1);
    sum += jitter;
    seen.insert(jitter);
  }
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_NEAR(sum / 1000, 0.5, 0.05);
  EXPECT_EQ(retry_jitter(7, {1, 2, 3, 4}, 5), retry_jitter(7, {1, 2, 3, 4}, 5));
  EXPECT_NE(retry_jitter(7, {1, 2, 3, 4}, 5), retry_jitter(8, {1, 2, 3, 4}, 5));
  EXPECT_NE(retry_jitter(7, {1, 2, 3, 4}, 5), retry_jitter(7, {1, 2, 3, 4}, 6));
  EXPECT_NE(retry_jitter(7, {1, 2, 3, 4}, 5), retry_jitter(7, {2, 1, 3, 4}, 5));
}

}  // namespace
}  // namespace shortlist
