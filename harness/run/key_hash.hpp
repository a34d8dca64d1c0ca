#pragma once
// For maps from calls; a call's four numbers are small and dense.
#include <cstddef>
#include <cstdint>

#include "harness/types/record.hpp"

namespace shortlist {

struct KeyHash {
  std::size_t operator()(const CallKey& key) const {
    const std::uint64_t who = std::uint64_t{key.candidate} << 32 | key.item;
    const std::uint64_t what = std::uint64_t{key.suite} << 32 | key.repeat;
    const std::uint64_t mixed = (who ^ what * 0xbf58476d1ce4e5b9ULL) * 0x9e3779b97f4a7c15ULL;
    return static_cast<std::size_t>(mixed ^ mixed >> 32);
  }
};

}  // namespace shortlist
