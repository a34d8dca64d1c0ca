#pragma once
// The backend that answers from a formula, for tests, trials and simulations: set accuracy, latencies and
// faults.
//
// Everything follows from hashes of the candidate's name, the item's id, the repeat and the attempt: the same
// plan gets the same answers, in any order and after any interruption.
//
// Right or wrong (the Gaussian copula): an item has a difficulty z_item ~ N(0, 1) that all candidates share,
// a call has a luck z_call ~ N(0, 1) of its own, and the answer is right when Phi(sqrt(r) z_item + sqrt(1 -
// r) z_call) < accuracy with r = 0.6. So accuracy is the long-run share of right answers, and candidates tend
// to fail on the same items.
#include <memory>
#include <string>

#include "backends/backends.hpp"

namespace shortlist {

void check_mock(const Candidate& candidate, const BackendWorld& world);
std::unique_ptr<Backend> make_mock(const BackendWorld& world);
std::string mock_lane(const Candidate& candidate);

/// The candidate's reply to one attempt and how long it takes, stamps counted from `now`. Pure.
struct MockReply {
  Reply reply;
  Duration delay;
};
MockReply mock_reply(const Candidate& candidate, const Item& item, std::uint32_t repeat,
                     std::uint32_t attempt, Instant now);

}  // namespace shortlist
