#pragma once
// The backend that gives recorded answers: a file of lines as `shortlist export --format jsonl` writes them.
//
// An answer is found by the recorded candidate's name (options.candidate, or the candidate's own name), the
// item's id and the repeat; options.suite narrows it to one suite where two suites share ids. It takes the
// recorded time, on the clock it is given, or none with options.instant.
#include <memory>
#include <string>

#include "backends/backends.hpp"

namespace shortlist {

void check_replay(const Candidate& candidate, const BackendWorld& world);
std::unique_ptr<Backend> make_replay(const BackendWorld& world);
std::string replay_lane(const Candidate& candidate);

}  // namespace shortlist
