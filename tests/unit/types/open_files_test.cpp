#include "harness/types/open_files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace shortlist {
namespace {

rlimit limit_now() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  return files;
}

TEST(OpenFiles, TheLimitIsRaisedAsFarAsItMayBe) {
  const rlimit before = limit_now();
  rlimit few = before;
  few.rlim_cur = 64;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  EXPECT_EQ(raise_file_limit(), before.rlim_max);
  EXPECT_EQ(limit_now().rlim_cur, before.rlim_max);
  EXPECT_EQ(raise_file_limit(), before.rlim_max) << "there is no more to be had";
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace shortlist
