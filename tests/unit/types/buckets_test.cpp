#include "harness/types/buckets.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

namespace shortlist {
namespace {

constexpr auto longest = std::numeric_limits<std::int64_t>::max();

/// Of all sizes alike.
rc::Gen<std::int64_t> any_time() {
  return rc::gen::apply([](std::int64_t bits, int shift) { return (bits & longest) >> shift; },
                        rc::gen::arbitrary<std::int64_t>(), rc::gen::inRange(0, 63));
}

template <int cut_bits>
void holds_what_the_header_says(std::int64_t time) {
  using B = Buckets<cut_bits>;
  const auto ns = static_cast<std::uint64_t>(time);
  const std::size_t index = B::index_of(Duration(time));
  RC_ASSERT(index < B::count);
  RC_ASSERT(B::lowest(index) <= ns);
  RC_ASSERT(ns < B::end(index));
  RC_ASSERT(B::end(index) - B::lowest(index) <= std::max<std::uint64_t>(1, B::lowest(index) >> cut_bits));
  RC_ASSERT(B::index_of(B::middle(index)) == index);
  if (ns < 2 * B::per_octave) RC_ASSERT(B::middle(index) == Duration(time));
}

RC_GTEST_PROP(Buckets, EveryTimeIsInOneOfThePromisedWidth, ()) {
  const auto time = *any_time();
  holds_what_the_header_says<0>(time);
  holds_what_the_header_says<3>(time);
  holds_what_the_header_says<6>(time);
}

template <int cut_bits>
void has_no_hole() {
  using B = Buckets<cut_bits>;
  for (std::size_t i = 0; i < B::count; ++i) {
    ASSERT_EQ(B::index_of(Duration(static_cast<std::int64_t>(B::lowest(i)))), i);
    ASSERT_EQ(B::index_of(Duration(static_cast<std::int64_t>(B::end(i) - 1))), i);
  }
}

TEST(Buckets, EachBeginsWhereTheLastEnds) {
  has_no_hole<0>();
  has_no_hole<3>();
  has_no_hole<6>();
}

TEST(Buckets, TheEndsOfTheRangeHaveTheirBuckets) {
  using B = Buckets<3>;
  EXPECT_EQ(B::index_of(Duration(0)), 0u);
  EXPECT_EQ(B::index_of(Duration(-5)), 0u);
  EXPECT_EQ(B::index_of(Duration::max()), B::count - 1);
  EXPECT_EQ(B::end(B::count - 1), std::uint64_t{1} << 63);
}

}  // namespace
}  // namespace shortlist
