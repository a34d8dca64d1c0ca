#pragma once
// The backend that asks a program of the user's own, in the protocol of README.md: for whoever has no
// compiler.
//
// A program is started once for each command and options, in the plan's folder; it finds its options as JSON
// in the environment variable SHORTLIST_OPTIONS.
#include <memory>
#include <string>

#include "backends/backends.hpp"

namespace shortlist {

void check_exec(const Candidate& candidate, const BackendWorld& world);
std::unique_ptr<Backend> make_exec(const BackendWorld& world);
std::string exec_lane(const Candidate& candidate);

}  // namespace shortlist
