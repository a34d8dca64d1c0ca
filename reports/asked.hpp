#pragma once
// What was asked of each candidate that a standing does not say. Pure.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

struct AskedOf {
  std::size_t unsent = 0;       ///< calls on record that were never sent: in Rates::calls and among the failed ones there
  std::uint32_t repeats = 0;    ///< the most answers that an item was asked for; 0: nothing was asked
};
/// One a candidate. Goes through the records where some calls were never sent.
std::vector<AskedOf> asked_of(const Run& run);
/// Calls that were made.
std::size_t made(const Effort& effort);
/// Rates as of calls that were made.
Rates of_made(Rates rates, std::size_t unsent);

/// "us and c1 answered each item 3 times, the others once: ..."; "" where all answered as often.
std::string repeats_note(const Run& run, const std::vector<AskedOf>& asked);

}  // namespace shortlist
