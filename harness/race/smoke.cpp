#include "harness/race/policies.hpp"

namespace shortlist {

std::unique_ptr<Policy> make_smoke(const SmokeStage&, const Field& field) { return make_decide({}, field); }

}  // namespace shortlist
