#pragma once
// Runs a Race on answers that are known already: without lanes, threads or a clock, so that nothing is timed but itself.
#include <stdexcept>

#include "harness/race/race.hpp"

namespace shortlist::simulation {

/// `answer(key, record)` fills in what the call came to; the record is one that is used again and again: an answer without
/// text, whose key is set, of no known quality, cost or time but what the last call left there.
template <class Answer>
void drive(Race& race, Answer answer) {
  constexpr std::size_t at_once = 4096;   // calls
  Record record;
  record.outcome.result = Completion{};
  while (!race.finished()) {
    const std::vector<CallKey> calls = race.next(at_once);
    if (calls.empty()) throw std::logic_error("the race waits for a record that it has");
    for (const CallKey& key : calls) {
      record.outcome.key = key;
      answer(key, record);
      race.observe(record);
    }
  }
}

}  // namespace shortlist::simulation
