#pragma once
// How often each item was asked of whom. Pure.
#include <cstdint>
#include <string>

#include "harness/types/run.hpp"

namespace shortlist {

/// The most answers that an item was asked for of this candidate; 0: nothing was asked.
std::uint32_t answers_per_item(const Run& run, const Standing& standing);

/// "us and c1 answered each item 3 times, the others once: ..."; "" where all answered as often.
std::string repeats_note(const Run& run);

}  // namespace shortlist
