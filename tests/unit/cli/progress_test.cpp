#include "harness/cli/progress.hpp"

#include <gtest/gtest.h>

namespace shortlist {
namespace {

TEST(StoppingLine, SaysForHowManyItWaits) {
  EXPECT_EQ(stopping_line(0), "stopping: no call is in flight\n");
  EXPECT_EQ(stopping_line(1), "stopping: waiting up to 10 s for 1 call in flight; interrupt again to drop it\n");
  EXPECT_EQ(stopping_line(12), "stopping: waiting up to 10 s for 12 calls in flight; interrupt again to drop them\n");
}

}  // namespace
}  // namespace shortlist
