#pragma once
// The mock backend's settings, `options` in the plan.
#include <map>
#include <optional>
#include <string>

#include "harness/types/candidate.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

/// Answers that arrive but are flawed, beside the failures of the wire.
enum class MockFlaw { refused, truncated, empty, unparsable };

struct MockOptions {
  double accuracy = 0.8;                   ///< [0, 1]
  double ttft_ms = 20, itl_ms = 1;         ///< >= 0
  double jitter = 0;                       ///< [0, 2], the sigma of the log-normal factor on both
  std::optional<int> tokens;               ///< of an answer; unset: a quarter of its bytes
  std::optional<std::string> answer;       ///< said always, instead of right and wrong answers
  std::uint64_t seed = 0;                  ///< another seed, other luck; the items' difficulty stays
  std::map<FailureKind, double> failures;  ///< shares of attempts
  std::map<MockFlaw, double> flaws;        ///< shares of calls
};

/// Throws UserError naming candidate.where.
void check_mock_options(const Candidate& candidate);
/// REQUIRES: check_mock_options has passed.
MockOptions mock_options(const Json& options);

}  // namespace shortlist
