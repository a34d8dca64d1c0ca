#pragma once
// The backend for a GGUF file on this machine: a child process of our own, shortlist-llama, holds the model
// and speaks the exec protocol, so that a crash in a model never takes the run down.
//
// Candidates of one file and equal options share one process, so variants share one loaded model. All of them
// share one lane with one call in flight: models that compete for the cores would spoil each other's
// latencies.
#include <memory>
#include <string>

#include "backends/backends.hpp"

namespace shortlist {

void check_local(const Candidate& candidate, const BackendWorld& world);
std::unique_ptr<Backend> make_local(const BackendWorld& world);
std::string local_lane(const Candidate& candidate);

}  // namespace shortlist
