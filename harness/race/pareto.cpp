#include "harness/race/policies.hpp"

namespace shortlist {

std::unique_ptr<Policy> make_pareto(const RaceStage& stage, const Field& field) { return make_full(stage, field); }

}  // namespace shortlist
